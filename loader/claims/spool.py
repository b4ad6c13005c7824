"""The lines of a claims file, brought together by document, with memory for one document only.

A file whose lines name their document first and stand together, as the writer leaves them, streams. Any other is first
spooled to a temporary database on disk, which vanishes with the process.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from dragoman.errors import DataError
from dragoman.loader.bounds import MAX_TEXT

MAX_LINE = 6 * MAX_TEXT
"""Bytes of a line: JSON may write each byte of a text as six."""

PART = 2**18
"""Bytes after which a part of a file ends with its document."""

CUT = "is the last line and cut off in the middle; fetch or write the file again"
"""The flaw of a file's last line that ends before its time."""

_OWNER = re.compile(rb'\s*\{\s*"document"\s*:\s*"([^"\\]+)"')
_IS_DOCUMENT = re.compile(rb'"record"\s*:\s*"document"')
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileError(DataError):
    """A file, or all of it from some line on, can't be read; `line` is 0 for the whole file."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")
        self.line = line
        self.reason = reason


class Line(NamedTuple):
    """One line that is not blank, without its end; `flaw` says why it can't be parsed, where the file itself tells."""

    number: int
    raw: bytes
    flaw: str = ""


def read_lines(stream: IO[bytes], name: str, before: int = 0) -> Iterator[Line]:
    """The lines of a stream, before which there were others. A line that is too long is cut, and says so.

    Raises `FileError` where the compressed data is damaged, the file is not UTF-8 from its first bytes, or a line has
    no end within twice what it may have, as in a file that was packed to be endless.
    """
    number = before
    try:
        while raw := stream.readline(MAX_LINE + 1):
            number += 1
            flaw = ""
            if number == 1:
                if raw.startswith(_UTF16):
                    raise FileError(name, 1, "is UTF-16; save the file as UTF-8")
                raw = raw.removeprefix(_BOM)
            if not raw.endswith(b"\n"):
                if len(raw) > MAX_LINE:
                    flaw = f"is longer than {MAX_LINE} bytes; split the document"
                    if not _line_ends(stream):
                        raise FileError(
                            name, number, f"has a line of over {2 * MAX_LINE} bytes; write one record a line"
                        )
                elif not raw.isspace():
                    flaw = CUT
            if flaw or not raw.isspace():
                yield Line(number, raw, flaw)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileError(name, number + 1, f"the compressed data is damaged ({error}); fetch it again") from error
    except OSError as error:
        raise FileError(name, number + 1, f"can't be read: {error.strerror or error}; mend that first") from error


def _line_ends(stream: IO[bytes]) -> bool:
    """Skips what is left of a line, if that is not too much."""
    rest = stream.readline(MAX_LINE)
    return len(rest) < MAX_LINE or rest.endswith(b"\n")


@contextmanager
def open_lines(source: Path | str) -> Iterator[IO[bytes]]:
    """Opens a file, or `-` for standard input; gzip is told by its first bytes. Raises `FileError` if it can't."""
    if str(source) == "-":
        yield _unzipped(_standard_input())
        return
    path = Path(source)
    if path.is_dir():
        raise FileError(str(path), 0, "is a folder; name the files in it")
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FileError(str(path), 0, f"can't be opened: {error.strerror}; check the path") from error
    with stream:
        yield _unzipped(stream)


