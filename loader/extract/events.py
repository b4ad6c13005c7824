"""Events as a document tells of them: objects with slots, each filler with the sentence and the path that gave it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.loader.extract.chunks import Ent
from dragoman.loader.extract.dates import When
from dragoman.loader.extract.reading import Sentence
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTORS = frozenset({
    "Person", "Country", "ArmedForce", "GovernmentBody", "MediaOutlet", "Company", "InternationalOrganization",
    "NonStateActor",
})  # fmt: skip


@dataclass(slots=True)
class Filler:
    """One thing in one slot, with its evidence; `mark` tells how the text names it (a stand-in, a capital, …)."""

    ent: Ent
    sentence: Sentence
    path: str
    confidence: float
    mark: str = ""
    modality: Modality = Modality.ASSERTED


@dataclass(slots=True)
class Event:
    """An event or an agreement. `slots` go from predicate (or `role:…`) to fillers; `named` is an entity of its own."""

    kind: str
    frame: str
    sentence: Sentence
    confidence: float
    trigger: Token | None = None
    named: Ent | None = None
    modality: Modality = Modality.ASSERTED
    slots: dict[str, list[Filler]] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    when: When | None = None
    amount: str = ""
    label: str = ""
    definite: bool = False
    sentences: list[Sentence] = field(default_factory=list)
    merged: int = 0
    form: str = ""
    weak: bool = False
    timeless: bool = False
    into: Event | None = None
    part_of: int = -1
    linked: bool = False
    orphan: bool = False
    launched: bool = False
    war: bool = False
    lasting: bool = False
    foretold: bool = False
    targets: list[tuple[Event, Sentence]] = field(default_factory=list)

    def add(self, slot: str, filler: Filler) -> None:
        """Fills a slot; the first filler of an entity stays, with its sentence."""
        fillers = self.slots.setdefault(slot, [])
        if filler.path != "name":
            fillers[:] = [f for f in fillers if f.ent is not filler.ent or f.path != "name"]
        if all(f.ent is not filler.ent for f in fillers):
            fillers.append(filler)

    def fillers(self, slot: str) -> list[Filler]:
        """The fillers of a slot."""
        return self.slots.get(slot, [])

    def ents(self, slot: str) -> list[Ent]:
        """The entities of a slot."""
        return [f.ent for f in self.slots.get(slot, [])]

    @property
    def actors(self) -> list[Ent]:
        """Everyone in any role."""
        return [f.ent for slot, fillers in self.slots.items() if slot.startswith("role:") for f in fillers]

    @property
    def whole(self) -> Event:
        """The event that this account was joined to, or itself."""
        return self.into.whole if self.into is not None else self

    def persons(self) -> set[int]:
        """The people in any role, by identity."""
        return {id(e) for e in self.actors if e.kind == "Person"}

    def absorb(self, other: Event) -> None:
        """Takes over what another account of the same event adds."""
        for slot, fillers in other.slots.items():
            for filler in fillers:
                self.add(slot, filler)
        self.when = joined(self.when, other.when) if self.kind == "Visit" else self.when or other.when
        self.amount = self.amount or other.amount
        self.named = self.named or other.named
        if self.modality is Modality.PLANNED and other.modality is Modality.ASSERTED and not other.weak:
            self.modality = other.modality
        if self.weak and not other.weak:
            self.modality, self.weak = other.modality, False
        self.sentences.append(other.sentence)
        self.merged += 1


def joined(a: When | None, b: When | None) -> When | None:
    """The span from the first to the last of two dates of one trip."""
    if a is None or b is None:
        return a or b
    days = sorted(part for when in (a, b) for part in when.future.split("/"))
    past = sorted(part for when in (a, b) for part in when.past.split("/"))
    if any(len(d) != 10 for d in (*days, *past)):
        return a
    return When(a.start, a.end, _interval(past), _interval(days), a.inferred or b.inferred)


def _interval(days: list[str]) -> str:
    return days[0] if days[0] == days[-1] else f"{days[0]}/{days[-1]}"
