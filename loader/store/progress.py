"""What work that takes long tells meanwhile."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int | None], None]
"""Hears what is being done, and how many of it are, where they are counted."""


def silent(what: str, done: int | None) -> None:
    """Hears all and tells nobody."""
