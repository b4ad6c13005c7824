"""The ontology: kinds, predicates, roles, qualifiers and topics, read from `ontology.toml`.

Nothing else lists kinds or predicates: validation, constraints and phrases ask here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dragoman.errors import DataError
from dragoman.loader.records import Modality

FILE = "ontology.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity. `group` is the label that it shares with others, or empty; `dated` names its date property;
    `named` says that a proper name tells which one it is."""

    name: str
    group: str = ""
    naming: str = ""
    dated: str = ""
    named: bool = False
    roles: tuple[str, ...] = ()
    plover: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of such a node: `("Entity", "Organization", "ArmedForce")`."""
        return ("Entity", self.group, self.name) if self.group else ("Entity", self.name)

    @property
    def described(self) -> bool:
        """Whether a name is a mere description, so that equal names may be different things (events, agreements)."""
        return bool(self.dated)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A kind of relationship: which kinds it joins, what qualifies it, and how it reads.

    `settles` says that a claim tells whether its object took place: who speaks of a plan does not carry it out.
    """

    name: str
    subjects: frozenset[str]
    objects: frozenset[str]
    qualifiers: tuple[str, ...]
    key: str
    phrases: Mapping[Modality, str]
    settles: bool = True


@dataclass(frozen=True, slots=True)
class Ontology:
    """The vocabulary as a whole; all mappings go from name to definition, in the file's order."""

    version: int
    kinds: Mapping[str, Kind]
    predicates: Mapping[str, Predicate]
    properties: Mapping[str, str]
    topics: tuple[str, ...]

    def group(self, name: str) -> frozenset[str]:
        """The kinds of a group, or the kind itself: `group("Event")`."""
        return frozenset(k.name for k in self.kinds.values() if name in (k.name, k.group))

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Every qualifier of any predicate, sorted."""
        return tuple(sorted({q for p in self.predicates.values() for q in p.qualifiers}))


@cache
def ontology() -> Ontology:
    """The ontology that comes with Dragoman. Raises `DataError` when its file names an unknown kind or qualifier."""
    return _parse(tomllib.loads((files("dragoman.loader") / FILE).read_text("utf-8")))


def _parse(data: dict[str, Any]) -> Ontology:
    kinds = {
        name: Kind(
            name,
            k.get("group", ""),
            k["name"],
            k.get("dated", ""),
            k.get("named", False),
            tuple(k.get("roles", ())),
            k.get("plover", ""),
        )
        for name, k in data["kinds"].items()
    }

    def resolve(predicate: str, names: list[str]) -> frozenset[str]:
        chosen: set[str] = set()
        for name in names:
            found = {k.name for k in kinds.values() if name.lstrip("-") in (k.name, k.group)}
            if not found:
                raise DataError(f'{FILE}: predicates.{predicate}: "{name}" is no kind; define it under [kinds]')
            chosen = chosen - found if name.startswith("-") else chosen | found
        return frozenset(chosen)

    predicates = {}
    for name, p in data["predicates"].items():
        qualifiers = tuple(p.get("qualifiers", ()))
        key = p.get("key", "")
        if key and key not in qualifiers:
            raise DataError(f'{FILE}: predicates.{name}.key: "{key}" is not among its qualifiers')
        predicates[name] = Predicate(
            name,
            resolve(name, p["from"]),
            resolve(name, p["to"]),
            qualifiers,
            key,
            dict(zip(Modality, p["phrases"], strict=True)),
            p.get("settles", True),
        )
    return Ontology(data["version"], kinds, predicates, data["properties"], tuple(data["topics"]["list"]))