def _standard_input() -> IO[bytes]:
    """Standard input through a buffer of its own: an interpreter that ends while a thread reads `sys.stdin` aborts."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)  # it stays open for others
    except OSError:  # no file stands behind it
        return sys.stdin.buffer


def _unzipped(stream: IO[bytes]) -> IO[bytes]:
    peek = getattr(stream, "peek", None)
    if peek is not None and peek(2)[:2] == _GZIP:
        return gzip.open(stream)  # type: ignore[return-value]  # a GzipFile is all of IO[bytes] that is used here
    return stream


def beginning(line: Line) -> str:
    """The document that a line names first, whatever else stands in it; empty if it begins otherwise."""
    match = _OWNER.match(line.raw)
    return match[1].decode(errors="replace") if match else ""


class Part(NamedTuple):
    """Some documents of a file: from where to where their lines stand, in bytes, and how many lines are before."""

    start: int
    end: int
    lines: int

    def of(self, stream: IO[bytes], name: str) -> Iterator[Line]:
        """The lines themselves."""
        stream.seek(self.start)
        for line in read_lines(stream, name, self.lines):
            if stream.tell() > self.end:
                return
            yield line


def parts_of(stream: IO[bytes], name: str) -> list[Part]:
    """The parts of a file that is grouped: every line names its document first, and each document's stand together.

    Its own is the first of them. None of any other file, or of an empty one.
    """
    current, start, before, last = "", 0, 0, 0
    parts = []
    with closing(_database()) as seen:
        seen.execute("CREATE TABLE document (id TEXT PRIMARY KEY) WITHOUT ROWID")
        for line in read_lines(stream, name):
            owner = beginning(line)
            if not owner:
                return []
            if owner != current:
                if not _IS_DOCUMENT.search(line.raw):
                    return []
                current = owner
                try:
                    seen.execute("INSERT INTO document VALUES (?)", (current,))
                except sqlite3.IntegrityError:
                    return []
                here = stream.tell() - len(line.raw)
                if here - start >= PART and not line.flaw:  # of one that is too long the length is unknown
                    parts.append(Part(start, here, before))
                    start, before = here, line.number - 1
            last = stream.tell()
    return [*parts, Part(start, last, before)] if current else []


def groups(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The id and the lines of each document in turn, of a file that has `parts_of`."""
    current, group = "", list[Line]()
    for line in lines:
        owner = beginning(line) or current
        if owner != current and group:
            yield current, group
            group = []
        current = owner
        group.append(line)
    if group:
        yield current, group


class Spool:
    """A temporary database of lines by document, and of entities that name no document.

    What has no place, a line without a readable document, is for the caller to reject.
    """

    def __init__(self) -> None:
        self._db = _database()
        self._db.executescript(
            "CREATE TABLE line (number INTEGER PRIMARY KEY, document TEXT, raw BLOB, flaw TEXT);"
            "CREATE TABLE known (document TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;"
            "CREATE TABLE loose (number INTEGER PRIMARY KEY, id TEXT, raw BLOB, flaw TEXT, used INTEGER);"
            "BEGIN"
        )

    def add(self, line: Line, document: str, *, is_document: bool) -> None:
        """Keeps a line of a document."""
        self._db.execute("INSERT INTO line VALUES (?, ?, ?, ?)", (line.number, document, line.raw, line.flaw))
        if is_document:
            self._db.execute("INSERT OR IGNORE INTO known VALUES (?, ?)", (document, line.number))

    def add_loose(self, line: Line, entity: str) -> None:
        """Keeps the line of an entity that names no document."""
        self._db.execute("INSERT INTO loose VALUES (?, ?, ?, ?, 0)", (line.number, entity, line.raw, line.flaw))

    def complete(self) -> None:
        """Makes ready for reading."""
        self._db.executescript(
            "CREATE INDEX line_document ON line (document, number); CREATE INDEX loose_id ON loose (id, number);BEGIN"
        )

    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """The id and the lines of each document, in the order of their document records."""
        for (document,) in self._db.execute("SELECT document FROM known ORDER BY number"):
            yield document, list(self._lines(document))

    def orphans(self) -> Iterator[tuple[str, Iterator[Line]]]:
        """The ids that no document record gives, each with its lines, which may be very many."""
        for (document,) in self._db.execute(
            "SELECT DISTINCT document FROM line WHERE document NOT IN (SELECT document FROM known) ORDER BY document"
        ):
            yield document, self._lines(document)

    def _lines(self, document: str) -> Iterator[Line]:
        select = "SELECT number, raw, flaw FROM line WHERE document = ? ORDER BY number"
        for row in self._db.execute(select, (document,)):
            yield Line(*row)

    def loose(self, entity: str) -> list[Line]:
        """The lines that give an entity without a document under that id."""
        rows = self._db.execute("SELECT number, raw, flaw FROM loose WHERE id = ? ORDER BY number", (entity,))
        return [Line(*row) for row in rows]

    def use(self, line: Line) -> bool:
        """Notes that a claim uses a loose entity; tells whether it is the first to do so."""
        changed = self._db.execute("UPDATE loose SET used = 1 WHERE number = ? AND used = 0", (line.number,))
        return changed.rowcount > 0

    def unused(self) -> Iterator[Line]:
        """The loose entities that no claim uses."""
        for row in self._db.execute("SELECT number, raw, flaw FROM loose WHERE used = 0 ORDER BY number"):
            yield Line(*row)

    def close(self) -> None:
        self._db.close()


def _database() -> sqlite3.Connection:
    """A private database in a temporary file, which sqlite deletes by itself."""
    database = sqlite3.connect("", isolation_level=None)
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; BEGIN")
    return database
