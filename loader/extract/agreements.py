"""Instruments: who signed them, whose they are, what they deal with.

A function of the parse and the named agreements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.chunks import Chunk, Ent, Registry
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.events import Event, Filler
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.modality import modality
from dragoman.loader.extract.ownership import Owners
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.extract.topics import topics_in
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

BETWEEN = frozenset({"between", "among"})
FOR = frozenset({"for", "on"})
ON = frozenset({"on", "in", "for", "concerning", "regarding", "to", "of", "about"})
NEAR = 3  # sentences over which `the pact` still means the one told
WITH = frozenset({"with"})


class Agreements:
    """Reads agreements; `events` has one per instrument, in text order."""

    def __init__(
        self, parse: Parse, lexicon: Lexicon, registry: Registry, owners: Owners, coreference: Coreference, folded: str
    ) -> None:
        self.parse, self.lexicon, self.registry, self.owners = parse, lexicon, registry, owners
        self.coreference, self.folded = coreference, folded
        self.events: list[Event] = []
        self.of_token: dict[int, Event] = {}

    def read(self) -> list[Event]:
        """All agreements that the document says something of."""
        for token in self.parse.doc:
            chunk = self.parse.chunk(token)
            if chunk.code == "G":
                self._named(token, chunk)
            elif chunk.code == "I":
                self._described(token, chunk)
        for token in self.parse.doc:
            if token.pos_ == "VERB" and token.lemma_ in self.lexicon.cue("sign-verb"):
                self._signing(token)
        for token in self.parse.doc:
            self._content(token)
        return [e for e in self.events if e.slots]

    def _named(self, token: Token, chunk: Chunk) -> None:
        for ent in chunk.ents:
            event = self._find_named(ent)
            if event is None:
                event = Event("Agreement", "agreement.named", self.parse.sentence(token), 0.85, token, named=ent)
                event.form = str(ent.properties.get("form", ""))
                self.events.append(event)
            elif event.named is not None and len(ent.name) > len(event.named.name):
                event.named.aliases.add(ent.name)
            self.of_token[token.i] = event
            states = chunk.value if isinstance(chunk.value, tuple) else ()
            if len(states) > 1:
                for state in states:
                    event.add("PARTY_TO", Filler(state, self.parse.sentence(token), "name", 0.8))
            self._parties(token, event)
            for topic in topics_in(ent.name, self.lexicon.topics):
                self._topic(event, topic, token, 0.75)

    def _find_named(self, ent: Ent) -> Event | None:
        for event in reversed(self.events):
            if event.named is None:
                continue
            a, b = event.named.name.lower(), ent.name.lower()
            if (
                event.named is ent
                or a.startswith(b)
                or b.startswith(a)
                or a.endswith(b)
                or ent.name in event.named.aliases
            ):
                return event
        return None

    def _described(self, token: Token, chunk: Chunk) -> None:
        if any(c.dep_ == "det" and c.lower_ in ("no", "any") for c in token.children):
            return
        definite = any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "its") for c in token.children)
        participles = [c for c in token.subtree if c.dep_ == "acl" and c.lemma_ in self.lexicon.cue("sign-verb")]
        between = paths.after(token, BETWEEN)
        if definite and not participles and not between:
            known = self._last(chunk.mark, token)
            if known is not None:
                self.of_token[token.i] = known
            if known is not None or token.dep_ != "pobj" or token.head.lower_ not in self.lexicon.cue("under-phrase"):
                return
        event = Event("Agreement", "agreement.described", self.parse.sentence(token), 0.75, token, form=chunk.mark)
        event.label = self._describe(token)
        self.events.append(event)
        self.of_token[token.i] = event
        self._parties(token, event)
        for participle in participles:
            towns = [t for t in participle.subtree if self.parse.chunk(t).code == "L"]
            for ent in self.parse.chunk(towns[0]).ents if len(towns) == 1 else ():
                event.add("TOOK_PLACE_IN", Filler(ent, self.parse.sentence(token), "signed-near", 0.6))
            for one in paths.with_conjuncts(
                [*paths.after(participle, BETWEEN), *paths.subjects(participle), *paths.after(participle, WITH)]
            ):
                self._signer(event, one, Modality.ASSERTED, "participle")
        for topic in topics_in(chunk.text, self.lexicon.topics):
            if topic == "defence-cooperation":
                continue
            self._topic(event, topic, token, 0.7)
        for begin, end in self._extents(token, ON):
            self._contents(event, token, begin, end)

    def _describe(self, token: Token) -> str:
        inside = [t for t in token.subtree if t.dep_ != "relcl" and t.i - token.i < 14]
        inside = [
            t
            for t in inside
            if not any(
                a.dep_ in ("relcl", "acl", "advcl") and a.i > token.i for a in (t, *t.ancestors) if token.i < a.i
            )
        ]
        inside = inside or [token]
        begin = min(self.parse.chunks[t.i].start for t in inside)
        end = max(self.parse.chunks[t.i].end for t in inside)
        dated = [self.parse.chunks[t.i] for t in inside if t.i > token.i and self.parse.chunks[t.i].code in "DL"]
        if dated and dated[0].start > self.parse.chunk(token).end:
            end = dated[0].start
        text = re.sub(r"\s+", " ", self.folded[begin:end])
        text = re.sub(r" (?:on|in|at|of|the)$", "", re.sub(r" (?:on|in|at|of|the) *$", "", text))
        return re.sub(r"^(?:the|a|an|this|its|their) ", "", text, flags=re.I).strip(" ,")[:120]

    def _last(self, form: str, token: Token) -> Event | None:
        found = [
            e for e in self.events if form in (e.form, "agreement") and e.trigger is not None and e.trigger.i < token.i
        ]
        if found:
            return found[-1]
        index = self.parse.sentence(token).index
        near = [
            e for e in self.events
            if e.trigger is not None and e.trigger.i < token.i and index - e.sentence.index <= NEAR
            and e.form not in ("programme", "mechanism")
        ]  # fmt: skip
        return near[-1] if near and form in self.lexicon.cue("generic-instrument") else None

    def _partners(self, event: Event) -> list[Token]:
        """`signed a memorandum on training with NAME`: who signed too; the name is no part of the instrument's."""
        if event.trigger is None or event.named is not None:
            return []
        found = [
            p for t in event.trigger.subtree if t.lower_ == "with" and t.dep_ == "prep" and t.i > event.trigger.i
            for p in t.children if p.dep_ == "pobj" and self.parse.chunk(p).code == "B"
        ]  # fmt: skip
        if found and " with " in event.label:
            event.label = event.label[: event.label.index(" with ")]
        return found

    def _parties(self, token: Token, event: Event) -> None:
        for one in paths.with_conjuncts(paths.after(token, BETWEEN)):
            self._party(event, one, "between", 0.85)
        owners = [*paths.modifiers(token), *paths.possessors(token)]
        for one in owners:
            ents, _ = self.coreference.entities(one)
            if len(ents) > 1:
                self._party(event, one, "mod", 0.75)

    def _party(self, event: Event, token: Token, path: str, confidence: float) -> None:
        ents, _ = self.coreference.entities(token)
        for ent in ents:
            if ent.kind in (
                "Country",
                "InternationalOrganization",
                "ArmedForce",
                "GovernmentBody",
                "Company",
                "NonStateActor",
            ):
                event.add(
                    "PARTY_TO", Filler(ent, self.parse.sentence(token), path, confidence, modality=event.modality)
                )

    def _signer(self, event: Event, token: Token, how: Modality, path: str) -> None:
        ents, mark = self.coreference.entities(token)
        sentence = self.parse.sentence(token)
        for ent in ents:
            state = ent if ent.kind == "Country" else None
            if ent.kind == "Country" and mark == "government":
                body = self.registry.get("GovernmentBody", f"{ent.name} Government", ent.iso)
                body.first = min(body.first, sentence.start)
                event.add("SIGNED", Filler(body, sentence, path, 0.8, modality=how))
            elif ent.kind in (
                "Person",
                "GovernmentBody",
                "ArmedForce",
                "Company",
                "InternationalOrganization",
                "NonStateActor",
            ):
                event.add("SIGNED", Filler(ent, sentence, path, 0.85, modality=how))
                iso = self.owners.country_of(ent) if ent.kind == "Person" else ""
                state = (
                    self.owners.holders.country(iso)
                    if iso
                    else (ent if ent.kind in ("Company", "InternationalOrganization") else None)
                )
            if state is not None:
                event.add("PARTY_TO", Filler(state, sentence, path, 0.8, modality=how))

    def _signing(self, verb: Token) -> None:
        how = modality(verb, self.lexicon)
        if how is None:
            return
        targets = [self.of_token[t.i] for t in paths.with_conjuncts(paths.objects(verb)) if t.i in self.of_token]
        subjects = list(paths.with_conjuncts(paths.subjects(verb)))
        if not targets and verb.lemma_ == "sign" and not paths.objects(verb):
            before = [e for e in self.events if e.trigger is not None and e.trigger.i < verb.i]
            targets = before[-1:] if paths.after(verb, FOR) else []
        for event in targets:
            for prep in verb.children:
                if (
                    prep.dep_ == "prep"
                    and prep.lower_ in self.lexicon.cue("narrow-preposition")
                    and event.named is None
                ):
                    chunks = [self.parse.chunks[t.i] for t in prep.subtree]
                    self._contents(event, verb, min(c.start for c in chunks), max(c.end for c in chunks))
            if event.modality is Modality.ASSERTED and not event.fillers("SIGNED"):
                event.modality = how
            if verb.lemma_ in self.lexicon.cue("launch-verb"):
                event.label = event.label or ""
                event.form = event.form or "programme"
                event.frame, event.launched = "agreement.launch", True
            for one in [*subjects, *paths.with_conjuncts(paths.after(verb, BETWEEN | WITH))]:
                if verb.lemma_ in self.lexicon.cue("launch-verb"):
                    self._party(event, one, "launch", 0.75)
                else:
                    self._signer(event, one, how, "signed")
            for one in self._partners(event):
                self._signer(event, one, how, "signed-with")
            for one in paths.after(verb, frozenset({"in", "at"})):
                for ent in self.parse.chunk(one).ents:
                    if ent.kind == "Place":
                        event.add(
                            "TOOK_PLACE_IN", Filler(ent, self.parse.sentence(one), "signed-in", 0.8, modality=how)
                        )
            towns = [
                t for t in verb.subtree
                if self.parse.chunk(t).code == "L" and self.parse.chunk(t).mark != "region"
            ]  # fmt: skip
            if len(towns) == 1 and not event.fillers("TOOK_PLACE_IN"):
                for ent in self.parse.chunk(towns[0]).ents:
                    event.add("TOOK_PLACE_IN", Filler(ent, self.parse.sentence(verb), "signed-near", 0.6, modality=how))
            sentence = self.parse.sentence(verb)
            trigger = event.trigger
            if event.named is None and trigger is not None and self.parse.sentence(trigger) is sentence:
                behind = [c for c in sentence.chunks if c.code == "E" and c.start > self.parse.chunk(trigger).start]
                for ent in (e for c in behind for e in c.ents):
                    event.add("COVERS", Filler(ent, sentence, "gear", 0.65))
            event.sentences.append(sentence)
            if event.trigger is not None:
                event.trigger = event.trigger

    def _contents(self, event: Event, token: Token, begin: int, end: int) -> None:
        """The topics and the equipment of a stretch of text that says what an instrument deals with."""
        for topic in topics_in(self.folded[begin:end], self.lexicon.topics):
            self._topic(event, topic, token, 0.7)
        for part in self.parse.sentence(token).chunks:
            if part.code == "E" and begin <= part.start < end:
                for ent in part.ents:
                    event.add("COVERS", Filler(ent, self.parse.sentence(token), "gear", 0.75))
                self._topic(event, "arms-transfer", token, 0.7)

    def _content(self, verb: Token) -> None:
        """`The declaration pledges …`, `It affirms …`: the topics of what an agreement is said to deal with."""
        if verb.pos_ != "VERB" or verb.lemma_ not in self.lexicon.cue("content-of-agreement"):
            return
        for subject in paths.subjects(verb):
            event = self.of_token.get(subject.i)
            if event is None and subject.lower_ in ("it", "which", "that"):
                event = self._antecedent(subject)
            if event is None:
                continue
            own = _without_conjuncts(verb)
            end = max(self.parse.chunks[t.i].end for t in own)
            text = self.folded[self.parse.chunk(verb).start : end]
            for topic in topics_in(text, self.lexicon.topics):
                self._topic(event, topic, verb, 0.65)

    def _antecedent(self, token: Token) -> Event | None:
        if token.head.dep_ == "relcl":
            return self.of_token.get(token.head.head.i)
        index = self.parse.sentence(token).index
        for i in range(token.i - 1, -1, -1):
            if self.parse.sentences[i].index < index - 1:
                return None
            other = self.parse.doc[i]
            if other.dep_ in ("nsubj", "nsubjpass") and other.head.dep_ == "ROOT":
                return self.of_token.get(i)
        return None

    def _topic(self, event: Event, topic: str, token: Token, confidence: float) -> None:
        event.add("COVERS", Filler(self.registry.get("Topic", topic), self.parse.sentence(token), "topic", confidence))

    def _extents(self, token: Token, words: frozenset[str]) -> Iterator[tuple[int, int]]:
        narrow = self.lexicon.cue("narrow-preposition")
        for holder in token.subtree:
            near = holder.head == token or (holder.head.dep_ in ("acl", "prep") and holder.head.head == token)
            if (
                holder.dep_ == "prep"
                and holder.i > token.i
                and (holder.lower_ in narrow or (near and holder.lower_ in words))
            ):
                chunks = [self.parse.chunks[t.i] for t in holder.subtree]
                yield min(c.start for c in chunks), max(c.end for c in chunks)
        mods = paths.modifiers(token)
        if mods:
            yield min(self.parse.chunks[t.i].start for t in mods), self.parse.chunk(token).start


def _without_conjuncts(verb: Token) -> list[Token]:
    """The subtree of a verb without the verbs that are coordinated with it."""
    others = {t.i for c in verb.children if c.dep_ in ("conj", "advcl") for t in c.subtree}
    return [t for t in verb.subtree if t.i not in others and t.i >= verb.i]
