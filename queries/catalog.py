"""The catalogue of canned queries, a function of the files `cypher/explore/<theme>/<name>.cypher`.

A file is a comment head and one read-only statement, which runs unchanged here, in a script and in the Neo4j Browser:

    // Agreements between two countries
    // id: agreements-between
    // description: What both are party to, with who signed and what it covers.
    //   A line that is indented goes on with the one above.
    // param a: entity(Country|Organization), one country or body
    // param since: date = null, only agreements of that day or later
    // column agreement: its name
    // column key: what `evidence` takes
    // example: {"a": "Azerbaijan", "b": "Türkiye"}

    MATCH (a:Entity) WHERE a.id = $a OR a.name = $a
    …

The first line is the title. `id` is the name under which the query is called and is the file's name; `param` and
`column` come once for each, in order; a parameter with a default (JSON) may be left out; an entity may be
narrowed to kinds or groups of the ontology; `example` is a JSON object of parameters that gives rows on the sample
documents. A file that lacks one of these, has an unknown key, or declares
other parameters than it uses is refused with `DataError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import dropwhile
from typing import Any

from dragoman.errors import DataError, UsageError
from dragoman.loader.ontology import ontology
from dragoman.queries.inline import statement_ends, used_parameters
from dragoman.queries.parameters import TYPES, Parameter, bind, did_you_mean

FOLDER = "cypher/explore"
RESERVED = frozenset({"database", "format", "help", "limit", "password", "timeout", "uri", "user"})

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIELD = re.compile(r"(?P<key>[a-z]+)(?: (?P<name>\S+))?:(?: (?P<value>.*))?")
_PARAM = re.compile(r"(?P<type>[^\s,=(]+)(?:\((?P<kinds>[^)]*)\))?\s*(?P<rest>.*)", re.DOTALL)
_PARAMETER_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SINGLE = ("id", "description", "example")
_NAMED = ("param", "column")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a query's answer."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query; `text` is its whole file, which is what runs."""

    name: str
    theme: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Mapping[str, Any]
    text: str

    @property
    def short(self) -> str:
        """Title and statement alone, without the rest of the head."""
        lines = self.text.splitlines(keepends=True)
        return lines[0] + "".join(dropwhile(lambda line: line.startswith("//"), lines)).lstrip("\n")

    def describe(self) -> dict[str, Any]:
        """What there is to know before running it, as plain values for JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "theme": self.theme,
            "description": self.description,
            "parameters": [
                {"name": p.name, "type": p.type, "description": p.description, "required": p.required}
                | ({} if p.required else {"default": p.default})
                | ({"kinds": sorted(p.kinds)} if p.kinds else {})
                for p in self.parameters
            ],
            "columns": [{"name": c.name, "description": c.description} for c in self.columns],
            "example": dict(self.example),
        }


@cache
def catalog() -> Mapping[str, Query]:
    """The queries that come with Dragoman, by name, in the order of their themes and names."""
    return read_catalog(files("dragoman.cypher") / "explore")


def get_query(name: str) -> Query:
    """A query by name; raises `UsageError` with the nearest name when there is none."""
    queries = catalog()
    if name not in queries:
        raise UsageError(f'there is no query "{name}"; {did_you_mean(name, queries)}')
    return queries[name]


def read_catalog(folder: Traversable) -> dict[str, Query]:
    """The queries of a folder of themes. Raises `DataError` for the first file that is not as it must be."""
    queries: dict[str, Query] = {}
    for theme in sorted((f for f in folder.iterdir() if f.is_dir()), key=lambda f: f.name):
        for file in sorted((f for f in theme.iterdir() if f.name.endswith(".cypher")), key=lambda f: f.name):
            where = f"{FOLDER}/{theme.name}/{file.name}"
            query = read_query(file.read_text("utf-8"), theme.name, file.name.removesuffix(".cypher"), where)
            if query.name in queries:
                other = f"{FOLDER}/{queries[query.name].theme}/{file.name}"
                raise DataError(f"{where}:1: {other} has the same name; names are unique over all themes")
            queries[query.name] = query
    return queries


def read_query(text: str, theme: str, name: str, where: str) -> Query:
    """The query in a file's text. `where` is the file's path for messages."""
    head = _Head(where, text)
    body = "\n" * head.end + "\n".join(text.splitlines()[head.end :])
    parameters = tuple(_parameter(head, name, line, value) for name, (line, value) in head.named["param"].items())
    columns = tuple(Column(name, value) for name, (_, value) in head.named["column"].items())
    line, given = head.single["id"]
    if given != name or not _NAME.fullmatch(name):
        raise head.error(line, f'id "{given}" is not the file name "{name}"; make both the same, in kebab-case')
    if not columns:
        raise head.error(head.end, 'has no column; write "// column NAME: description" for each')
    ends = statement_ends(body)
    if ends:
        raise head.error(ends[0], "has a semicolon; write one statement without any")
    if not body.strip():
        raise head.error(head.end, "has no statement below its head")
    used, declared = used_parameters(body), {p.name for p in parameters}
    for parameter, line in used.items():
        if parameter not in declared:
            raise head.error(line, f'uses ${parameter}, which no "// param {parameter}: …" line declares')
    for parameter in declared - set(used):
        raise head.error(head.named["param"][parameter][0], f'parameter "{parameter}" is not used in the statement')
    return Query(
        name,
        theme,
        head.title,
        head.single["description"][1],
        parameters,
        columns,
        _example(head, name, parameters),
        text,
    )


class _Head:
    """The comment head of one file, as fields with their lines."""

    def __init__(self, where: str, text: str) -> None:
        self.where = where
        self.title = ""
        self.single: dict[str, tuple[int, str]] = {}
        self.named: dict[str, dict[str, tuple[int, str]]] = {key: {} for key in _NAMED}
        self.end = 0
        fields: list[tuple[int, str]] = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.startswith("//"):
                break
            self.end = number
            content = line[2:]
            if content.startswith("  ") and content.strip() and fields:
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {content.strip()}")
            elif content.strip():
                fields.append((number, content.strip()))
        if not fields or fields[0][0] != 1 or fields[0][1].partition(":")[0].partition(" ")[0] in (*_SINGLE, *_NAMED):
            raise self.error(1, 'has no title; the first line is "// Title"')
        self.title = fields[0][1]
        for number, line in fields[1:]:
            self._add(number, line)
        for key in _SINGLE:
            if not self.single.get(key, (0, ""))[1]:
                raise self.error(self.end, f'has no {key}; write "// {key}: …" in its head')

    def _add(self, number: int, line: str) -> None:
        match = _FIELD.fullmatch(line)
        key, name, value = (match["key"], match["name"], match["value"] or "") if match else (line.split()[0], None, "")
        if match is None or key not in (*_SINGLE, *_NAMED) or (key in _NAMED) != (name is not None):
            known = ", ".join([*(f'"{k}:"' for k in _SINGLE), *(f'"{k} NAME:"' for k in _NAMED)])
            raise self.error(number, f'"{key}" is no field; use one of {known}, or indent a line that goes on')
        fields = self.named[key] if name else self.single
        if (name or key) in fields:
            raise self.error(number, f'"{key}{f" {name}" if name else ""}" comes twice')
        if key in _NAMED and not value:
            raise self.error(number, f'{key} "{name}" has no description')
        fields[name or key] = (number, value)

    def error(self, line: int, message: str) -> DataError:
        return DataError(f"{self.where}:{max(line, 1)}: {message}")


def _parameter(head: _Head, name: str, line: int, value: str) -> Parameter:
    if not _PARAMETER_NAME.fullmatch(name) or name.replace("_", "-") in RESERVED:
        raise head.error(line, f'"{name}" can\'t name a parameter; use lower case, and none of {", ".join(RESERVED)}')
    match = _PARAM.fullmatch(value)
    kind, rest = (match["type"], match["rest"]) if match else ("", "")
    if kind not in TYPES:
        raise head.error(line, f'parameter "{name}" has type "{kind}"; use one of {", ".join(TYPES)}')
    kinds = _kinds(head, name, line, match["kinds"]) if match and match["kinds"] is not None else frozenset[str]()
    if kinds and kind != "entity":
        raise head.error(line, f'parameter "{name}" is of type "{kind}", which has no kinds; only an entity has')
    required, default = True, None
    if rest.startswith("="):
        required = False
        try:
            default, end = json.JSONDecoder().raw_decode(rest[1:].lstrip())
        except json.JSONDecodeError:
            raise head.error(line, f'parameter "{name}" has a default that is no JSON: {rest[1:].strip()}') from None
        rest = rest[1:].lstrip()[end:]
    description = rest.removeprefix(",").strip()
    if not rest.startswith(",") or not description:
        raise head.error(line, f'parameter "{name}" has no description; write "TYPE, description"')
    parameter = Parameter(name, kind, description, required, default, kinds)
    if not required:
        try:
            parameter.coerce(default)
        except UsageError as error:
            raise head.error(line, f"{error}; change its default") from None
    return parameter


def _kinds(head: _Head, name: str, line: int, text: str) -> frozenset[str]:
    """Kinds of entities, groups of kinds spelt out."""
    known = ontology()
    found: set[str] = set()
    for word in text.split("|"):
        members = {word} if word in known.kinds else known.group(word)
        if not members:
            raise head.error(line, f'parameter "{name}" names "{word}", which is no kind or group of the ontology')
        found |= members
    return frozenset(found)


def _example(head: _Head, name: str, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    line, text = head.single["example"]
    try:
        example = json.loads(text)
        if not isinstance(example, dict):
            raise ValueError
        bind(name, parameters, example)
    except ValueError:
        raise head.error(line, "example is no JSON object of parameters") from None
    except UsageError as error:
        raise head.error(line, f"example: {error}") from None
    return example
