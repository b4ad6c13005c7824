"""The word lists of the extractor, read from the tables in `data/`.

A function of the files alone: each table is a TSV with a fixed set of columns, and what is wrong in one is reported
with file and line, so that a list can be edited by someone who does not read Python.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.loader.ontology import ontology

FOLDER = Path(__file__).parent / "data"
HOLDERS = frozenset({"country", "ministry", "service", "body", "post"})
TITLE_CLASSES = frozenset({"head", "modifier", "rank", "honorific"})
COUNTRY_CLASSES = frozenset({"short", "name", "adjective", "capital", "seat", "not"})
INSTRUMENT_CLASSES = frozenset({"instrument", "programme", "mechanism", "named"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands (`titles.tsv:12`; `mine.toml: titles, row 3`), and its cells."""

    place: str
    cells: tuple[str, ...]

    def error(self, message: str) -> DataError:
        """A `DataError` that says which row is wrong."""
        return DataError(f"{self.place}: {message}")


@dataclass(frozen=True, slots=True)
class Organization:
    """A known organisation; `owner` is the ISO code of its state, or empty."""

    kind: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class Gear:
    """A family of equipment: the topic that it implies, its name (`=` keeps the matched text), its pattern."""

    topic: str
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables; keys are folded to lower case unless case tells something (organisations, ranks, countries)."""

    countries: tuple[tuple[str, str, str], ...]
    titles: Mapping[str, Mapping[str, str]]
    services: Mapping[str, str]
    portfolios: Mapping[str, str]
    organizations: Mapping[str, Organization]
    suffixes: Mapping[str, str]
    places: Mapping[str, str]
    instruments: Mapping[str, tuple[str, str]]
    equipment: tuple[Gear, ...]
    topics: Mapping[str, str]
    publishers: Mapping[str, str]
    ships: Mapping[str, str]
    cues: Mapping[str, frozenset[str]]

    def cue(self, name: str) -> frozenset[str]:
        """The words of a closed class. Raises `DataError` when no table has it."""
        if name not in self.cues:
            raise DataError(f'cues.tsv: no class "{name}"; add its words')
        return self.cues[name]


def rows(path: Path, columns: int) -> Iterator[Row]:
    """The lines of a table, comments and blank lines left out; each must have `columns` cells."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = Row(f"{path.name}:{number}", tuple(cell.strip() for cell in line.split("\t")))
        if len(row.cells) != columns:
            raise row.error(f"{len(row.cells)} columns instead of {columns}; separate them by one tab each")
        yield row


def tables() -> frozenset[str]:
    """The names of the tables that an analyst can add to."""
    return frozenset(path.stem for path in FOLDER.glob("*.tsv")) - {"confidence"}


