"""What comes to be loaded: documents one by one, without those of files that the graph holds whole.

Of each file that is read without a flaw a note is kept (`noted`). A file with a note is not read when the graph holds
what the note says, and nothing that this load has just read, and may still have to write, is among it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from neo4j import Driver

from dragoman.loader.evidence import Evidence, evidence_of
from dragoman.loader.identity import document_id
from dragoman.loader.inputs import InputFile
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.noted import Note, documents_of, held, read_notes, write_notes
from dragoman.loader.store.rows import Row, document_node

WINDOW = 100
"""Files that are looked up at once."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a document says, its node in the graph, and of how many records of the input that was made."""

    evidence: Evidence
    node: Row
    entities: int
    claims: int

    @classmethod
    def of(cls, bundle: DocumentClaims) -> Incoming:
        """The evidence of a document's records, under the id that it has in the graph."""
        evidence = evidence_of(bundle, document_id(bundle.document.url, bundle.document.text))
        return cls(evidence, document_node(evidence), len(bundle.entities), len(bundle.claims))


@dataclass(frozen=True, slots=True)
class Held:
    """The numbers of records of a file that was not read, since the graph holds all that it says."""

    documents: int
    entities: int
    claims: int

    @classmethod
    def of(cls, note: Row) -> Held:
        """The numbers in a note."""
        return cls(sum(1 for _ in documents_of(note)), note["entities"], note["claims"])


def read_incoming(
    driver: Driver,
    database: str | None,
    files: Iterable[InputFile],
    unwritten: int,
    passed: Callable[[Held], None],
) -> Iterator[Incoming]:
    """The documents that are to be compared with the graph, in their order; `passed` hears of files left unread.

    Of the documents that were given last, so many as `unwritten` may be neither compared nor written yet.
    """
    last: deque[str] = deque(maxlen=unwritten)
    rows: list[Row] = []
    left = iter(files)
    while window := list(_window(left)):
        keys = [key for _, key in window]
        notes = read_notes(driver, database, set(keys) - {""})
        whole: set[str] | None = None  # keys of files that the graph holds; unknown once something was read
        for place, (one, key) in enumerate(window):
            if key in notes and whole is None:
                whole = held(driver, database, {k: notes[k] for k in keys[place:] if k in notes})
            if whole and key in whole and not set(last).intersection(documents_of(notes[key])):
                passed(Held.of(notes[key]))
                continue
            whole = None
            yield from _read(one, key, last, rows)
        write_notes(driver, database, rows)
        rows.clear()


def _window(files: Iterator[InputFile]) -> Iterator[tuple[InputFile, str]]:
    """The next files with their keys; one without a key comes last."""
    for one in islice(files, WINDOW):
        key = one.key()
        yield one, key
        if not key:
            return


def _read(one: InputFile, key: str, last: deque[str], rows: list[Row]) -> Iterator[Incoming]:
    """The documents of a file; adds to `last`, and a note to `rows` if the file has a key and no flaw."""
    note, flaws = Note(), one.flaws()
    for bundle in one.read():
        incoming = Incoming.of(bundle)
        last.append(incoming.node["id"])
        if key:
            note.add(incoming.node, incoming.entities, incoming.claims)
        yield incoming
    if key and note.documents and one.flaws() == flaws and one.key() == key:  # it was not written to meanwhile
        rows.append(note.row(key))
