"""Frames: triggers and the grammatical paths of their slots, read and checked from `data/frames.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.loader.extract.lexicon import FOLDER
from dragoman.loader.ontology import ontology

FILE = FOLDER / "frames.toml"
PATHS = frozenset({
    "subj", "obj", "dative", "poss", "mod", "support", "host", "purpose", "self", "support-dative", "included",
    "thanked", "on-enemy", "of-mod", "obj-body", "obj-actor", "obj-country", "obj-mod", "of-country",
    "of-place", "on-place", "target-place", "during", "during-with", "defended", "on-mod", "at-mod",
    "obj-person", "partner", "obj-town",
})  # fmt: skip
PREPOSITIONS = re.compile(r"(?:support-)?prep:[a-z|]+")
NEED = re.compile(
    r"(?:[a-z]+>=\d|gear|arms|place|scale|town|together|delegation|troops|force|joint|people|goods|money|traveller|"
    r"no-thing|enemy-or-town|object:[a-z|]+|force-or-fire|has:[a-z-]+|prep:[a-z|]+)"
)
TRAITS = frozenset({
    "attached", "sides", "reported", "own-place", "no-object", "sends", "state-sends", "resumes", "giver-within",
    "never-named", "reception", "not-at-sea", "lasting",
})  # fmt: skip
KEYS = frozenset(
    {
        "id",
        "kind",
        "verbs",
        "nouns",
        "particle",
        "roles",
        "place",
        "gear",
        "under",
        "topics",
        "needs",
        "confidence",
        "support",
        "given",
        "traits",
    }
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which a text tells of an event."""

    id: str
    kind: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    particle: str
    support: frozenset[str]
    roles: Mapping[str, tuple[str, ...]]
    place: tuple[str, ...]
    gear: tuple[str, ...]
    under: tuple[str, ...]
    topics: tuple[str, ...]
    needs: tuple[str, ...]
    given: tuple[str, ...]
    traits: frozenset[str]
    confidence: float


@cache
def load_frames(path: Path = FILE) -> tuple[Frame, ...]:
    """All frames of a file. Raises `DataError` naming file and line for an unknown key, kind, role, path or need."""
    text = path.read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from None
    return tuple(_frame(entry, path.name, text) for entry in data.get("frame", []))


def _frame(entry: dict[str, Any], name: str, text: str) -> Frame:
    identifier = str(entry.get("id", ""))
    found = re.search(rf'^id = "{re.escape(identifier)}"', text, re.MULTILINE)
    line = text.count("\n", 0, found.start()) + 1 if found else 1

    def refuse(what: str) -> DataError:
        return DataError(f'{name}:{line}: frame "{identifier}": {what}')

    if unknown := entry.keys() - KEYS:
        raise refuse(f'unknown key "{min(unknown)}"; use some of {", ".join(sorted(KEYS))}')
    kinds = ontology().kinds
    kind = entry.get("kind", "")
    if kind not in kinds:
        raise refuse(f'kind "{kind}" is no kind of the ontology')
    roles_given = entry.get("roles", {})
    if not isinstance(roles_given, dict):
        raise refuse('roles is no table; write roles.participant = ["subj"]')
    for role in roles_given:
        if role not in kinds[kind].roles:
            raise refuse(f'{kind} has no role "{role}"; use one of {", ".join(kinds[kind].roles)}')
    listed = ("verbs", "nouns", "support", "needs", "place", "gear", "under", "topics", "given", "traits")
    lists = {k: entry[k] for k in listed if k in entry}
    for name_, value in (*lists.items(), *((f"roles.{role}", paths) for role, paths in roles_given.items())):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise refuse(f"{name_} is no list of strings")
    if not isinstance(entry.get("confidence", 0.7), int | float):
        raise refuse("confidence is no number between 0 and 1")
    roles = {role: tuple(paths) for role, paths in roles_given.items()}
    fields = {key: tuple(entry.get(key, ())) for key in ("place", "gear", "under", "topics")}
    for paths in (*roles.values(), *fields.values()):
        for path in paths:
            if path not in PATHS and not PREPOSITIONS.fullmatch(path):
                raise refuse(f'path "{path}" is unknown; use prep:… or one of {", ".join(sorted(PATHS))}')
    for need in entry.get("needs", ()):
        if not NEED.fullmatch(need):
            raise refuse(f'need "{need}" can\'t be understood; write role>=n, gear, place, scale, object:… or prep:…')
        if ">=" in need and need.partition(">=")[0] not in kinds[kind].roles:
            raise refuse(f'need "{need}": {kind} has no such role; use one of {", ".join(kinds[kind].roles)}')
        if need.startswith("has:") and need.removeprefix("has:") not in PATHS:
            raise refuse(f'need "{need}": there is no such path; use one of {", ".join(sorted(PATHS))}')
    for trait in entry.get("traits", ()):
        if trait not in TRAITS:
            raise refuse(f'trait "{trait}" is unknown; use some of {", ".join(sorted(TRAITS))}')
    for topic in entry.get("given", ()):
        if topic not in ontology().topics:
            raise refuse(f'given "{topic}" is no topic of the ontology')
    if not entry.get("verbs") and not entry.get("nouns"):
        raise refuse("has neither verbs nor nouns")
    return Frame(
        id=identifier, kind=kind, verbs=frozenset(entry.get("verbs", ())), nouns=frozenset(entry.get("nouns", ())),
        particle=entry.get("particle", ""), support=frozenset(entry.get("support", ())), roles=roles,
        needs=tuple(entry.get("needs", ())), given=tuple(entry.get("given", ())),
        traits=frozenset(entry.get("traits", ())), confidence=float(entry.get("confidence", 0.7)), **fields,
    )  # fmt: skip
