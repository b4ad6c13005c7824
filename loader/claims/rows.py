"""One line of a claims file, parsed and checked by itself."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from dragoman.errors import DataError
from dragoman.loader.claims.spool import Line, beginning
from dragoman.loader.claims.validate import FIELDS, from_record
from dragoman.loader.records import Claim, Document, Entity

RAW_KEPT = 100_000
"""Bytes of a line that is not JSON which a reject keeps."""

_BEFORE, _MEND = "was rejected before, for: ", "; then write the mended record in the place of this one"


class Row(NamedTuple):
    """A line that is read: its JSON value and the record that it gives, or the reason why it gives none.

    `kind` is `document`, `entity`, `claim`, or `unknown`.
    """

    line: Line
    data: Any
    kind: str
    record: Document | Entity | Claim | None
    reason: str = ""

    @property
    def owner(self) -> str:
        """The id of the document that the line belongs to, be the rest wrong or right; empty if it names none.

        The line's beginning decides, so that it does not matter whether the lines of a document stand together.
        """
        return beginning(self.line) or self.named

    @property
    def named(self) -> str:
        """The id of the document that the record itself names; empty if there is none."""
        if self.kind == "unknown":
            return ""
        return self.get("id" if self.kind == "document" else "document")

    def get(self, name: str) -> str:
        """A string field, or nothing."""
        value = self.data.get(name) if isinstance(self.data, dict) else None
        return value if isinstance(value, str) else ""


def read_row(line: Line) -> Row:
    """Parses and checks a line; never fails."""
    row = parse_row(line)
    if row.reason:
        return row
    try:
        return Row(line, row.data, row.kind, from_record(row.data))
    except DataError as error:
        return Row(line, row.data, row.kind, None, str(error))


def parse_row(line: Line) -> Row:
    """Parses a line without looking whether its record is right; never fails."""
    try:
        data = orjson.loads(line.raw)
    except orjson.JSONDecodeError as error:
        kept = line.raw[:RAW_KEPT].decode(errors="replace")
        return Row(line, kept, "unknown", None, line.flaw or _not_json(line, error))
    if not isinstance(data, dict):
        return Row(line, data, "unknown", None, "is JSON, but no object; write one record, {…}, a line")
    if isinstance(before := data.get("rejected"), str) and "record" not in data:  # so do rejects keep what is no record
        reason = before.rpartition(_BEFORE)[2].removesuffix(_MEND)
        return Row(line, data, "unknown", None, f"{_BEFORE}{reason}{_MEND}")
    kind = data.get("record")
    return Row(line, data, kind if isinstance(kind, str) and kind in FIELDS else "unknown", None)


def _not_json(line: Line, error: orjson.JSONDecodeError) -> str:
    try:
        line.raw.decode()
    except UnicodeDecodeError as wrong:
        return f"byte {wrong.start + 1} is not UTF-8; save the file as UTF-8"
    return f"is not JSON ({error}); write one record, {{…}}, a line"
