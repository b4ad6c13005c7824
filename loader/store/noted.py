"""Input files that need not be read: the journal has a note of their documents, and the graph holds these as they are.

A note is a function of a file alone, never of the graph: it says what its documents' nodes are to be. So it can't grow
old, and whoever loads, retracts, repairs or edits meanwhile, the answer is that of reading the file and comparing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

import orjson
from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.store.rows import Row

CHUNK = 5_000
"""Documents that are asked for at once."""

_PREFIX = "doc:"
_WIDTH = 6  # bytes of an id without its prefix


class Note:
    """What is noted of a file: its documents, the extractors that speak in it, and a digest of all their nodes."""

    def __init__(self) -> None:
        self.documents = bytearray()
        self.extractors: set[str] = {""}
        self.entities = 0
        self.claims = 0
        self._nodes = hashlib.sha256()

    def add(self, node: Row, entities: int, claims: int) -> None:
        """Takes a document in, with the numbers of its records."""
        self.documents += bytes.fromhex(node["id"].removeprefix(_PREFIX))
        self.extractors |= {line.rsplit("=", 1)[0] for line in node["digests"]}
        self.entities += entities
        self.claims += claims
        self._nodes.update(_described(node))

    def row(self, key: str) -> Row:
        """The note as a node of the journal."""
        return {
            "id": f"file:{key}",
            "documents": bytes(self.documents),
            "extractors": sorted(self.extractors),
            "entities": self.entities,
            "claims": self.claims,
            "nodes": self._nodes.hexdigest(),
        }


def documents_of(note: Row) -> Iterator[str]:
    """The ids of the documents of a note, in the order of the file."""
    packed = note["documents"].hex()
    return (_PREFIX + packed[place : place + 2 * _WIDTH] for place in range(0, len(packed), 2 * _WIDTH))


def read_notes(driver: Driver, database: str | None, keys: Collection[str]) -> dict[str, Row]:
    """The notes of files, by key."""
    if not keys:
        return {}
    rows, _, _ = driver.execute_query(
        statement("read/notes"), ids=sorted(f"file:{key}" for key in keys), database_=database
    )
    return {row["note"]["id"].removeprefix("file:"): row["note"] for row in rows}


def write_notes(driver: Driver, database: str | None, rows: Sequence[Row]) -> None:
    """Keeps notes."""
    if rows:
        driver.execute_query(statement("load/notes"), rows=list(rows), database_=database)


def held(driver: Driver, database: str | None, notes: Mapping[str, Row]) -> set[str]:
    """The keys of those notes whose documents the graph holds as they are to be; other extractors may say more."""
    nodes = {key: hashlib.sha256() for key in notes}
    documents = ((key, identity) for key, note in notes.items() for identity in documents_of(note))
    with driver.session(database=database) as session:
        while chunk := list(islice(documents, CHUNK)):
            asked = sorted({identity for _, identity in chunk})
            stored = session.execute_write(_stored, asked)  # where writes go: a replica may lag behind
            for key, identity in chunk:
                nodes[key].update(_said(stored.get(identity, {}), notes[key]["extractors"]))
    return {key for key, whole in nodes.items() if whole.hexdigest() == notes[key]["nodes"]}


def _stored(tx: ManagedTransaction, documents: list[str]) -> dict[str, Row]:
    rows = tx.run(statement("read/document_nodes"), documents=documents)
    return {node["id"]: node for row in rows for node in row["nodes"]}


def _said(node: Row, extractors: Collection[str]) -> bytes:
    """What a stored node says, as far as these extractors say it."""
    lines = node.get("digests", ())
    return _described({**node, "digests": [line for line in lines if line.rsplit("=", 1)[0] in extractors]})


def _described(node: Row) -> bytes:
    return orjson.dumps(node, default=repr, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
