"""The key of an input file: a digest of all that its documents and claims follow from.

That is its bytes, how it is to be read, and the code and data that read it; for texts the libraries too, which the
extractor depends on. Two files of one key say the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from dragoman.loader.digests import digest


def file_key(path: Path, *options: str, extracted: bool) -> str:
    """64 hex digits, or nothing if the path is no regular file or can't be read."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
    makers = (code_key(), *(_libraries() if extracted else ()))
    return digest(content, *("".join(path.suffixes[-2:]).lower(), *options, *makers), length=64)


@cache
def code_key() -> str:
    """A digest of the loader itself, so that a change of it counts even where its version stays."""
    whole = hashlib.sha256()
    for name, part in _parts(files("dragoman.loader"), ""):
        content = part.read_bytes()
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def _parts(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    """The files below a folder, with their places in it, always in the same order."""
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        if part.is_dir():
            if part.name != "__pycache__":
                yield from _parts(part, f"{place}{part.name}/")
        else:
            yield f"{place}{part.name}", part


@cache
def _libraries() -> tuple[str, ...]:
    return tuple(sorted(f"{one.name} {one.version}" for one in distributions()))
