"""JSON Lines of documents: the document records of a claims file, each with an id of its own or one that is derived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import orjson

from dragoman.errors import DataError
from dragoman.loader.claims.spool import Line, read_lines
from dragoman.loader.claims.validate import from_record, unknown_fields
from dragoman.loader.identity import document_id
from dragoman.loader.records import Document
from dragoman.loader.sources.found import Found
from dragoman.loader.sources.problems import Problem, Report

SUFFIXES = (".jsonl", ".jsonl.gz")


def documents(stream: IO[bytes], name: str, published: str, encoding: str, report: Report) -> Iterator[Found]:
    """The documents of a file, line by line; bad ones are reported and left out. JSON is UTF-8, whatever `encoding`."""
    ignored: set[str] = set()
    for line in read_lines(stream, name):
        try:
            data = _row(line)
            record = from_record(_completed(data, published))
        except DataError as error:
            report(Problem(name, str(error), line.number))
            continue
        for field in sorted(set(unknown_fields({"record": "document"} | data)) - ignored):
            ignored.add(field)
            report(Problem(name, f"field {field!r} is unknown and ignored", line.number, refused=False))
        assert isinstance(record, Document)
        yield Found(record, name, line.number)


def _row(line: Line) -> dict[str, Any]:
    try:
        data = orjson.loads(line.raw)
    except orjson.JSONDecodeError as error:
        raise DataError(line.flaw or f"is not JSON ({error}); write one document, {{…}}, a line") from error
    if not isinstance(data, dict):
        raise DataError("is JSON, but no object; write one document, {…}, a line")
    if data.get("record", "document") != "document":
        raise DataError("is no document; load a file of claims as a claims file")
    return data


def _completed(data: dict[str, Any], published: str) -> dict[str, Any]:
    """The record with an id and a date, where it gives none itself."""
    row = {"record": "document", **data}
    url, text = row.get("url", ""), row.get("text", "")
    if "id" not in row and isinstance(url, str) and isinstance(text, str):
        row["id"] = document_id(url, text)
    if published and row.get("published", "") == "":
        row["published"] = published
    return row
