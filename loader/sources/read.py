"""Inputs become documents: files and folders in the order given, and standard input."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import IO

from dragoman.errors import DataError, UsageError
from dragoman.loader.claims import from_record, is_claims_file, to_record
from dragoman.loader.claims.spool import MAX_LINE, FileError, open_lines
from dragoman.loader.dates import is_edtf
from dragoman.loader.records import Document
from dragoman.loader.sources import html, jsonl, text
from dragoman.loader.sources.encoding import known_encoding
from dragoman.loader.sources.folders import files_in, readable
from dragoman.loader.sources.found import Found, Once
from dragoman.loader.sources.problems import Problem, Report

FORMATS: tuple[ModuleType, ...] = (text, html, jsonl)
"""One module a format: `SUFFIXES` and `documents(stream, name, published, encoding, report)`, which gives `Found`."""

_BLANK_LINES = 1_000

SUFFIXES: tuple[str, ...] = tuple(suffix for module in FORMATS for suffix in module.SUFFIXES)


def read_documents(
    inputs: Sequence[str | Path], *, published: str = "", encoding: str = "", problems: Report | None = None
) -> Iterator[Document]:
    """Reads files (`.txt`, `.html`, `.jsonl`), folders of such files, and `-`, standard input.

    `published` is the date of documents that give none, `encoding` that of texts and pages that are not UTF-8. What
    can't be read is told to `problems`, and the rest goes on; with nobody to tell, the first refusal raises
    `DataError`. A document that comes twice is given once.
    """
    _check(published, encoding)
    report = _raise if problems is None else problems
    once = Once()
    for source in find_sources(inputs, problems=report):
        for found in read_source(source, published=published, encoding=encoding, problems=report, once=once):
            yield found.document


def read_source(
    source: str | Path,
    name: str = "",
    *,
    published: str = "",
    encoding: str = "",
    problems: Report | None = None,
    once: Once | None = None,
) -> Iterator[Found]:
    """The documents of one file, or of `-`, as `read_documents` gives them, each with its place.

    Messages call the file by `name`; `once` knows what was read before, in other files too.
    """
    _check(published, encoding)
    report = _raise if problems is None else problems
    once = Once() if once is None else once
    for found in _read(source, name or str(source), published, encoding, report):
        if once.is_first(found.document.id, found, report):
            yield found


def find_sources(inputs: Sequence[str | Path], *, problems: Report | None = None) -> Iterator[str | Path]:
    """The files that inputs stand for, claims files among them: folders are searched, the rest is given as it is."""
    report = _raise if problems is None else problems
    for given in inputs:
        if str(given) != "-" and Path(given).is_dir():
            yield from files_in(Path(given), SUFFIXES, report)
        else:
            yield given if str(given) == "-" else Path(given)


def _check(published: str, encoding: str) -> None:
    if published and not is_edtf(published):
        raise UsageError(f'published: "{published}" is no EDTF date; write 2022-12-21, 2022-12 or 2022')
    known_encoding(encoding)


def _read(source: str | Path, name: str, published: str, encoding: str, report: Report) -> Iterator[Found]:
    """The documents of one file that can be loaded."""
    try:
        with open_lines(source) as stream:
            for found in _parsed(source, stream, name, published, encoding, report):
                try:
                    from_record(to_record(found.document))
                except DataError as error:
                    report(found.problem(str(error)))
                else:
                    yield found
    except _UnheardError:
        raise
    except FileError as error:
        report(Problem(name, error.reason, error.line))
    except DataError as error:
        report(Problem(name, str(error)))


def _parsed(
    source: str | Path, stream: IO[bytes], name: str, published: str, encoding: str, report: Report
) -> Iterator[Found]:
    if str(source) == "-" or not Path(source).is_file():  # a pipe has no name to tell its format by
        sniffed = _Sniffed(stream)
        module: ModuleType = jsonl if sniffed.first == b"{" else html if sniffed.first == b"<" else text
        yield from module.documents(sniffed, name, published, encoding, report)
        return
    path = Path(source)
    for module in FORMATS:
        if path.name.lower().endswith(module.SUFFIXES):
            if module is jsonl and is_claims_file(path):
                raise DataError("is a claims file; load it as one, there is nothing to extract")
            if module is not jsonl and isinstance(stream, gzip.GzipFile):
                raise DataError("is compressed (gzip), and no text; unpack it, or call JSON Lines by name: .jsonl.gz")
            yield from module.documents(stream, name, published, encoding, report)
            return
    given = path.suffix or "a name without suffix"
    raise DataError(f"{given} is of no format that is read; what ends in {readable(SUFFIXES)} is")


class _Sniffed:
    """A stream whose first lines were looked at: `first` is its first byte that is no space."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        lines = [stream.readline(MAX_LINE)]
        while lines[-1].isspace() and len(lines) < _BLANK_LINES:
            lines.append(stream.readline(MAX_LINE))
        self._ahead = b"".join(lines)
        self.first = self._ahead.removeprefix(codecs.BOM_UTF8).strip()[:1]

    def read(self, limit: int) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead + self._stream.read(max(0, limit - len(ahead)))

    def readline(self, limit: int) -> bytes:
        if self._ahead:
            line, end, self._ahead = self._ahead.partition(b"\n")
            return line + end
        return self._stream.readline(limit)


class _UnheardError(DataError):
    """A refusal that nobody is told of."""


def _raise(problem: Problem) -> None:
    if problem.refused:
        raise _UnheardError(str(problem))
