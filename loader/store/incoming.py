"""What comes to be loaded: documents one by one, without those that the graph holds as their files have them.

Of each file that is read without a flaw a note is kept (`noted`). A file with a note is not read when the graph holds
what the note says, and nothing that this load has just read, and may still have to write, is among it. Of another
claims file those documents are not read of which that holds by a note of any file (`unread`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from neo4j import Driver

from dragoman.loader.inputs import InputFile
from dragoman.loader.store.journal import Journal, are_many
from dragoman.loader.store.noted import (
    Note,
    Noted,
    documents_of,
    extractors_of,
    noted,
    unlike,
)
from dragoman.loader.store.prepared import Incoming, incoming
from dragoman.loader.store.rows import Row
from dragoman.loader.store.unread import outdated, unread_of

WINDOW = 100
"""Files that are looked up at once."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The numbers of good records: of documents that were read, or left unread since the graph holds what they say."""

    documents: int
    entities: int
    claims: int

    @classmethod
    def of(cls, documents: Iterable[Noted]) -> Heard:
        """Those that notes have of documents."""
        numbers = [(1, one.entities, one.claims) for one in documents]
        return cls(*map(sum, zip(*numbers, strict=True)))


def read_incoming(
    driver: Driver,
    database: str | None,
    files: Iterable[InputFile],
    unwritten: int,
    passed: Callable[[Heard], None],
) -> Iterator[Incoming]:
    """The documents that are to be compared with the graph, in their order; `passed` hears of what is left unread.

    Of the documents that were given last, so many as `unwritten` may be neither compared nor written yet.
    """
    journal = Journal(driver, database)
    last: deque[str] = deque(maxlen=unwritten)
    rows: list[Row] = []
    left = iter(files)
    while window := list(_window(left)):
        keys = [key for _, key in window]
        notes = journal.of_files(set(keys) - {""})
        whole: set[str] | None = None  # keys of files that the graph holds; unknown once something was read
        for place, (one, key) in enumerate(window):
            if key in notes and whole is None:
                whole = _whole(driver, database, {k: notes[k] for k in keys[place:] if k in notes})
            if whole and key in whole and not set(last).intersection(d.id for d in documents_of(notes[key])):
                passed(Heard.of(documents_of(notes[key])))
                continue
            whole = None
            yield from _read(journal, one, key, last, rows, passed)
        journal.keep(rows)
        rows.clear()


def _window(files: Iterator[InputFile]) -> Iterator[tuple[InputFile, str]]:
    """The next files with their keys; one without a key comes last."""
    for one in islice(files, WINDOW):
        key = one.key()
        yield one, key
        if not key:
            return


def _whole(driver: Driver, database: str | None, notes: Mapping[str, Row]) -> set[str]:
    """The keys of those notes of whose documents the graph holds each as it is noted."""
    asked = ((key, one, note["extractors"]) for key, note in notes.items() for one in documents_of(note))
    return notes.keys() - unlike(driver, database, asked)


def _read(
    journal: Journal,
    file: InputFile,
    key: str,
    last: deque[str],
    rows: list[Row],
    passed: Callable[[Heard], None],
) -> Iterator[Incoming]:
    """The documents of a file that have to be read; adds them to `last`, and a note of the file to `rows`."""
    survey, unread = unread_of(file, journal, set(last))
    if unread:
        passed(Heard.of(known.noted for known in unread.values()))
    note, flaws = Note(), file.flaws()
    for one in file.made(incoming, survey):
        last.append(one.id)
        if key or file.survey:
            readers = {*extractors_of(one.node), *one.evidence.silent}
            note.add(noted(one.node, one.lines, one.entities, one.claims), readers)
        yield one
    if key and file.flaws() == flaws and file.key() == key:  # it was not written to meanwhile
        for known in unread.values():
            note.add(known.noted, known.extractors)
        if note.size:
            row = note.row(key)
            rows.append({"note": row, "outdated": [one for one in outdated(unread.values()) if one != row["id"]]})
    elif are_many((part := note.of_lines()).size):
        rows.append({"note": part.row(), "outdated": []})
