"""Digests: ids that follow from what they stand for, and from nothing else."""

from __future__ import annotations

from hashlib import sha256

_SEPARATOR = "\x1f"


def digest(*parts: object, length: int = 32) -> str:
    """The first `length` hex digits of the SHA-256 of the parts, which are joined by a unit separator."""
    return sha256(_SEPARATOR.join(map(str, parts)).encode()).hexdigest()[:length]
