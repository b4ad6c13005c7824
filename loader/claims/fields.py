"""One record's fields, read with their types and bounds; and how a message shows a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from dragoman.loader.bounds import MAX_ID
from dragoman.loader.dates import is_edtf

MAX_ENTRIES = 1_000


class Fields:
    """One line's fields, read with their types; what is wrong with them is collected."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.problems: list[str] = []

    def problem(self, name: str, what: str) -> None:
        self.problems.append(f"{name}: {what}")

    def text(self, name: str, limit: int, *, required: bool = False) -> str:
        value = self.data.get(name, "")
        if isinstance(value, str) and 0 < len(value) <= limit and value.isprintable() and not value.isspace():
            return value  # nearly all: what is printable holds neither NUL nor surrogates
        if not isinstance(value, str):
            self.problem(name, f"is {type_name(value)}; write a string")
        elif required and (not value or value.isspace()):
            self.problem(name, f"is {'empty' if name in self.data else 'missing'}; every such record needs one")
        elif what := bad_text(value, limit):
            self.problem(name, what)
        else:
            return value
        return ""

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.data.get(name)
        if not value and (isinstance(value, dict) or name not in self.data):
            return {}
        if not isinstance(value, dict):
            self.problem(name, f"is {type_name(value)}; write an object")
            return {}
        if len(value) > MAX_ENTRIES:
            self.problem(name, f"has {len(value)} entries; give at most {MAX_ENTRIES}")
            return {}
        for key in value:
            if what := bad_text(key, MAX_ID) or ("" if key.strip() else "is empty; give it a name"):
                self.problem(f"{name}.{short(key)}", what)
        return value

    def texts(self, name: str, values: Iterable[tuple[str, Any]], limit: int) -> None:
        """Checks the strings that a field holds, each named by its place."""
        for place, value in values:
            where = f"{name}{place}"
            if not isinstance(value, str):
                self.problem(where, f"is {type_name(value)}; write a string")
            elif not value.strip():
                self.problem(where, "is empty; write it or leave it out")
            elif what := bad_text(value, limit):
                self.problem(where, what)

    def date(self, name: str, value: object) -> None:
        if not isinstance(value, str):
            self.problem(name, f"is {type_name(value)}; write a date as a string")
        elif not is_edtf(value):
            self.problem(name, f"{show(value)} is no EDTF date; write 2022-12-21, 2022-12, 2022 or 2022-02/..")


def bad_text(value: str, limit: int) -> str:
    """What is wrong with a string, or nothing."""
    if len(value) > limit:
        return f"has {len(value)} characters; give at most {limit}"
    if "\0" in value:
        return "holds a NUL character; take it out"
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "holds half a surrogate pair; take it out"
    return ""


def one_of(words: Iterable[str]) -> str:
    known = list(words) if not isinstance(words, frozenset) else sorted(words)
    return f"one of {', '.join(known)}" if len(known) > 1 else known[0]


_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "a number"),
    (float, "a number"),
    (str, "a string"),
    (list, "a list"),
    (dict, "an object"),
)


def type_name(value: object) -> str:
    return next((name for type_, name in _TYPES if isinstance(value, type_)), "null")


def show(value: object) -> str:
    """A value as a message shows it: JSON, on one line, cut short."""
    try:
        text = orjson.dumps(value).decode()
    except TypeError:  # nested too deeply, or half a surrogate pair
        text = ascii(value) if isinstance(value, str) else type_name(value)
    return text if len(text) <= 80 else text[:80] + "…"


def short(name: str) -> str:
    return name if len(name) <= 40 and name.isprintable() else show(name)[:40]
