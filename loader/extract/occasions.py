"""What events take from each other and from the rest of their sentence after merging.

A function of events and parse.
"""

from __future__ import annotations

from collections.abc import Callable

from dragoman.loader.extract.chunks import Ent
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.events import Event, Filler
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.extract.reading import Reading
from dragoman.loader.records import Modality

FEW = 2  # states that a text on home affairs may name
PARTIES = frozenset({"Country", "GovernmentBody", "ArmedForce", "Company", "InternationalOrganization"})
UNNAMED = frozenset({"stand-in", "people-pair", "inside"})


def on_trips(events: list[Event]) -> None:
    """Talks of a traveller, told right after the trip, have its date and place."""
    for index, talks in enumerate(events):
        if (
            talks.kind != "Talks"
            or talks.named is not None
            or "reported" in talks.traits
            or (talks.when and talks.fillers("TOOK_PLACE_IN"))
        ):
            continue
        trips = [e for e in events[:index] if e.kind == "Visit" and talks.sentence.index - e.sentence.index <= 1]
        trips = [e for e in trips if e.persons() & talks.persons() and e.modality is talks.modality]
        trips = [e for e in trips if all(f.path != "poss" for f in e.fillers("role:visitor"))]
        if not trips:
            continue
        trip = trips[-1]
        talks.when = talks.when or trip.when
        towns = [f for f in trip.fillers("TOOK_PLACE_IN") if f.ent.kind == "Place"]
        if len(towns) == 1 and not talks.fillers("TOOK_PLACE_IN"):
            talks.add("TOOK_PLACE_IN", Filler(towns[0].ent, talks.sentence, "trip", 0.65))


def receptions(events: list[Event]) -> list[Event]:
    """Who receives a traveller is the host of the trip, if the text tells of one; else it is a meeting."""
    kept = []
    for event in events:
        if "reception" in event.traits:
            guests = event.ents("role:participant")
            trip = next(
                (e for e in events if e.kind == "Visit" and any(g in e.ents("role:visitor") for g in guests)), None
            )
            if trip is not None:
                for filler in event.fillers("role:host"):
                    trip.add("role:host", filler)
                event.into = trip
                continue
        kept.append(event)
    return kept


class Occasions:
    """Settles participants, places and programmes of merged events."""

    def __init__(
        self, parse: Parse, lexicon: Lexicon, reading: Reading, coreference: Coreference, state_of: Callable[[Ent], str]
    ) -> None:
        self.parse, self.lexicon, self.reading = parse, lexicon, reading
        self.coreference, self.state_of = coreference, state_of

    def settle(self, events: list[Event], agreements: dict[int, Event]) -> list[Event]:
        """The events that are worth writing, with officials beside named ones left out."""
        kept = []
        for event in events:
            self._officials(event)
            self._programme(event, agreements)
            self._one_place(event)
            if self._worth(event):
                kept.append(event)
        return kept

    def _officials(self, event: Event) -> None:
        """Unnamed officials add nothing beside a named one of their state; delegations do."""
        for slot, fillers in event.slots.items():
            if not slot.startswith("role:"):
                continue
            named = {self.state_of(f.ent) for f in fillers if f.ent.kind == "Person"}
            event.slots[slot] = [
                f for f in fillers
                if f.ent.kind != "Country" or f.mark not in UNNAMED or f.ent.iso not in named
            ]  # fmt: skip

    def _programme(self, event: Event, agreements: dict[int, Event]) -> None:
        """`under the programme`, `in accordance with the treaty`, said of the event in its own sentence."""
        if event.trigger is None or event.kind == "Conflict":
            return
        for token in self.parse.doc:
            found = agreements.get(token.i)
            if found is None or self.parse.sentence(token) is not event.sentence or token.dep_ != "pobj":
                continue
            phrase = " ".join(t.lower_ for t in token.doc[max(0, token.i - 6) : token.i])
            if any(f" {cue} " in f" {phrase} " for cue in self.lexicon.cue("under-phrase")):
                entity = found.named or Ent("Agreement", found.label)
                found.named = entity
                event.add("UNDER", Filler(entity, event.sentence, "under", 0.7))
                if event.kind == "Transfer":
                    self._sides(event, found)

    def _sides(self, event: Event, instrument: Event) -> None:
        """Whose an instrument is that so far has no parties: who supplies and who receives under it."""
        sides = [event.ents("role:supplier"), event.ents("role:recipient")]
        if instrument.fillers("PARTY_TO") or instrument.fillers("SIGNED"):
            return
        if instrument.form not in self.lexicon.cue("generic-instrument"):
            return
        if any(len(side) != 1 or side[0].kind not in PARTIES for side in sides):
            return
        for side in sides:
            instrument.add("PARTY_TO", Filler(side[0], event.sentence, "supplies-under", 0.7))
        for f in event.fillers("COVERS"):
            instrument.add("COVERS", Filler(f.ent, event.sentence, "supplies-under", 0.65))

    def _one_place(self, event: Event) -> None:
        """The narrowest place only: a town beside its own state stands alone."""
        fillers = event.fillers("TOOK_PLACE_IN")
        states = {str(f.ent.properties.get("_state", "")) for f in fillers if f.ent.kind == "Place"}
        states |= {self.reading.owners.reference.capitals.get(f.ent.name, "") for f in fillers if f.ent.kind == "Place"}
        if any(f.ent.kind == "Place" for f in fillers) and event.kind in ("Talks", "Conflict", "Exercise"):
            fillers = [f for f in fillers if f.ent.kind == "Place"] if event.kind != "Conflict" else fillers
        event.slots["TOOK_PLACE_IN"] = [f for f in fillers if not (f.ent.kind == "Country" and f.ent.iso in states)]

    def _foreign(self, actors: list[Ent]) -> bool:
        """Whether talks are more than deliberation inside one state: someone's state or body is known at all."""
        named = {iso for _, _, states in self.reading.owners.states_at for iso in states}
        return len(named) > FEW or any(self.state_of(a) or a.kind != "Person" for a in actors)

    def _worth(self, event: Event) -> bool:
        actors = event.actors
        if event.kind == "Talks":
            states = {self.state_of(a) or a.name for a in actors}
            return (
                bool(event.named is not None and actors)
                or (len(states) > 1 and self._foreign(actors))
                or (len(actors) == 1 and actors[0].kind != "Country" and bool(event.fillers("TOOK_PLACE_IN")))
            )
        if event.kind == "Visit":
            visitors = {self.state_of(a) for a in event.ents("role:visitor")}
            hosts = {self.state_of(a) for a in event.ents("role:host")}
            if hosts and hosts <= visitors:
                return False
            places = {f.ent.iso for f in event.fillers("TOOK_PLACE_IN") if f.ent.kind == "Country"}
            return bool(event.ents("role:visitor")) and not (places and places <= visitors)
        if event.kind == "Transfer":
            supplier = {a.iso for a in event.ents("role:supplier")}
            return bool(event.ents("role:recipient")) and not (
                supplier & {a.iso for a in event.ents("role:recipient")} - {""}
            )
        if event.kind == "Conflict":
            if event.modality is Modality.PLANNED:
                return False
            waters = [e for e in event.ents("TOOK_PLACE_IN") if e.name.split(" ")[-1] in self.lexicon.cue("water-name")]
            if "not-at-sea" in event.traits and waters and len(actors) < 2:
                return False
            lemma = event.trigger.lemma_.lower() if event.trigger is not None else ""
            sided = lemma in self.lexicon.cue("two-sided") and event.merged == 0
            return len(actors) > 1 or (bool(event.fillers("TOOK_PLACE_IN")) and not sided)
        return bool(actors)
