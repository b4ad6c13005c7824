"""What fills a slot: the people, bodies, states, places and goods that a token names.

A function of parse and lexicon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.chunks import Ent, Registry
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.events import ACTORS, Event, Filler
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.ownership import Owners
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.extract.topics import topics_in

if TYPE_CHECKING:
    from spacy.tokens import Token

FALLBACK = 0.85
BARE = frozenset({"", "list", "capital"})  # a state that only its name tells travels nowhere; its delegation does
TRAVELLING = frozenset({"poss", "mod"})


class Slots:
    """Fills the slots of events from tokens."""

    def __init__(
        self, parse: Parse, lexicon: Lexicon, registry: Registry, owners: Owners, coreference: Coreference, folded: str
    ) -> None:
        self.parse, self.lexicon, self.registry, self.owners = parse, lexicon, registry, owners
        self.coreference, self.folded = coreference, folded

    def actor(self, event: Event, slot: str, token: Token, path: str, confidence: float) -> None:
        ents, mark = self.coreference.entities(token)
        kept: list[tuple[Ent, str]] = []
        for ent in ents:
            if ent.kind == "Place" and mark == "capital" and path not in ("prep:in|at",):
                iso = self.parse.chunk(token).iso
                kept.append((self.owners.holders.country(iso), "capital") if iso else (ent, mark))
            else:
                kept.append((ent, mark))
        if not kept and path == "poss" and token.lower_ == "its" and event.kind == "Conflict":
            at = self.parse.chunk(token).start
            before = [c for c in self.parse.sentence(token).chunks if c.code == "C" and c.start < at]
            kept = [(e, "pronoun") for e in before[-1].ents] if before and len(before[-1].ents) == 1 else []
        if not kept and token.lemma_.lower() in self.lexicon.cue("side-noun") and token.dep_ == "conj":
            heads = [e for e in self.parse.chunk(token.head).ents if e.kind == "Person"]
            own = any(c.dep_ == "poss" and c.lower_ in ("his", "her") for c in token.children)
            iso = self.owners.country_of(heads[0]) if len(heads) == 1 and own else ""
            kept = [(self.owners.holders.country(iso), "delegation")] if iso else []
        if not kept and token.lemma_.lower() in self.lexicon.cue("participation-noun"):
            for one in paths.with_conjuncts(paths.after(token, frozenset({"of", "from", "by"}))):
                self.actor(event, slot, one, path, confidence)
        if not kept and path == "defended" and token.lower_ == "it":
            beside = self._besides(event, token)
            kept = [(beside, "besides")] if beside is not None else []
        if not kept and path != "obj-actor":
            kept = self._inside(token)
        if not kept and event.kind == "Transfer" and slot == "role:supplier" and token.lower_ in ("i", "we"):
            kept = (
                [(self.owners.holders.country(self.owners.home), "we")]
                if self.owners.official and self.owners.home
                else []
            )
        if not kept and event.kind == "Transfer" and slot == "role:recipient" and path.startswith("prep:"):
            kept = [(e, "inside") for t in paths.possessors(token) for e in self.parse.chunk(t).ents]
        if event.kind == "Exercise" and path.startswith(("support", "mod", "prep:with")):
            for one in (token, *paths.modifiers(token)):
                for ent in self.parse.chunk(one).ents:
                    if ent.kind == "Equipment":
                        event.add("COVERS", Filler(ent, self.parse.sentence(token), "gear", 0.7))
        if event.kind in ("Visit", "Exercise") and all(e.kind == "Equipment" for e, _ in kept):
            kept = self._crew(event, token)
        if event.kind == "Transfer":
            kept = [
                (self.owners.holders.country(iso), "office") if (iso := self._state_of(e)) else (e, how)
                for e, how in kept
            ]
            kept = [(e, how) for e, how in kept if e.kind != "Person"]
        approving = path == "support" and token.head.lemma_ in self.lexicon.cue("approve-verb")
        for ent, how in kept:
            if approving and event.kind == "Transfer" and ent.kind == "GovernmentBody" and ent.iso:
                ent, how = self.owners.holders.country(ent.iso), "office"
            if ent.kind == "MediaOutlet":
                continue
            if ent.kind not in ACTORS or (path == "obj-body" and ent.kind in ("Country", "Person")):
                continue
            if path in ("of-country",) and ent.kind != "Country":
                continue
            if path in ("mod", "poss") and ent.kind == "Person" and event.kind == "Transfer":
                continue
            if self.parse.chunk(token).value in self.lexicon.cue("side-noun"):
                how = "delegation"
                for head in self._heads(token):
                    event.add(slot, Filler(head, self.parse.sentence(token), "head", confidence * 0.9, "head"))
            if path == "defended" and how == "pronoun":
                ent = self._besides(event, token) or ent
                if ent.kind != "Country" or ent in event.actors or ent.iso == self.owners.home:
                    continue
            stays = how in BARE and "sends" not in event.traits and path not in TRAVELLING
            if slot == "role:visitor" and ent.kind == "Country" and stays:
                continue
            if "sends" in event.traits and ent.kind == "Person":
                iso = self.owners.country_of(ent)
                if not iso:
                    continue
                ent = self.owners.holders.country(iso)
            if "state-sends" in event.traits and (ent.kind == "GovernmentBody" or path == "subj") and ent.iso:
                ent = self.owners.holders.country(ent.iso)
            lowered = confidence * (FALLBACK if how in ("pronoun", "inside") else 1)
            event.add(slot, Filler(ent, self.parse.sentence(token), path, lowered, how))

    def other_event(self, token: Token, kind: str) -> bool:
        """Whether a noun tells of an event of another kind; the matcher knows."""
        return False

    def _state_of(self, ent: Ent) -> str:
        """The state for which a president or minister gives or takes; nothing for anyone but people."""
        return self.owners.country_of(ent) if ent.kind == "Person" else ""

    def _crew(self, event: Event, token: Token) -> list[tuple[Ent, str]]:
        """A ship stands for the state whose prefix it bears, and is what the event covers."""
        found: list[tuple[Ent, str]] = []
        for ent in self.parse.chunk(token).ents:
            iso = self.lexicon.ships.get(ent.name.split(" ")[0], ent.iso) if ent.kind == "Equipment" else ""
            if iso:
                event.add("COVERS", Filler(ent, self.parse.sentence(token), "ship", 0.75))
                own = [e for t in paths.possessors(token) for e in self.parse.chunk(t).ents if e.kind == "ArmedForce"]
                found += [(e, "ship") for e in own] or [(self.owners.holders.country(iso), "ship")]
        return found

    def _besides(self, event: Event, token: Token) -> Ent | None:
        """The one other state that a sentence names by its noun, for whom `it` stands there."""
        at = self.parse.chunk(token).start
        chunks = [c for c in self.parse.sentence(token).chunks if c.code == "C" and c.start < at]
        others = {id(e): e for c in chunks for e in c.ents if e not in event.actors and e.iso != self.owners.home}
        return next(iter(others.values())) if len(others) == 1 else None

    def _heads(self, token: Token) -> list[Ent]:
        """The people who are said to lead a delegation."""
        behind = [c for c in (*token.children, *token.head.children) if c.dep_ in ("acl", "advcl")]
        led = [c for c in behind if token.i < c.i <= token.i + 2 and c.lemma_ in self.lexicon.cue("led-verb")]
        return [e for c in led for t in paths.subjects(c) for e in self.parse.chunk(t).ents if e.kind == "Person"]

    def _inside(self, token: Token) -> list[tuple[Ent, str]]:
        """States that a plain noun is said to be of: `forces from X`, `X jets`, `a contingent of the X Navy`."""
        near = [*paths.modifiers(token), *paths.possessors(token), *paths.after(token, frozenset({"of", "from"}))]
        if token.lower_ in self.lexicon.cue("side-noun"):
            led = [c for c in token.children if c.dep_ == "acl" and c.lemma_ in self.lexicon.cue("led-verb")]
            heads = [e for c in led for t in paths.subjects(c) for e in self.parse.chunk(t).ents if e.kind == "Person"]
            states = [self.owners.holders.country(iso) for e in heads if (iso := self.owners.country_of(e))]
            if heads:
                return [*((e, "head") for e in heads), *((e, "delegation") for e in states)]
        arms = [e for t in near for e in self.parse.chunk(t).ents if e.kind == "ArmedForce"]
        if arms:
            return [(e, "inside") for e in arms]
        within = [p for t in token.subtree if t.dep_ == "prep" and t.lower_ == "including" for p in t.children]
        listed = [e for t in paths.with_conjuncts(within) for e in self.parse.chunk(t).ents]
        if listed and token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() in self.lexicon.cue("collective-noun"):
            return [(e, "listed") for e in listed if e.kind in ACTORS]
        if token.lemma_.lower() not in self.lexicon.cue("stand-in") and token.lower_ not in self.lexicon.cue(
            "stand-in"
        ):
            return []
        return [(e, "inside") for t in near for e in self.parse.chunk(t).ents if e.kind in ACTORS]

    def place(self, event: Event, token: Token, path: str) -> None:
        chunk = self.parse.chunk(token)
        if not chunk.ents and token.lower_ in self.lexicon.cue("part-of-place"):
            inner = paths.after(token, frozenset({"of", "in", "near"}))
            for one in inner[:1]:
                self.place(event, one, "part-of")
            return
        for ent in chunk.ents:
            if ent.kind == "Place" or (
                ent.kind == "Country" and chunk.mark not in ("stand-in", "government", "people-pair")
            ):
                if chunk.mark == "region" and event.kind in ("Talks", "Visit", "Statement"):
                    continue
                if ent.kind == "Country" and path in ("on-place", "prep:to|in|at") and chunk.code == "A":
                    continue
                if path == "on-place" and ent.kind == "Country":
                    continue
                if ent.kind == "Country" and chunk.mark == "capital" and path == "obj":
                    continue
                event.add("TOOK_PLACE_IN", Filler(ent, self.parse.sentence(token), path, event.confidence))

    def gear(self, event: Event, token: Token) -> None:
        if event.kind == "Transfer" and token.pos_ != "VERB" and self.other_event(token, event.kind):
            return
        begin, end = self.extent(token)
        if self.parse.chunk(token).code == "$":
            for one in paths.after(token.head, frozenset({"in"})):
                begin, end = min(begin, self.extent(one)[0]), max(end, self.extent(one)[1])
        text = self.folded[begin:end]
        words = {w.lower() for w in re.findall(r"[\w-]+", text)}
        named = [c for c in self.parse.sentence(token).chunks if c.code == "E" and begin <= c.start < end]
        for chunk in named:
            for ent in chunk.ents:
                event.add("COVERS", Filler(ent, event.sentence, "gear", 0.85, mark=chunk.mark))
        if named or words & self.lexicon.cue("arms-noun") or "arms-transfer" in topics_in(text, self.lexicon.topics):
            event.label = event.label or "arms"
        elif words & self.lexicon.cue("aid-noun"):
            event.label = event.label or "aid"
        if not event.label and self.parse.chunk(token).code == "$":
            event.label = "money"
        money = next(
            (c.text for c in self.parse.sentence(token).chunks if c.code == "$" and begin <= c.start < end), ""
        )
        event.amount = event.amount or money

    def extent(self, token: Token) -> tuple[int, int]:
        """The text of a token's subtree, as code points."""
        inside = list(token.subtree)
        chunks = [self.parse.chunks[t.i] for t in inside]
        return min(c.start for c in chunks), max(c.end for c in chunks)
