"""`Rows`: the answer to a question, as plain values.

Whatever the server or an analysis gives is made plain once, on entry: dates become ISO text, nodes and relationships
maps of their properties. Every format, pandas and a notebook then show the same.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.errors import UsageError, how_to_install

if TYPE_CHECKING:
    import pandas

_UNFOLD = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an answer; iteration gives one mapping a row, in the order of `columns`.

    `complete` is false when there are more rows than the limit let through.

    >>> rows = Rows.of(["name", "documents"], [("Azerbaijan", 3), ("Türkiye", 2)])
    >>> len(rows), [row["name"] for row in rows]
    (2, ['Azerbaijan', 'Türkiye'])
    """

    columns: tuple[str, ...]
    records: tuple[tuple[Any, ...], ...]
    complete: bool = True

    @classmethod
    def of(cls, columns: Iterable[str], records: Iterable[Sequence[Any]], *, complete: bool = True) -> Rows:
        """Rows of any values, made plain."""
        return cls(tuple(columns), tuple(tuple(plain(value) for value in record) for record in records), complete)

    @classmethod
    def of_dataclasses(cls, kind: type, items: Iterable[Any]) -> Rows:
        """Rows of the instances of a dataclass, a column for each of its fields."""
        names = [field.name for field in dataclasses.fields(kind)]
        return cls.of(names, ([getattr(item, name) for name in names] for item in items))

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[place] for place in range(len(self)))

    def __getitem__(self, place: int) -> dict[str, Any]:
        return dict(zip(self.columns, self.records[place], strict=True))

    def select(self, *columns: str) -> Rows:
        """The same rows with these columns only, in this order."""
        places = [self.columns.index(column) for column in columns]
        return Rows(columns, tuple(tuple(record[i] for i in places) for record in self.records), self.complete)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dictionary a row."""
        return list(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas table. Raises `UsageError` when pandas is not installed."""
        try:
            import pandas
        except ImportError:
            raise UsageError(f"to_pandas needs pandas; install it with: {how_to_install('pandas')}") from None
        return pandas.DataFrame([list(record) for record in self.records], columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(column)}</th>" for column in self.columns)
        body = "".join(f"<tr>{''.join(f'<td>{_cell(v)}</td>' for v in record)}</tr>" for record in self.records)
        more = "" if self.complete else f"<p>Only the first {len(self)} rows.</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def plain(value: Any) -> Any:
    """A value as JSON can hold it: temporal ones as ISO text, nodes and relationships as maps, a path as a list."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    for name in ("iso_format", "isoformat"):
        if hasattr(value, name):
            return getattr(value, name)()
    if hasattr(value, "labels") and hasattr(value, "items"):
        return {"labels": sorted(value.labels), **{key: plain(v) for key, v in value.items()}}
    if hasattr(value, "start_node") and hasattr(value, "items"):
        return {"type": value.type, **{key: plain(v) for key, v in value.items()}}
    if hasattr(value, "relationships") and hasattr(value, "nodes"):
        steps = [plain(value.nodes[0])]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [plain(relationship), plain(node)]
        return steps
    if isinstance(value, Mapping):
        return {str(key): plain(v) for key, v in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray) and not hasattr(value, "srid"):
        return [plain(item) for item in value]
    return str(value)


def text_of(value: Any) -> str:
    """A plain value as text for a reader: lists joined with `; `, nothing for null.

    >>> text_of(["Azernews", None, "Trend"]), text_of(True), text_of({"a": 1})
    ('Azernews; Trend', 'true', 'a: 1')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return "; ".join(text_of(item) for item in value if item is not None)
        case Mapping():
            return ", ".join(f"{key}: {text_of(item)}" for key, item in value.items())
        case _:
            return str(value)


def printable(value: Any) -> str:
    """Text without anything that moves a terminal's cursor, changes its state or turns the direction of writing."""
    return _CONTROL.sub(" ", text_of(value))


def _cell(value: Any) -> str:
    text = text_of(value)
    if isinstance(value, str) and text.startswith(("https://", "http://")) and not any(c.isspace() for c in text):
        return f'<a href="{html.escape(text)}" rel="noopener noreferrer">{html.escape(text)}</a>'
    if len(text) <= _UNFOLD:
        return html.escape(text)
    cut = text[:_UNFOLD].rpartition(" ")[0] or text[:_UNFOLD]
    return f"<details><summary>{html.escape(cut)} …</summary>{html.escape(text)}</details>"
