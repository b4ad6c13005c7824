"""The parameters in a statement's text: which it uses, and the text with their values written in.

A function of the text alone, without a server. Comments, strings and quoted names are skipped, so that
`'costs $5' // $x` uses no parameter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dragoman.errors import UsageError

_TOKEN = re.compile(
    r"""
      (?P<skipped> //[^\n\r]* | /\*.*?\*/ | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | (?<!\$)`(?:``|[^`])*` )
    | \$ (?P<parameter> \w+ | `(?:``|[^`])*` )
    | (?P<semicolon> ; )
    """,
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def used_parameters(text: str) -> dict[str, int]:
    """The parameters that a statement uses, each with the line of its first use (from 1), in the text's order.

    >>> used_parameters("MATCH (n {name: $name}) // not $this\\nWHERE n.text <> '$that' RETURN n LIMIT $limit")
    {'name': 1, 'limit': 2}
    """
    found: dict[str, int] = {}
    for match in _TOKEN.finditer(text):
        if match["parameter"]:
            found.setdefault(_bare(match["parameter"]), text.count("\n", 0, match.start()) + 1)
    return found


def statement_ends(text: str) -> list[int]:
    """The lines (from 1) on which a semicolon ends a statement.

    >>> statement_ends("RETURN ';' AS a;\\nRETURN 2")
    [1]
    """
    return [text.count("\n", 0, m.start()) + 1 for m in _TOKEN.finditer(text) if m["semicolon"]]


def without_text(text: str) -> str:
    """The statement's code: a comment becomes a space, a string `''`; quoted names stay.

    >>> without_text("RETURN 'LOAD CSV' AS `a b` /* CREATE */, 1")
    "RETURN '' AS `a b`  , 1"
    """

    def blank(match: re.Match[str]) -> str:
        skipped = match["skipped"] or "`"
        return match[0] if skipped[0] == "`" else " " if skipped[0] == "/" else "''"

    return _TOKEN.sub(blank, text)


def inlined(text: str, values: Mapping[str, object]) -> str:
    """The statement with each parameter that `values` holds written as a Cypher literal; others stay as they are.

    >>> inlined("MATCH (n {name: $name}) RETURN n.a = '$name'", {"name": "O'Neill"})
    "MATCH (n {name: 'O\\\\'Neill'}) RETURN n.a = '$name'"
    """

    def fill(match: re.Match[str]) -> str:
        name = _bare(match["parameter"]) if match["parameter"] else ""
        return literal(values[name]) if name in values else match[0]

    return _TOKEN.sub(fill, text)


def literal(value: object) -> str:
    """A value as a Cypher literal: strings, numbers, booleans, null, lists and maps of them.

    A string can't end its literal early: quotes and backslashes are escaped, so is every control character and the
    line separators. Raises `UsageError` for any other type.

    >>> print(literal({"a": ["it's", 1, True, None]}))
    {a: ['it\\'s', 1, true, null]}
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return repr(value) if value == value and abs(value) != float("inf") else _number(value)
        case str():
            return f"'{''.join(_escaped(c) for c in value)}'"
        case list() | tuple():
            return f"[{', '.join(literal(item) for item in value)}]"
        case Mapping():
            return f"{{{', '.join(f'{_quoted(str(key))}: {literal(item)}' for key, item in value.items())}}}"
        case _:
            raise UsageError(f"a value of type {type(value).__name__} can't be written as Cypher; use text, numbers")


def _bare(name: str) -> str:
    return name[1:-1].replace("``", "`") if name.startswith("`") else name


def _quoted(name: str) -> str:
    return name if _NAME.fullmatch(name) else "`" + name.replace("`", "``") + "`"


def _number(value: float) -> str:
    return "(0.0 / 0.0)" if value != value else "(1.0 / 0.0)" if value > 0 else "(-1.0 / 0.0)"


def _escaped(character: str) -> str:
    if character in "'\\":
        return "\\" + character
    if character < " " or character in "\x7f\x85\u2028\u2029":
        return f"\\u{ord(character):04X}"
    return character
