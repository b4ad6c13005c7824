"""JSON Lines of documents: the document records of a claims file, each with an id of its own or one that is derived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from dragoman.errors import DataError
from dragoman.loader.claims.rows import Row, parse_row
from dragoman.loader.claims.spool import read_lines
from dragoman.loader.claims.validate import from_record, unknown_fields
from dragoman.loader.dates import day_of
from dragoman.loader.identity import document_id
from dragoman.loader.records import Document
from dragoman.loader.sources.found import Found
from dragoman.loader.sources.problems import Problem, Report

SUFFIXES = (".jsonl", ".jsonl.gz")


def documents(stream: IO[bytes], name: str, published: str, encoding: str, report: Report) -> Iterator[Found]:
    """The documents of a file, line by line; bad ones are reported and left out. JSON is UTF-8, whatever `encoding`."""
    ignored: set[str] = set()
    for line in read_lines(stream, name):
        row = parse_row(line)
        try:
            record = _document(row, published)
        except DataError as error:
            kept = {"record": "document", **_unread(row.data)} if isinstance(row.data, dict) else row.data
            kept = "null" if kept is None else kept
            report(Problem(name, str(error), line.number, record=kept))
            continue
        unknown = {*unknown_fields({"record": "document"} | row.data), *(row.data.keys() & {"extractor"})}
        for field in sorted(unknown - ignored):
            ignored.add(field)
            report(Problem(name, f"field {field!r} is unknown and ignored", line.number, refused=False))
        yield Found(record, name, line.number)


def _document(row: Row, published: str) -> Document:
    if row.reason:
        raise DataError(row.reason)
    if row.data.get("record", "document") != "document":
        raise DataError("is no document; load a file of claims as a claims file")
    record = from_record(_completed(row.data, published))
    assert isinstance(record, Document)
    return record


def _unread(data: dict[str, Any]) -> dict[str, Any]:
    """A source's document without the name of an extractor, which would say that it has been read."""
    return {name: value for name, value in data.items() if name != "extractor"}


def _completed(data: dict[str, Any], published: str) -> dict[str, Any]:
    """The record with an id and a date, where it gives none itself."""
    row = {"record": "document", **_unread(data)}
    url, text = row.get("url", ""), row.get("text", "")
    if "id" not in row and isinstance(url, str) and isinstance(text, str):
        row["id"] = document_id(url, text)
    given = row.get("published", "")
    if isinstance(given, str):
        row["published"] = day_of(given) or published
    return row
