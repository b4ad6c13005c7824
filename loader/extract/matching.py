"""Frames applied to a parse: candidates of events, with their slots filled. A function of parse, frames and lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.chunks import Registry
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.events import Event, Filler
from dragoman.loader.extract.frames import Frame
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.modality import modality, of_noun
from dragoman.loader.extract.needs import Needs
from dragoman.loader.extract.ownership import Owners
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


class Matcher(Needs):
    """Finds the events that frames describe, token by token in text order."""

    def __init__(
        self, parse: Parse, frames: tuple[Frame, ...], lexicon: Lexicon, registry: Registry, owners: Owners,
        coreference: Coreference, folded: str,
    ) -> None:  # fmt: skip
        super().__init__(parse, lexicon, registry, owners, coreference, folded)
        self.frames = frames
        self.by_verb: dict[str, list[Frame]] = {}
        self.by_noun: dict[str, list[Frame]] = {}
        for frame in frames:
            for verb in frame.verbs:
                self.by_verb.setdefault(verb, []).append(frame)
            for noun in frame.nouns:
                self.by_noun.setdefault(noun, []).append(frame)

    def match(self) -> list[Event]:
        """The candidates of the whole document, in text order."""
        found = []
        for token in self.parse.doc:
            chunk = self.parse.chunk(token)
            if chunk.code == "X":
                kind = chunk.ents[0].kind
                frames = [f for f in self.frames if f.kind == kind and f.nouns][:1]
            elif chunk.mark == "stand-in" and chunk.value in self.lexicon.cue("side-noun"):
                frames = [f for f in self.by_noun.get(str(chunk.value), []) if "sides" in f.traits]
            elif chunk.ents:
                continue
            elif token.pos_ == "VERB":
                lemma = token.lemma_.lower()
                frames = self.by_verb.get(lemma) or self.by_verb.get(lemma + "e", [])
            elif token.pos_ in ("NOUN", "PROPN"):
                frames = self.by_noun.get(token.lemma_.lower(), []) or self.by_noun.get(token.lower_, [])
            else:
                continue
            for frame in frames:
                event = self._candidate(token, frame)
                if event is not None:
                    found.append(event)
        return found

    def _candidate(self, token: Token, frame: Frame) -> Event | None:
        verbal = token.pos_ == "VERB" and self.parse.chunk(token).code != "X"
        if frame.particle and not any(c.dep_ == "prt" and c.lower_ == frame.particle for c in token.children):
            return None
        light = None if verbal else paths.light_verb(token, frame.support | self.lexicon.cue("host-verb"))
        how = modality(token, self.lexicon) if verbal else of_noun(token, light, self.lexicon)
        if how is None or (
            "no-object" in frame.traits
            and any(c.dep_ == "dobj" or (c.dep_ == "xcomp" and token.lemma_ == "go") for c in token.children)
        ):
            return None
        if verbal and how is Modality.ASSERTED and token.lemma_ in self.lexicon.cue("pledge-verb"):
            how = Modality.PLANNED
        sentence = self.parse.sentence(token)
        event = Event(frame.kind, frame.id, sentence, frame.confidence, token, modality=how, traits=frame.traits)
        event.war = token.lemma_ in self.lexicon.cue("war-word")
        words = {t.lower_ for t in paths.modifiers(token)}
        event.foretold = not verbal and light is None and bool(words & self.lexicon.cue("planned-adjective"))
        event.lasting = "lasting" in frame.traits and token.lemma_ in self.lexicon.cue("lasting-conflict")
        if (
            frame.kind == "Talks" and not verbal and light is None and token.tag_ == "NN"
            and token.lemma_.lower() in self.lexicon.cue("abstract-talks")
            and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
            and self.parse.chunk(token).code != "X"
        ):  # fmt: skip
            return None
        governor = token.head if token.dep_ in ("dobj", "conj") else token.head.head
        if (
            frame.kind == "Transfer"
            and not verbal
            and light is None
            and governor.lemma_ in self.lexicon.cue("talk-about-verb")
        ):
            return None
        if frame.kind == "Talks" and token.dep_ == "pobj" and token.head.head.lemma_ in self.lexicon.cue("margin-noun"):
            return None
        if frame.kind == "Talks" and any(t.lower_ in self.lexicon.cue("not-talks") for t in paths.modifiers(token)):
            return None
        event.weak = not verbal and how is Modality.ASSERTED and (light is None or _habitual(light))
        chunk = self.parse.chunk(token)
        if chunk.code == "X":
            event.named = chunk.ents[0]
            for state in chunk.value if isinstance(chunk.value, tuple) else ():
                event.add("role:participant", Filler(state, sentence, "name", 0.85))
        event.definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "these") for c in token.children)
        self._fill(event, token, light, frame)
        self._complete(event, token, light, frame)
        if not self._needs(event, token, frame):
            return event if event.named is not None or self._orphan(event, token) else None
        return event

    def _orphan(self, event: Event, token: Token) -> bool:
        """`The exercise began on Monday`, `The jets were donated by X`: adds to an event that was told before."""
        noun = event.kind in ("Exercise", "Visit") and token.pos_ == "NOUN" and event.definite
        given = "resumes" in event.traits and bool(event.label) and bool(event.fillers("role:supplier"))
        event.orphan = (noun and event.modality is not Modality.NEGATED and not event.actors) or (
            given and any(c.dep_ == "nsubjpass" and any(d.dep_ == "det" for d in c.children) for c in token.children)
        )
        return event.orphan

    def _fill(self, event: Event, token: Token, light: Token | None, frame: Frame) -> None:
        hosting = light is not None and light.lemma_ in self.lexicon.cue("host-verb")
        for role, wanted in frame.roles.items():
            for path in wanted:
                if path == "host":
                    tokens = paths.subjects(light) if light is not None and hosting else []
                elif path == "support" and hosting:
                    continue
                else:
                    tokens = self.follow(token, light, path)
                for one in paths.with_conjuncts(tokens):
                    if path == "support" and event.kind == "Talks":
                        event.part_of = self._talks_at(one)
                    if path == "subj" and event.kind == "Transfer" and one.lemma_ in self.by_noun:
                        event.linked = True
                    self.actor(event, f"role:{role}", one, path, frame.confidence)
        hosts = event.fillers("role:host")
        if event.kind == "Talks" and len(hosts) > 1 and not event.fillers("role:participant"):
            event.slots["role:participant"] = event.slots.pop("role:host")
        for path in frame.place:
            for one in paths.with_conjuncts(self.follow(token, light, path)):
                self.place(event, one, path)
        for path in frame.gear:
            for one in self.follow(token, light, path):
                self.gear(event, one)
        for path in frame.under:
            for one in self.follow(token, light, path):
                for ent in self.parse.chunk(one).ents:
                    if ent.kind == "Agreement":
                        event.add("UNDER", Filler(ent, event.sentence, path, 0.8))

    def _complete(self, event: Event, token: Token, light: Token | None, frame: Frame) -> None:
        """Takes from the governing clause what the frame lacks: a trip's place, officials of it, a recipient."""
        verb = light if light is not None else token
        told = "own-place" not in frame.traits
        if event.kind in ("Talks", "Visit", "Exercise") and not event.fillers("TOOK_PLACE_IN"):
            for one in self._places_around(verb, token) or (self._places_near(token, light) if told else []):
                self.place(event, one, "governing")
        if token.pos_ != "VERB" and event.kind in ("Talks", "Exercise", "Visit") and not event.fillers("TOOK_PLACE_IN"):
            for clause in token.children:
                if clause.dep_ in ("acl", "relcl") and clause.lemma_ in self.lexicon.cue("happen-verb"):
                    for one in paths.after(clause, frozenset({"in", "at", "near", "off"})):
                        self.place(event, one, "happening")
        happens = token.dep_ in ("nsubj", "nsubjpass") and token.pos_ != "VERB" and token.head.pos_ == "VERB"
        if happens and not event.fillers("TOOK_PLACE_IN") and event.kind in ("Talks", "Exercise", "Conflict"):
            for one in paths.after(token.head, frozenset({"in", "at", "near", "off"})):
                self.place(event, one, "governing")
        if event.kind == "Talks" and len(event.actors) == 1 and event.fillers("TOOK_PLACE_IN"):
            officials = [
                t for path in ("obj", "prep:with") for t in self.follow(token, light, path)
                if t.lower_ not in self.lexicon.cue("counterpart")
            ]  # fmt: skip
            if any(
                t.lemma_.lower() in self.lexicon.cue("stand-in")
                or t.lower_ in self.lexicon.cue("stand-in")
                or self.parse.chunk(t).code in "HZ"
                for t in officials
            ):
                place = event.fillers("TOOK_PLACE_IN")[0].ent
                iso = (
                    place.iso
                    or str(place.properties.get("_state", ""))
                    or self.owners.reference.capitals.get(place.name, "")
                )
                if iso:
                    event.add(
                        "role:participant",
                        Filler(self.owners.holders.country(iso), event.sentence, "officials", 0.7, "stand-in"),
                    )
        if "giver-within" in frame.traits and not event.fillers("role:supplier"):
            for t in (t for top in paths.objects(token) for t in top.subtree):
                if t.dep_ == "pobj" and t.head.lower_ == "from":
                    self.actor(event, "role:supplier", t, "subtree", 0.65)
        if event.kind == "Transfer" and not event.fillers("role:recipient"):
            for top in [*paths.objects(token), token]:
                for t in top.subtree:
                    if t.dep_ == "prep" and t.lower_ in ("to", "for") and t.i > token.i - 1:
                        for one in t.children:
                            if one.dep_ != "pobj":
                                continue
                            owners = [one] if self.parse.chunk(one).code in "CS" else paths.possessors(one)
                            for owner in owners:
                                self.actor(event, "role:recipient", owner, "subtree", 0.65)

    def _places_around(self, verb: Token, token: Token) -> list[Token]:
        """The town where a relative clause with `where` takes place, or where the governing trip leads."""
        if verb.dep_ == "relcl" and any(c.lower_ == "where" for c in verb.children):
            return [verb.head]
        head = verb.head
        if (
            verb.dep_ in ("xcomp", "advcl", "conj")
            and head.pos_ == "VERB"
            and head.lemma_ in self.lexicon.cue("travel-verb")
        ):
            return [
                *paths.after(head, frozenset({"to", "in"})),
                *(o for o in paths.objects(head) if self.parse.chunk(o).code in "LC"),
            ]
        return []

    def _places_near(self, token: Token, light: Token | None) -> list[Token]:
        """A town named in the clause of the trigger, before it or after it with no verb between."""
        sentence = list(token.sent)
        begin = sentence[0].i
        behind = []
        start = light.i if light is not None and light.i > token.i and token.dep_ == "nsubjpass" else token.i
        for t in token.doc[start + 1 : sentence[-1].i + 1]:
            participle = t.tag_ == "VBN" and t.dep_ in ("acl", "advcl")
            if (t.pos_ == "VERB" and not participle) or (t.pos_ == "NOUN" and t.lemma_.lower() in self.by_noun):
                break
            if self.parse.chunk(t).code == "L" and token.doc[t.i - 1].lower_ in ("in", "at"):
                behind.append(t)
        ahead = [
            t for t in token.doc[begin : token.i]
            if self.parse.chunk(t).code == "L" and t.dep_ == "pobj" and t.head.head.pos_ in ("VERB", "AUX")
        ]  # fmt: skip
        return behind[:1] or (ahead[-1:] if len(ahead) == 1 else [])


def _habitual(verb: Token) -> bool:
    """Whether a verb says what is done every year rather than what was done: `is held`."""
    if verb.tag_ != "VBN":
        return False
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return len(helpers) == 1 and helpers[0].lower_ in ("is", "are")
