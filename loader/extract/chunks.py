"""Chunks: the typed pieces that a sentence is read as, and rules that join neighbours into larger ones.

Each chunk has a one-letter code, so that a rule is a regular expression over the sentence's codes:

    C country   A its adjective   K capital   L place   O organisation   S service   B person   E equipment
    G agreement   X named event   D date   $ money   R rank   N honorific   H title's head
    M title's modifier   P portfolio
    T word of a title's tail   Z counterpart   u capitalised word   i initial   p name particle   j name suffix
    o of   f for   t the   a and   , comma   ' possessive   - dash   ( ) brackets   n in, at   y to
    w other word   d number   . end
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Ent:
    """An entity of the document while it is being read; identity is the object's."""

    kind: str
    name: str
    iso: str = ""
    aliases: set[str] = field(default_factory=set)
    properties: dict[str, str | int | float | bool] = field(default_factory=dict)
    first: int = 1 << 30

    def __repr__(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(slots=True)
class Chunk:
    """A piece of a sentence. `ents` are what it names; `noun` is its surface head; `mark` tells how it came about."""

    code: str
    start: int
    end: int
    text: str
    ents: tuple[Ent, ...] = ()
    iso: str = ""
    mark: str = ""
    parts: tuple[Chunk, ...] = ()
    value: object = None


Builder = Callable[[re.Match[str], list[Chunk]], "Chunk | list[Chunk] | None"]


def rewrite(chunks: list[Chunk], pattern: re.Pattern[str], build: Builder) -> list[Chunk]:
    """The chunks with each run that matches `pattern` replaced by what `build` makes of it (None leaves it)."""
    codes = "".join(c.code for c in chunks)
    out: list[Chunk] = []
    at = position = 0
    while position <= len(codes):
        m = pattern.search(codes, position)
        if m is None:
            break
        if m.end() == m.start():
            position = m.end() + 1
            continue
        made = build(m, chunks[m.start() : m.end()])
        if made is None:
            position = m.start() + 1
            continue
        out += chunks[at : m.start()]
        out += made if isinstance(made, list) else [made]
        at = position = m.end()
    return out + chunks[at:]


def group(m: re.Match[str], name: str, run: list[Chunk]) -> list[Chunk]:
    """The chunks of a named group of a match."""
    begin, end = m.span(name)
    return run[begin - m.start() : end - m.start()] if begin >= 0 else []


class Registry:
    """The entities of a document, found again by kind and name."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Ent] = {}

    def get(self, kind: str, name: str, iso: str = "", alias: str = "") -> Ent:
        """The entity of that kind and name, made when new."""
        key = (kind, name.casefold())
        entity = self._known.get(key)
        if entity is None:
            entity = self._known[key] = Ent(kind, name, iso)
        if iso and not entity.iso:
            entity.iso = iso
        if alias and alias != entity.name:
            entity.aliases.add(alias)
        return entity

    def rename(self, entity: Ent, name: str) -> None:
        """Gives an entity another name, under which it is found from then on."""
        self._known = {k: e for k, e in self._known.items() if e is not entity}
        entity.aliases.add(entity.name)
        entity.name = name
        self._known[entity.kind, name.casefold()] = entity

    def forget(self, entity: Ent) -> None:
        """Takes an entity out, when it turned out to be another one."""
        self._known = {k: e for k, e in self._known.items() if e is not entity}

    def __iter__(self) -> Iterator[Ent]:
        return iter(self._known.values())

    def of(self, *kinds: str) -> list[Ent]:
        """The entities of some kinds, in the order of their making."""
        return [e for e in self._known.values() if e.kind in kinds]


def surface(text: str, run: Iterable[Chunk]) -> str:
    """The document's text over a run of chunks, on one line."""
    listed = list(run)
    return re.sub(r"\s+", " ", text[listed[0].start : listed[-1].end]).strip() if listed else ""


def merged(code: str, text: str, run: list[Chunk], ents: tuple[Ent, ...] = (), iso: str = "", mark: str = "") -> Chunk:
    """One chunk over a run."""
    return Chunk(code, run[0].start, run[-1].end, surface(text, run), ents, iso, mark, tuple(run))
