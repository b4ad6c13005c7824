"""A first look at a claims file: whether it is one, and digests of its documents' lines, in whatever order they are.

What the lines of a document say follows from the set of them alone. So a document whose lines were read before, in
whatever file, need not be read again to know what it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import orjson

from dragoman.loader.claims.rows import parse_row
from dragoman.loader.claims.spool import FileError, Line, beginning, open_lines, read_lines
from dragoman.loader.identity import document_id

MOST = 100_000
"""Documents of a file that is surveyed: they are in memory."""


def is_claims_file(path: Path) -> bool:
    """Whether a `.jsonl` file (or `.jsonl.gz`) says who read its documents, or holds a claim or an entity.

    Else it is a source of documents.
    """
    if not path.name.lower().endswith((".jsonl", ".jsonl.gz")) or not path.is_file():
        return False
    with open_lines(path) as stream:
        return any(_is_of_claims(line) for line in read_lines(stream, str(path)))


def _is_of_claims(line: Line) -> bool:
    if not any(word in line.raw for word in (b"entity", b"claim", b'"extractor"')):
        return False
    try:
        data = orjson.loads(line.raw)
    except orjson.JSONDecodeError:
        return False
    return isinstance(data, dict) and (
        data.get("record") in ("entity", "claim") or (data.get("record") == "document" and "extractor" in data)
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """The digests of a file's documents, by own id, and the file's `state` at that time.

    One with `unread` documents is for reading the file without these.
    """

    path: Path
    state: tuple[int, ...]
    digests: Mapping[str, bytes]
    unread: frozenset[str] = frozenset()

    def without(self, unread: Collection[str]) -> Survey:
        """The survey with these documents unread."""
        return replace(self, unread=frozenset(unread))

    def identities(self, without: Collection[str]) -> set[str]:
        """The ids in the graph of the file's documents, but for those of these own ids."""
        found = set()
        for line in _lines(self.path):
            if owner_of(line) not in without:
                row = parse_row(line)
                if row.kind == "document":
                    found.add(document_id(row.get("url"), row.get("text")))
        return found

    def rest(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines that are to be read."""
        return (line for line in lines if owner_of(line) not in self.unread)

    def confirm(self, name: str) -> None:
        """Raises `FileError` if the file is another than it was: what was added to unread documents is unknown."""
        if _state(self.path) != self.state:
            raise FileError(name, 0, "was written to while it was read; load it again")


def survey(path: Path) -> Survey | None:
    """The survey of a claims file, or nothing if it has very many documents or can't be read to its end."""
    sums: dict[str, int] = {}
    try:
        state = _state(path)
        for line in _lines(path):
            if owner := owner_of(line):
                sums[owner] = sums.get(owner, 0) + number_of(line)
                if len(sums) > MOST:
                    return None
    except (FileError, OSError):  # reading it will tell
        return None
    return Survey(path, state, {owner: digest_of(owner, whole) for owner, whole in sums.items()})


def owner_of(line: Line) -> str:
    """The own id of the document that a line belongs to, or nothing."""
    return beginning(line) or parse_row(line).named


def number_of(line: Line) -> int:
    """A number that stands for a line; those of a document's lines are added up, in whatever order they come."""
    return int.from_bytes(sha256(line.raw.strip()).digest(), "big")


def digest_of(owner: str, whole: int) -> bytes:
    """The digest of the lines of a document, by the sum of their numbers."""
    return sha256(f"{owner}\0{whole}".encode()).digest()


def _lines(path: Path) -> Iterator[Line]:
    with open_lines(path) as stream:
        yield from read_lines(stream, str(path))


def _state(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
