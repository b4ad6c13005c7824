"""What is known of input files: the journal has notes of the documents that they were read to have.

A note is a function of a file alone, never of the graph: it says of each document what its node is to be. So it can't
grow old, and whoever loads, retracts, repairs or edits meanwhile, the answer is that of reading the file and comparing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import islice
from struct import Struct
from typing import NamedTuple, TypeVar

import orjson
from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.file_key import code_key
from dragoman.loader.store.rows import Row

CHUNK = 5_000
"""Documents that are asked for at once."""

_PREFIX = "doc:"
_WIDTH = 16  # bytes of a digest
_PACKED = Struct(f"<6s{_WIDTH}s{_WIDTH}sII")

T = TypeVar("T", bound=Hashable)


class Noted(NamedTuple):
    """What is noted of a document: its id in bytes, digests of its lines and of its node, and its records' numbers.

    The digest of the lines is zero where there are none that say just this.
    """

    packed_id: bytes
    lines: bytes
    node: bytes
    entities: int
    claims: int

    @property
    def id(self) -> str:
        """The document's id in the graph."""
        return _PREFIX + self.packed_id.hex()


def noted(node: Row, lines: bytes, entities: int, claims: int) -> Noted:
    """What is noted of a document, by its node and the digest of its lines."""
    identity = bytes.fromhex(node["id"].removeprefix(_PREFIX))
    return Noted(identity, shortened(lines), _described(node), entities, claims)


def shortened(lines: bytes) -> bytes:
    """The digest of lines as notes have it."""
    return lines[:_WIDTH].ljust(_WIDTH, b"\0")


class Note:
    """A note: of so many documents, what is noted of each, and the extractors that have read any of them."""

    def __init__(self) -> None:
        self.size = 0
        self.extractors: set[str] = set()
        self._packed = bytearray()

    def add(self, one: Noted, extractors: Iterable[str]) -> None:
        """Takes a document in."""
        self.size += 1
        self.extractors.update(extractors)
        self._packed += _PACKED.pack(*one)

    def of_lines(self) -> Note:
        """The note of those documents whose lines can be told from others."""
        found = Note()
        found.extractors = self.extractors
        for one in map(Noted._make, _PACKED.iter_unpack(self._packed)):
            if any(one.lines):
                found.add(one, ())
        return found

    def row(self, key: str = "") -> Row:
        """The note as a node of the journal; without the key of a file, it is known by what it says."""
        packed = bytes(self._packed)
        return {
            "id": f"file:{key or hashlib.sha256(packed).hexdigest()}",
            "code": code_key(),
            "size": self.size,
            "extractors": sorted(self.extractors),
            "noted": packed,
        }


def extractors_of(node: Row) -> set[str]:
    """The extractors that speak in a document, by its node."""
    return {line.rsplit("=", 1)[0] for line in node["digests"]}


def documents_of(note: Row) -> Iterator[Noted]:
    """What a note says of each document."""
    return map(Noted._make, _PACKED.iter_unpack(note["noted"]))


def unlike(driver: Driver, database: str | None, asked: Iterable[tuple[T, Noted, Collection[str]]]) -> set[T]:
    """Those of the asked whose document the graph does not hold as it is noted.

    Each comes with what is noted, and with the extractors whose word counts; others may say more.
    """
    found = set[T]()
    left = iter(asked)
    with driver.session(database=database) as session:
        while chunk := list(islice(left, CHUNK)):
            stored = session.execute_write(_stored, sorted({one.id for _, one, _ in chunk}))  # a replica may lag behind
            for tag, one, extractors in chunk:
                if _described(_said(stored.get(one.id, {}), extractors)) != one.node:
                    found.add(tag)
    return found


def _stored(tx: ManagedTransaction, documents: list[str]) -> dict[str, Row]:
    rows = tx.run(statement("read/document_nodes"), documents=documents)
    return {node["id"]: node for row in rows for node in row["nodes"]}


def _said(node: Row, extractors: Collection[str]) -> Row:
    """What a stored node says, as far as these extractors say it."""
    lines = node.get("digests", ())
    return {**node, "digests": [line for line in lines if line.rsplit("=", 1)[0] in extractors]}


def _described(node: Row) -> bytes:
    described = orjson.dumps(node, default=repr, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(described).digest()[:_WIDTH]
