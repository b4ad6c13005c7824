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
from dragoman.loader.extract.ownership import Owners
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.extract.slots import Slots
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


class Matcher(Slots):
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
                frames = [f for f in self.by_noun.get(str(chunk.value), []) if f.id == "talks.participants"]
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
            frame.id == "visit.travel"
            and any(c.dep_ == "dobj" or (c.dep_ == "xcomp" and token.lemma_ == "go") for c in token.children)
        ):
            return None
        if verbal and how is Modality.ASSERTED and token.lemma_ in self.lexicon.cue("pledge-verb"):
            how = Modality.PLANNED
        sentence = self.parse.sentence(token)
        event = Event(frame.kind, frame.id, sentence, frame.confidence, token, modality=how)
        if (
            frame.kind == "Talks" and not verbal and light is None and token.tag_ == "NN"
            and token.lemma_.lower() in self.lexicon.cue("abstract-talks")
            and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)
            and self.parse.chunk(token).code != "X"
        ):  # fmt: skip
            return None
        governor = token.head if token.dep_ in ("dobj", "conj") else token.head.head
        if frame.id == "transfer.noun" and light is None and governor.lemma_ in self.lexicon.cue("talk-about-verb"):
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
        given = event.frame == "transfer.give" and bool(event.label) and bool(event.fillers("role:supplier"))
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
        told = frame.id != "talks.discuss" and (event.kind != "Visit" or frame.id == "visit.noun")
        if event.kind in ("Talks", "Visit", "Exercise") and not event.fillers("TOOK_PLACE_IN"):
            for one in self._places_around(verb, token) or (self._places_near(token) if told else []):
                self.place(event, one, "governing")
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
                        Filler(self.owners.country(iso), event.sentence, "officials", 0.7, "stand-in"),
                    )
        if frame.id == "transfer.get" and not event.fillers("role:supplier"):
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

    def _places_near(self, token: Token) -> list[Token]:
        """A town named in the clause of the trigger, before it or after it with no verb between."""
        sentence = list(token.sent)
        begin = sentence[0].i
        behind = []
        for t in token.doc[token.i + 1 : sentence[-1].i + 1]:
            if t.pos_ == "VERB" or (t.pos_ == "NOUN" and t.lemma_.lower() in self.by_noun):
                break
            if self.parse.chunk(t).code == "L" and token.doc[t.i - 1].lower_ in ("in", "at"):
                behind.append(t)
        ahead = [
            t for t in token.doc[begin : token.i]
            if self.parse.chunk(t).code == "L" and t.dep_ == "pobj" and t.head.head.pos_ in ("VERB", "AUX")
        ]  # fmt: skip
        return behind[:1] or (ahead[-1:] if len(ahead) == 1 else [])

    def other_event(self, token: Token, kind: str) -> bool:
        """Whether a noun is the trigger of another kind of event: who orders a strike buys nothing."""
        return any(f.kind != kind for f in self.by_noun.get(token.lemma_.lower(), []))

    def _talks_at(self, token: Token) -> int:
        """The talks that a subject is: its own index, or that of the talks before a date or place it was taken for."""
        if self._is_talks(token):
            return token.i
        if self.parse.chunk(token).code in "DL$":
            before = [t for t in token.sent if t.i < token.i and self.parse.chunk(t).code == "X" and self._is_talks(t)]
            return before[-1].i if before else -1
        return -1

    def _is_talks(self, token: Token) -> bool:
        chunk = self.parse.chunk(token)
        if chunk.code == "X":
            return chunk.ents[0].kind == "Talks"
        return any(f.kind == "Talks" for f in self.by_noun.get(token.lemma_.lower(), []))

    def follow(self, token: Token, light: Token | None, path: str) -> list[Token]:
        """The tokens at the end of a path from a trigger."""
        name, _, words = path.partition(":")
        prepositions = frozenset(words.split("|"))
        if name == "prep":
            found = paths.after(token, prepositions)
            if light is not None and not found:
                found = paths.after(light, prepositions)
            stopped = token.dep_ == "dobj" and token.head.lemma_ in self.lexicon.cue("negating-verb")
            if not found and stopped:
                found = paths.after(token.head, prepositions)
            return found
        if name == "support-prep":
            return paths.after(light, prepositions) if light is not None else []
        if name == "subj":
            return paths.subjects(token)
        if name == "thanked":
            verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "for" else None
            return [c for c in verb.children if c.dep_ == "dobj"] if verb is not None else []
        if name == "on-enemy":
            return paths.after(token, frozenset({"on"})) if paths.possessors(token) or paths.modifiers(token) else []
        if name == "of-mod":
            return [m for o in paths.after(token, frozenset({"of"})) for m in paths.modifiers(o)]
        if name == "included":
            verb = token.head
            fits = token.dep_ == "nsubj" and verb.lemma_ in self.lexicon.cue("include-verb")
            return (
                [*paths.objects(verb), *(p for c in verb.children if c.dep_ in ("appos", "ccomp", "attr") for p in [c])]
                if fits
                else []
            )
        if name == "obj-body":
            plain = [o for o in paths.objects(token) if not self.parse.chunk(o).ents]
            return [*paths.objects(token), *(m for o in plain for m in (*paths.modifiers(o), *paths.possessors(o)))]
        if name in ("obj", "obj-actor", "obj-country"):
            return paths.objects(token)
        if name == "obj-mod":
            return [m for o in paths.objects(token) for m in (*paths.modifiers(o), *paths.possessors(o))]
        if name == "obj-person":
            purpose = [c for c in token.children if c.dep_ == "xcomp" and c.tag_ == "VB"]
            if any(
                c.dep_ in ("oprd", "ccomp", "xcomp", "prt", "acomp", "attr") and c not in purpose
                for c in token.children
            ):
                return []
            return [
                c for c in token.children
                if c.dep_ == "dobj" and any(e.kind == "Person" for e in self.parse.chunk(c).ents)
            ]  # fmt: skip
        if name == "dative":
            return paths.datives(token)
        if name == "poss":
            return paths.possessors(token)
        if name == "mod":
            return paths.modifiers(token)
        if name == "support":
            stopped = token.dep_ == "dobj" and token.head.lemma_ in self.lexicon.cue("negating-verb")
            return paths.subjects(light) if light is not None else paths.subjects(token.head) if stopped else []
        if name == "support-dative":
            return paths.datives(light) if light is not None else []
        if name in ("of-country", "of-place"):
            return paths.after(token, frozenset({"of", "into"}))
        if name == "on-place":
            return paths.after(token, frozenset({"on", "against"}))
        if name == "target-place":
            return paths.within(paths.after(token, frozenset({"on", "against", "at"})), frozenset({"in", "near", "of"}))
        if name in ("on-mod", "at-mod"):
            toward = {"on", "against"} if name == "on-mod" else {"at", "on", "against"}
            hit = paths.after(token, frozenset(toward))
            whose = [m for o in hit for m in (*paths.modifiers(o), *paths.possessors(o))]
            return [
                m for m in whose
                if self.parse.chunk(m).code in "AC" or any(e.kind == "NonStateActor" for e in self.parse.chunk(m).ents)
            ]  # fmt: skip
        if name == "defended":
            verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ in ("against", "from") else None
            if verb is None or verb.lemma_.lower() not in self.lexicon.cue("defend-verb"):
                return []
            if any(c.lower_ in self.lexicon.cue("hypothetical-modal") for c in verb.children):
                return []
            given = [c for c in verb.children if c.dep_ == "dobj" and not c.lower_.endswith("self")]
            own = [c for c in verb.children if c.dep_ == "nsubj"]
            upper = verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ == "continue" else None
            return given or own or ([c for c in upper.children if c.dep_ == "nsubj"] if upper is not None else [])
        if name in ("during", "during-with"):
            fits = name == "during" or bool(paths.after(token, frozenset({"with"})))
            tellers = self.lexicon.cue("during")
            if name == "during-with":
                tellers |= self.lexicon.cue("after-talks")
            return self._during(token, tellers) if fits else []
        if name == "self":
            return [token]
        return []

    def _during(self, token: Token, words: frozenset[str]) -> list[Token]:
        """Who acts while `on a visit to`, `during a trip to` somewhere or `after talks with` someone."""
        prep = token.head
        if token.dep_ != "pobj" or prep.lower_ not in words or paths.possessors(token):
            return []
        if paths.after(token, frozenset({"by"})):
            return []
        verb = prep.head
        while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
            verb = verb.head
        subjects = [*paths.with_conjuncts(paths.subjects(verb))] if verb.pos_ in ("VERB", "AUX") else []
        return subjects if len(subjects) == 1 and len(self.coreference.entities(subjects[0])[0]) == 1 else []

    def _needs(self, event: Event, token: Token, frame: Frame) -> bool:
        for need in frame.needs:
            if need == "arms":
                if event.label != "arms":
                    return False
            elif need == "gear":
                if not event.label:
                    return False
            elif need == "place":
                if not event.fillers("TOOK_PLACE_IN") and not event.fillers("role:host"):
                    return False
            elif need == "delegation":
                said = [self.parse.chunk(o) for o in paths.objects(token)]
                if not any(c.mark == "stand-in" and c.value in self.lexicon.cue("side-noun") for c in said):
                    return False
            elif need == "scale":
                if not self._scale(event):
                    return False
            elif need == "goods":
                if any(self._armed(t) and self.parse.chunk(t).ents for t in paths.subjects(token)):
                    return False
                if not any(t.lemma_.lower() in self.lexicon.cue("goods-noun") for t in paths.subjects(token)):
                    return False
            elif need == "money":
                if not any(self.parse.chunk(t).code == "$" for t in paths.objects(token)):
                    return False
            elif need == "traveller":
                if not any(f.ent.kind == "Person" or f.mark == "delegation" for f in event.fillers("role:visitor")):
                    return False
            elif need == "together":
                if not any(t.lower_ in self.lexicon.cue("together-word") for t in token.subtree):
                    return False
            elif need == "town":
                spots = self.follow(token, None, "prep:to|in|at")
                if not event.fillers("TOOK_PLACE_IN") and not any(self.parse.chunk(t).code in "OLC" for t in spots):
                    return False
            elif need == "joint":
                words = {t.lower_ for t in paths.modifiers(token)}
                if not words & self.lexicon.cue("joint-word"):
                    return False
            elif need == "people":
                guests = event.fillers("role:participant")
                named = any(f.ent.kind == "Person" or f.mark == "delegation" for f in guests)
                if not named or not any(e.kind == "Person" for e in event.ents("role:host")):
                    return False
            elif need == "force-or-fire":
                fire = any(t.lemma_.lower() in self.lexicon.cue("fire-noun") for t in paths.objects(token))
                if not fire and not any(self._armed(t) for t in paths.with_conjuncts(paths.subjects(token))):
                    return False
                if token.lemma_ in ("exchange", "trade") and not fire:
                    return False
            elif need == "force":
                if not any(self._armed(t) for t in paths.with_conjuncts(paths.subjects(token))):
                    return False
            elif need == "troops":
                sent = [t for o in paths.objects(token) for t in paths.with_conjuncts([o])]
                kept = any(t.lemma_.lower() in self.lexicon.cue("troop-noun") for t in sent)
                if not kept and not any(e.kind == "Equipment" for t in sent for e in self.parse.chunk(t).ents):
                    return False
            elif need.startswith("has:"):
                if not self.follow(token, None, need.removeprefix("has:")):
                    return False
            elif need.startswith("prep:"):
                if not self.follow(token, None, need):
                    return False
            else:
                role, _, count = need.partition(">=")
                hosts = event.fillers("role:host") if role == "participant" and event.kind == "Talks" else []
                if len(event.fillers(f"role:{role}")) + len(hosts) < int(count):
                    return False
        return event.modality is not Modality.NEGATED or event.kind in ("Transfer", "Visit", "Talks", "Exercise")

    def _armed(self, token: Token) -> bool:
        """Whether a subject is armed: a service, an armed group, or weapons and troops of someone."""
        chunk = self.parse.chunk(token)
        if any(e.kind in ("ArmedForce", "NonStateActor") for e in chunk.ents):
            return True
        noun = str(chunk.value or token.lemma_).lower()
        armed = self.lexicon.cue("troop-noun") | self.lexicon.cue("arms-noun")
        return noun in armed or noun.rstrip("s") in armed

    def _scale(self, event: Event) -> bool:
        """Whether a state or armed body is a party at all; what is too small is left out after merging."""
        event.slots["role:party"] = [f for f in event.fillers("role:party") if f.ent.kind != "Person"]
        return bool(event.slots["role:party"])


def _habitual(verb: Token) -> bool:
    """Whether a verb says what is done every year rather than what was done: `is held`."""
    if verb.tag_ != "VBN":
        return False
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return len(helpers) == 1 and helpers[0].lower_ in ("is", "are")