def read_own(path: Path) -> dict[str, Any]:
    """An analyst's own lexicon: a TOML file of `[[frame]]` entries and of tables, each a list of rows of strings.

    Raises `DataError` when it can't be read or holds something else.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: can't be read as a lexicon: {error}") from None
    if unknown := data.keys() - tables() - {"frame"}:
        known = ", ".join(sorted(tables()))
        raise DataError(f'{path}: "{min(unknown)}" is no table of the lexicon; use [[frame]] or one of {known}')
    return data


def _own_rows(path: Path, data: Mapping[str, Any], name: str, columns: int) -> Iterator[Row]:
    for number, cells in enumerate(data.get(name, ()), 1):
        place = f"{path.name}: {name}, row {number}"
        if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells) or len(cells) != columns:
            raise DataError(f"{place}: write {columns} strings, like the columns that {name}.tsv names in its head")
        yield Row(place, tuple(cell.strip() for cell in cells))


def _choice(row: Row, column: int, allowed: frozenset[str] | tuple[str, ...], what: str) -> str:
    value = row.cells[column]
    if value not in allowed:
        raise row.error(f'{what} "{value}" is unknown; use one of {", ".join(sorted(allowed))}')
    return value


def _filled(row: Row, column: int, what: str) -> str:
    if not row.cells[column]:
        raise row.error(f"{what} is empty")
    return row.cells[column]


@cache
def load_lexicon(own: Path | None = None) -> Lexicon:
    """The lexicon of the package, and the rows that an analyst's own file adds to it.

    Raises `DataError` naming file and line, or row, when one has the wrong columns, an unknown class or a bad pattern.
    """
    added = read_own(own) if own else {}

    def table(name: str, columns: int) -> Iterator[Row]:
        yield from rows(FOLDER / f"{name}.tsv", columns)
        if own:
            yield from _own_rows(own, added, name, columns)

    kinds = frozenset(ontology().kinds)
    countries = tuple(
        (r.cells[0], _choice(r, 1, COUNTRY_CLASSES, "class"), _filled(r, 2, "form")) for r in table("countries", 3)
    )
    titles: dict[str, dict[str, str]] = {name: {} for name in TITLE_CLASSES}
    for r in table("titles", 3):
        kind = _choice(r, 0, TITLE_CLASSES, "class")
        form = _filled(r, 1, "form")
        if kind == "head":
            _choice(r, 2, HOLDERS, "holder")
        titles[kind][form if kind in ("rank", "honorific") else form.lower()] = r.cells[2]
    organizations: dict[str, Organization] = {}
    for r in table("organizations", 4):
        known = Organization(_choice(r, 0, kinds, "kind"), _filled(r, 1, "name"), r.cells[2])
        for form in (known.name, *filter(None, r.cells[3].split("|"))):
            organizations[form] = known
    equipment = []
    for r in table("equipment", 3):
        try:
            pattern = re.compile(rf"(?<![\w-])(?:{_filled(r, 2, 'pattern')})s?(?![\w])")
        except re.error as error:
            raise r.error(f'pattern "{r.cells[2]}" is no regular expression: {error}') from None
        equipment.append(Gear(_choice(r, 0, ontology().topics, "topic"), _filled(r, 1, "name"), pattern))
    ships = {_filled(r, 1, "prefix"): r.cells[0] for r in table("ships", 2)}
    prefixes = "|".join(sorted(ships, key=len, reverse=True))
    equipment.append(Gear("navy", "=", re.compile(rf"(?<![\w-])(?:{prefixes})(?: [A-Z][\w'’-]+){{1,3}}")))
    cues: dict[str, set[str]] = {}
    for r in rows(FOLDER / "cues.tsv", 2):
        cues.setdefault(_filled(r, 0, "class"), set()).add(_filled(r, 1, "word"))
    classes = frozenset(cues)
    for r in _own_rows(own, added, "cues", 2) if own else ():
        cues[_choice(r, 0, classes, "class")].add(_filled(r, 1, "word"))
    return Lexicon(
        countries=countries,
        titles=titles,
        services={_filled(r, 1, "form"): r.cells[0] for r in table("services", 2)},
        portfolios={_filled(r, 1, "form"): r.cells[0] for r in table("portfolios", 2)},
        organizations=organizations,
        suffixes={_filled(r, 1, "word"): _choice(r, 0, kinds, "kind") for r in table("suffixes", 2)},
        places={_filled(r, 1, "name"): r.cells[0] for r in table("places", 2)},
        instruments={
            _filled(r, 1, "noun").lower(): (r.cells[0], _choice(r, 2, INSTRUMENT_CLASSES, "class"))
            for r in table("agreements", 3)
        },
        equipment=tuple(equipment),
        topics={_filled(r, 1, "phrase").lower(): _choice(r, 0, ontology().topics, "topic") for r in table("topics", 2)},
        ships=ships,
        publishers={_filled(r, 1, "publisher"): r.cells[0] for r in table("publishers", 2)},
        cues={name: frozenset(words) for name, words in cues.items()},
    )
