"""Typed parameters of a query: what was given becomes what the statement takes, or a clear error.

Values come as text from the command line and as Python values from scripts. What reaches the server is text, a whole
number, a number, true or false, a list of text, or null, so that the same values can be pasted into the Neo4j Browser.
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.errors import UsageError

Value = str | int | float | bool | list[str] | None

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query. `required` ones have no default; `type` is one of `TYPES`.

    An entity may be of any kind, or of `kinds` alone.
    """

    name: str
    type: str
    description: str
    required: bool = True
    default: Value = None
    kinds: frozenset[str] = frozenset()

    def coerce(self, value: object) -> Value:
        """The value as the statement takes it; raises `UsageError` when it is of another type.

        >>> Parameter("since", "date", "").coerce("2020-05")
        '2020-05'
        >>> Parameter("since", "date", "").coerce("May 2020")
        Traceback (most recent call last):
        dragoman.errors.UsageError: parameter "since" takes a date (YYYY, YYYY-MM or YYYY-MM-DD), not "May 2020"
        """
        if value is None and not self.required:
            return None
        try:
            return TYPES[self.type].read(value)
        except ValueError:
            shown = f'"{value}"' if isinstance(value, str) else repr(value)
            raise UsageError(f'parameter "{self.name}" takes {TYPES[self.type].reads}, not {shown}') from None


def bind(query: str, parameters: Sequence[Parameter], given: Mapping[str, object]) -> dict[str, Value]:
    """One value for each parameter of a query, from what was given and the defaults, in the query's order.

    Raises `UsageError` for an unknown name (with the nearest known one), a missing value or a wrong type.

    >>> bind("planned", [Parameter("since", "date", "", required=False)], {"sinse": 2020})
    Traceback (most recent call last):
    dragoman.errors.UsageError: query "planned" has no parameter "sinse"; did you mean "since"?
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise UsageError(f'query "{query}" has no parameter "{name}"; {did_you_mean(name, known)}')
    missing = [p for p in parameters if p.required and given.get(p.name) is None]
    if missing:
        wanted = ", ".join(f'"{p.name}" ({p.type}: {p.description})' for p in missing)
        raise UsageError(f'query "{query}" needs a value for {wanted}')
    return {p.name: p.coerce(given[p.name]) if p.name in given else p.default for p in parameters}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, else all of them.

    >>> did_you_mean("plannd", ["evidence", "planned"])
    'did you mean "planned"?'
    """
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"use one of {', '.join(known)}" if known else "it takes none"


@dataclass(frozen=True, slots=True)
class Type:
    """How values of a type are read; `reads` says in a message what is expected."""

    reads: str
    read: Callable[[object], Value]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _date(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError
    datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    return match[0]


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def _float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _TRUE | _FALSE:
        return value.strip().lower() in _TRUE
    raise ValueError


def _list(value: object) -> list[str]:
    if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(item, str) for item in value):
        raise ValueError
    return sorted(value) if isinstance(value, set | frozenset) else list(value)


TYPES: Mapping[str, Type] = {
    "entity": Type("an entity (id or name)", _text),
    "date": Type("a date (YYYY, YYYY-MM or YYYY-MM-DD)", _date),
    "string": Type("text", _string),
    "integer": Type("a whole number", _integer),
    "float": Type("a number", _float),
    "boolean": Type("true or false", _boolean),
    "list": Type("a list of text", _list),
}
