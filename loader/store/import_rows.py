"""A document made ready for the files of an import: its rows as text, but for what resolution decides.

All that a document alone decides is written where it is read, in processes beside the one that resolves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dragoman.loader.evidence import Evidence
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed
from dragoman.loader.records import DocumentClaims, Packed
from dragoman.loader.resolve import Features
from dragoman.loader.store.prepared import Incoming, incoming
from dragoman.loader.store.rows import Row, claim_row, mention_row, passage_id

SEPARATOR = "\x1f"
"""What stands between the elements of a list, unless one of them holds it."""

Columns = Mapping[str, str]
"""The names of a file's columns with their types."""

MENTION: Columns = {
    **dict.fromkeys(("id", "own_id", "kind", "name", "extractor"), "string"),
    "start": "long",
    **dict.fromkeys(("aliases", "context"), "string[]"),
    **dict.fromkeys(("identifiers", "properties", "block", "block2"), "string"),
}

PASSAGE: Columns = {"id": "string", "start": "long", "end": "long", "text": "string"}

RESOLVED: Columns = dict.fromkeys(("key", "subject", "object"), "string")
"""What resolution decides of a claim."""

_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", date: "date"}


class SeparatorError(Exception):
    """An element of a list holds what separates them."""


@cache
def claim_columns() -> Columns:
    """Those of a claim that follow `RESOLVED`."""
    said = ("id", "predicate", "modality", "extractor", "document", "subject_mention", "object_mention")
    more = ("published", "block", "block2", *sorted(ontology().qualifiers))
    return {"confidence": "double", **dict.fromkeys((*said, *more), "string")}


@dataclass(frozen=True, slots=True)
class Lines(Packed):
    """The rows of what a document says, without their numbers: of mentions by id, of passages each with its claims'.

    Where a list of a mention holds the separator, the document has no rows of mentions: they wait for another.
    """

    mentions: Mapping[str, str]
    passages: Sequence[tuple[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Written(Packed):
    """A document as it comes, with its rows."""

    incoming: Incoming
    lines: Lines


def written(bundle: DocumentClaims) -> Written:
    """Makes what an input says of a document ready for files."""
    one = incoming(bundle, values=False)
    return Written(one, lines_of(one.evidence, one.prepared.features))


def lines_of(evidence: Evidence, features: Mapping[str, Features]) -> Lines:
    """The rows of what a document says; `features` are those of its mentions, by id."""
    try:
        mentions = {m.id: mention_line(features[m.id], SEPARATOR) for m in evidence.mentions}
    except SeparatorError:
        mentions = {}
    columns = claim_columns()
    passages: dict[tuple[int, int], tuple[str, dict[str, str]]] = {}
    for claim in evidence.claims:
        place = claim.passage.start, claim.passage.end
        if place not in passages:
            row = {"id": passage_id(claim), "start": place[0], "end": place[1], "text": claim.passage.text}
            passages[place] = _line(PASSAGE, row), {}
        row = claim_row(Keyed(claim, "", "", ""))
        for name in RESOLVED:
            del row[name]
        passages[place][1][claim.id] = _line(columns, row)
    return Lines(mentions, tuple(passages.values()))


def mention_line(features: Features, separator: str) -> str:
    """A mention's row. Raises `SeparatorError`."""
    return _line(MENTION, mention_row(features), separator)


def _line(columns: Columns, row: Row, separator: str = SEPARATOR) -> str:
    if not row.keys() <= columns.keys():
        raise ValueError(f"no column for {', '.join(sorted(row.keys() - columns.keys()))}")
    return ",".join([_cell(value, separator) for value in map(row.get, columns)])


def _cell(value: Any, separator: str) -> str:
    if type(value) is str:  # most are
        return quoted(value)
    return "" if value is None else cell(value, separator)[1]


def cell(value: Any, separator: str) -> tuple[str, str]:
    """A value's type and how it is written; text stands in quotes, so that an empty one differs from none.

    Raises `SeparatorError`.
    """
    kind = type(value)
    if kind is str:
        return "string", quoted(value)
    if kind is list:
        type_ = "string[]" if not value else f"{_TYPES[type(value[0])]}[]"
        joined = separator.join(value if type_ == "string[]" else map(str, value))
        if value and joined.count(separator) != len(value) - 1:
            raise SeparatorError
        return type_, quoted(joined)
    if kind is bool:
        return "boolean", "true" if value else "false"
    return _TYPES[kind], str(value)


def quoted(text: str) -> str:
    """Text in quotes."""
    return '"' + text.replace('"', '""') + '"'
