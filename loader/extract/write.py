"""Slots become records: entities and claims with passages.

A function of the events, positions and bodies of a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.loader.extract.chunks import Ent
from dragoman.loader.extract.confidence import calibrated
from dragoman.loader.extract.events import Event, Filler
from dragoman.loader.extract.reading import Reading, Sentence
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, DocumentClaims, Entity, Modality, Passage

EXTRACTOR = "frames/0.1.0"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a claim comes from: the frame and the path that made it."""

    claim: Claim
    frame: str
    path: str


@dataclass(slots=True)
class Draft:
    """A claim before it has an id; `confidence` only decides whether it is written."""

    subject: Ent
    predicate: str
    object: Ent
    sentence: Sentence
    confidence: float
    frame: str
    path: str
    modality: Modality = Modality.ASSERTED
    qualifiers: tuple[tuple[str, str], ...] = ()


class Writer:
    """Gathers drafts and writes them once; `least` is the confidence below which nothing is written."""

    def __init__(self, reading: Reading, least: float) -> None:
        self.reading, self.least = reading, least
        self.drafts: list[Draft] = []
        self.entity_of: dict[int, Ent] = {}

    def event(self, event: Event) -> Ent:
        """The entity of an event or agreement, described by its participants when it has no name."""
        known = self.entity_of.get(id(event))
        if known is not None:
            return known
        planned = event.modality is Modality.PLANNED
        entity = event.named or Ent(event.kind, self._describe(event))
        if event.form:
            entity.properties["form"] = event.form
        if event.when is not None and not event.timeless:
            value = event.when.value(planned)
            signed = event.kind == "Agreement" and not event.launched
            if value and not (
                event.kind == "Agreement" and not event.fillers("SIGNED") and not event.fillers("PARTY_TO")
            ):
                entity.properties["signed" if signed else "date"] = value
                if event.when.inferred:
                    entity.properties["date_inferred"] = True
        self.entity_of[id(event)] = entity
        return entity

    def add(self, events: list[Event]) -> None:
        """Drafts the claims of events."""
        for event in events:
            entity = self.event(event)
            bound = event.fillers("SIGNED") or event.fillers("PARTY_TO")
            if event.kind == "Agreement" and (not bound or self._vague(event)):
                continue
            for slot, fillers in event.slots.items():
                for f in fillers:
                    how = f.modality if event.kind == "Agreement" or f.modality is Modality.NEGATED else event.modality
                    if how is Modality.NEGATED and not slot.startswith("role:") and event.kind != "Agreement":
                        continue  # who stays away denies no more than that
                    if slot.startswith("role:"):
                        role = (("role", slot.removeprefix("role:")),)
                        self._draft(event, f, f.ent, "PARTICIPATED_IN", entity, how, role)
                    elif slot == "SIGNED":
                        signed = entity.properties.get("signed")
                        self._draft(event, f, f.ent, slot, entity, how, (("date", str(signed)),) if signed else ())
                    elif slot == "PARTY_TO":
                        self._draft(event, f, f.ent, slot, entity, how)
                    else:
                        self._draft(event, f, entity, slot, f.ent, how)
            for target, sentence in event.targets:
                if target.kind == "Agreement" and (
                    not (target.fillers("SIGNED") or target.fillers("PARTY_TO")) or self._vague(target)
                ):
                    continue
                filler = Filler(self.event(target), sentence, "content", 0.6)
                self._draft(event, filler, entity, "ABOUT", filler.ent, Modality.ASSERTED)

    def _vague(self, event: Event) -> bool:
        """An instrument without a name that only one side is said to belong to, and that nobody signed."""
        sides = {id(f.ent) for f in event.fillers("PARTY_TO")}
        signed = any(f.modality is Modality.ASSERTED for f in event.fillers("SIGNED"))
        return event.named is None and event.form != "programme" and len(sides) < 2 and not signed

    def positions(self) -> None:
        """Drafts who holds which position; a shorter form of a title that was given before adds nothing."""
        given: dict[int, list[tuple[str, Ent]]] = {}
        for p in self.reading.owners.positions:
            holder = self.reading.owners.holders.of(p)
            if holder is None:
                continue
            titles = given.setdefault(id(p.person), [])
            words = p.title.lower().split()
            if any(_repeats(words, old.split(), holder is body) for old, body in titles):
                continue
            titles.append((p.title.lower(), holder))
            sentence = self._sentence(p.start)
            qualifiers = (("title", p.title),) + ((("rank", p.rank),) if p.rank else ())
            self.drafts.append(
                Draft(
                    p.person,
                    "HOLDS_POSITION",
                    holder,
                    sentence,
                    0.85,
                    "position.title",
                    p.holder,
                    qualifiers=qualifiers,
                )
            )
            if holder.kind in ("GovernmentBody", "ArmedForce") and not p.derived:
                for person, at in self.reading.owners.office_mentions:
                    if person is p.person:
                        holder.first = min(holder.first, at)
                holder.first = min(holder.first, p.start)

    def background(self) -> None:
        """Drafts whose the named bodies are, and where the places lie that other claims use."""
        reading = self.reading
        used = {id(e) for d in self.drafts for e in (d.subject, d.object)}
        for body in reading.registry.of("GovernmentBody", "ArmedForce"):
            if body.iso and body.first < 1 << 30 and not body.properties.get("_same"):
                if id(body) not in used and body.name in reading.owners.lexicon.cue("place-like-body"):
                    continue
                confidence = 0.8 if id(body) in used else 0.6
                owner = reading.owners.holders.country(body.iso)
                self.drafts.append(
                    Draft(body, "PART_OF", owner, self._sentence(body.first), confidence, "body.owner", "name")
                )
        for place in reading.registry.of("Place"):
            state = str(place.properties.get("_state", "")) or self._gazetteer(place)
            land = reading.owners.holders.country(state) if state else None
            stated = bool(place.properties.get("_state")) or id(land) in used
            if land is not None and stated and id(place) in used:
                self.drafts.append(
                    Draft(place, "LOCATED_IN", land, self._sentence(place.first), 0.8, "place.state", "name")
                )

    def _gazetteer(self, place: Ent) -> str:
        """The state of a town, when the sentence that first names it names that state too."""
        owners = self.reading.owners
        state = owners.reference.towns.get(place.name, "") or place.iso
        states = next((s for b, e, s in owners.states_at if b <= place.first < e), frozenset())
        return state if state in states else ""

    def write(self) -> tuple[DocumentClaims, list[Origin]]:
        """The records, claims in the order of their passages, entities in the order of their first claim."""
        allowed = ontology().predicates
        chosen: dict[tuple[object, ...], Draft] = {}
        for d in self.drafts:
            rule = allowed[d.predicate]
            if d.confidence < self.least or d.subject.kind not in rule.subjects or d.object.kind not in rule.objects:
                continue
            key = (id(d.subject), d.predicate, id(d.object), dict(d.qualifiers).get(rule.key, "").lower())
            known = chosen.get(key)
            if known is None or d.sentence.start < known.sentence.start:
                chosen[key] = d
        ordered = sorted(chosen.values(), key=lambda d: d.sentence.start)
        ids: dict[int, str] = {}
        entities: list[Entity] = []
        origins = []
        document = self.reading.document
        for number, d in enumerate(ordered, 1):
            for e in (d.subject, d.object):
                if id(e) not in ids:
                    ids[id(e)] = f"e{len(ids) + 1}"
                    entities.append(_entity(ids[id(e)], e))
            passage = Passage(d.sentence.start, d.sentence.end, document.text[d.sentence.start : d.sentence.end])
            claim = Claim(
                f"c{number}", document.id, ids[id(d.subject)], d.predicate, ids[id(d.object)], passage,
                dict(d.qualifiers), d.modality, calibrated(d.predicate, d.frame, d.subject.kind), EXTRACTOR,
            )  # fmt: skip
            origins.append(Origin(claim, d.frame, d.path))
        read = replace(document, extractor=EXTRACTOR)
        return DocumentClaims(read, tuple(entities), tuple(o.claim for o in origins)), origins

    def _draft(
        self, event: Event, filler: Filler, subject: Ent, predicate: str, target: Ent, how: Modality,
        qualifiers: tuple[tuple[str, str], ...] = (),
    ) -> None:  # fmt: skip
        self.drafts.append(
            Draft(
                subject,
                predicate,
                target,
                filler.sentence,
                filler.confidence,
                event.frame,
                filler.path,
                how,
                qualifiers,
            )
        )

    def _sentence(self, position: int) -> Sentence:
        found = [s for s in self.reading.sentences if s.start <= position < s.end]
        return found[0] if found else self.reading.sentences[0]

    def _describe(self, event: Event) -> str:
        if event.kind == "Agreement":
            return event.label or f"{event.form} of {_list(event.ents('PARTY_TO'))}"
        people = {slot.removeprefix("role:"): event.ents(slot) for slot in event.slots if slot.startswith("role:")}
        where = _list(event.ents("TOOK_PLACE_IN")[:1])
        if event.kind == "Visit":
            return f"Visit of {_list(people.get('visitor', []))} to {where or _list(people.get('host', []))}"
        if event.kind == "Transfer":
            goods = _list([e for e in event.ents("COVERS") if e.kind == "Equipment"]) or event.label or "goods"
            amount = f"{event.amount} of " if event.amount else ""
            source = _list(people.get("supplier", []))
            to = _list(people.get("recipient", []))
            return f"{source + ' ' if source else ''}supply of {amount}{goods} to {to}".strip()
        if event.kind == "Statement":
            to = _list(people.get("interviewer", []))
            return f"Remarks by {_list(people.get('speaker', []))}" + (f" to {to}" if to else "")
        if event.kind == "Conflict":
            word = (
                event.trigger.lemma_.capitalize()
                if event.trigger is not None and event.trigger.pos_ != "VERB"
                else "Attack"
            )
            sides = _list(people.get("party", []))
            return word + (f" of {sides}" if sides else "") + (f" in {where}" if where else "")
        noun = {"Talks": "Meeting", "Exercise": "Exercise"}[event.kind]
        return f"{noun} of {_list([e for side in people.values() for e in side])}" + (f" in {where}" if where else "")


def _repeats(words: list[str], old: list[str], same_body: bool) -> bool:
    if words == old:
        return True
    return (words[-1:] == old[-1:] and same_body) or set(words) <= set(old)


def _list(ents: list[Ent]) -> str:
    names = [e.name for e in ents]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else (names[0] if names else "")


def _entity(identifier: str, e: Ent) -> Entity:
    properties = {k: v for k, v in e.properties.items() if not k.startswith("_")}
    if e.kind == "Country" and e.iso:
        properties["iso3"] = e.iso
    aliases = tuple(sorted(a for a in (re.sub(r"\s+", " ", a).strip() for a in e.aliases) if a and a != e.name))
    return Entity(identifier, e.kind, e.name, aliases, {}, properties)
