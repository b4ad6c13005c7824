"""Statements: who says something, to whom, about which event. A function of the parse and of the events read so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.chunks import Ent
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.events import ACTORS, Event, Filler
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.modality import modality
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.extract.reading import Sentence
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEAKING = ACTORS - {"MediaOutlet"}
PLACES = frozenset({"in", "at"})
TO = frozenset({"to", "with", "on"})


class Statements:
    """Reads statements, one per speaker and occasion."""

    def __init__(
        self,
        parse: Parse,
        lexicon: Lexicon,
        coreference: Coreference,
        about: dict[int, Event],
        kinds: dict[str, str],
        quotations: list[tuple[int, int]],
    ) -> None:
        self.parse, self.lexicon, self.coreference, self.about = parse, lexicon, coreference, about
        self.kinds = kinds
        self.quotations = quotations
        self.events: list[Event] = []

    def read(self) -> list[Event]:
        """The statements of the document, in text order."""
        for token in self.parse.doc:
            if token.pos_ == "NOUN" and token.lemma_.lower() in self.lexicon.cue("statement-noun"):
                self._released(token)
        verbs = self.lexicon.cue("content-verb") | self.lexicon.cue("naming-verb")
        for token in self.parse.doc:
            if token.pos_ == "VERB" and token.lemma_.lower() in verbs:
                self._said(token)
            elif token.lower_ == "according":
                self._according(token)
            elif token.dep_ == "dobj" and token.lemma_.lower() in self.lexicon.cue("statement-noun"):
                self._issued(token)
        return self.events

    def _said(self, verb: Token) -> None:
        if modality(verb, self.lexicon) is not Modality.ASSERTED:
            return
        content = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "parataxis")]
        inside = (
            verb.head
            if verb.dep_ == "parataxis" or (verb.dep_ == "ccomp" and verb.head.pos_ in ("VERB", "AUX"))
            else None
        )
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        sentence = self.parse.sentence(verb)
        if self._inside_quotation(verb):
            return
        quoted = any(c.code == '"' for c in sentence.chunks)
        finite = verb.tag_ != "VBG" or verb.dep_ in ("ROOT", "conj", "parataxis")
        weighty = finite and verb.lemma_.lower() in self.lexicon.cue("object-content-verb") and objects
        guests = [e for o in objects for e in self.parse.chunk(o).ents if e.kind == "Person"]
        if verb.lemma_.lower() == "welcome" and guests:
            return
        naming = verb.lemma_.lower() in self.lexicon.cue("naming-verb")
        if naming and not (quoted and any(c.dep_ in ("oprd", "dobj", "prep") for c in verb.children)):
            return
        if verb.lemma_.lower() in self.lexicon.cue("clausal-verb"):
            quoted = False
            content = [c for c in content if c.dep_ != "xcomp"]
        if any(t.lower_ == "that" and t.dep_ == "mark" and t.head.dep_ == "relcl" for t in verb.subtree):
            content = content or [t.head for t in verb.subtree if t.lower_ == "that" and t.dep_ == "mark"]
        if not (content or inside is not None or quoted or weighty):
            return
        speakers = self._speakers(verb)
        interviewers = self._interviewers(verb)
        if not speakers:
            return
        for filler in speakers:
            event = self._occasion(filler, interviewers, verb)
            for outlet in interviewers:
                event.add("role:interviewer", outlet)
            spots = [
                p
                for c in verb.children
                if c.dep_ == "prep" and c.lower_ in PLACES
                for p in c.children
                if p.dep_ == "pobj"
            ]
            spots += [p for s in spots for p in paths.after(s, PLACES)]
            for place in spots:
                for ent in self.parse.chunk(place).ents:
                    if ent.kind == "Place" and self.parse.chunk(place).mark != "region":
                        event.add("TOOK_PLACE_IN", Filler(ent, sentence, "said-in", 0.75))
            target = self._target([*content, *objects, *([inside] if inside is not None else [])], verb)
            if target is not None and len(event.targets) < 2:
                self._about(event, target, sentence)
            elif target is None and not event.targets:
                self._about_gear(event, [*content, *([inside] if inside is not None else [])], sentence)

    def _inside_quotation(self, verb: Token) -> bool:
        """Whether a verb stands within someone else's quoted words, so that who quotes is the speaker."""
        at = self.parse.chunk(verb).start
        return any(begin < at < end for begin, end in self.quotations)

    def _released(self, noun: Token) -> None:
        """`a statement released by the governments of X and Y`."""
        issued = [c for c in noun.children if c.dep_ == "acl" and c.lemma_ in self.lexicon.cue("issue-verb")]
        if noun.dep_ == "nsubjpass" and noun.head.lemma_ in self.lexicon.cue("issue-verb"):
            issued.append(noun.head)
        up = noun.head.head if noun.dep_ == "pobj" else noun
        if up.dep_ == "nsubjpass" and up.head.lemma_ in self.lexicon.cue("issue-verb"):
            issued.append(up.head)
        sentence = self.parse.sentence(noun)
        for verb in issued:
            speakers = [
                Filler(ent, sentence, "released", 0.8)
                for t in paths.with_conjuncts(paths.subjects(verb)) for ent in self.coreference.entities(t)[0]
                if ent.kind in SPEAKING
            ]  # fmt: skip
            if not speakers:
                continue
            event = Event("Statement", "statement.released", sentence, 0.8, noun)
            for speaker in speakers:
                event.add("role:speaker", speaker)
            near = [self.about[t.i] for t in verb.sent if t.i > verb.i and t.i in self.about]
            if near:
                self._about(event, near[0], sentence)
            self.events.append(event)

    def _issued(self, noun: Token) -> None:
        """`The ministry issued a statement`."""
        verb = noun.head
        if verb.lemma_ not in self.lexicon.cue("issue-verb") or modality(verb, self.lexicon) is not Modality.ASSERTED:
            return
        for speaker in self._speakers(verb):
            event = self._occasion(speaker, [], verb)
            target = self._target([noun], verb)
            if target is not None and len(event.targets) < 2:
                self._about(event, target, speaker.sentence)

    def _according(self, token: Token) -> None:
        """`According to NAME, …`: what the clause says is what that person or body said."""
        sentence = self.parse.sentence(token)
        for source in paths.with_conjuncts([p for c in token.children if c.dep_ == "prep" for p in c.children]):
            ents, mark = self.coreference.entities(source)
            if len(ents) != 1 or mark in ("stand-in", "pronoun", "capital", "list"):
                continue
            if ents[0].kind not in SPEAKING - {"Country"} or self.parse.chunk(source).code not in "BOS":
                continue
            filler = Filler(ents[0], sentence, "according", 0.75)
            verb = token.head
            while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
                verb = verb.head
            event = self._occasion(filler, [], verb)
            target = self._target([verb], verb)
            if target is not None and len(event.targets) < 2:
                self._about(event, target, sentence)

    def _speakers(self, verb: Token) -> list[Filler]:
        found = []
        sentence = self.parse.sentence(verb)
        upper = verb.head.head
        within = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.dep_ == "ccomp"
        if within and upper.lemma_.lower() in self.lexicon.cue("content-verb"):
            verb = upper  # `X said that Y is a partner, adding …`: X adds
        for subject in paths.with_conjuncts(paths.subjects(verb)):
            ents, mark = self.coreference.entities(subject)
            last = self._last_speaker(sentence.index) if mark == "pronoun" and len(ents) == 1 else None
            if last is not None:
                ents = (last,)
            if self.parse.chunk(subject).code == "A" or (
                mark == "pronoun" and last is None and any(e.kind != "Person" for e in ents)
            ):
                continue
            for ent in ents:
                if ent.kind in ("MediaOutlet", "Place", "Equipment", "Agreement", "Talks", "Topic", "Exercise"):
                    continue
                if mark == "stand-in" and self.parse.chunk(subject).value is not None:
                    continue
                if mark in ("people-pair",) or (mark == "pronoun" and len(ents) > 1):
                    continue
                body = ent.kind == "GovernmentBody" and verb.lemma_.lower() == "reject"
                lemma = verb.lemma_.lower()
                weighs = lemma in self.lexicon.cue("object-content-verb") - self.lexicon.cue("body-verb")
                if ent.kind != "Person" and not body and weighs:
                    continue
                if ent.kind == "Country" and len(ents) > 1:
                    continue
                base = 0.85 if ent.kind == "Person" else 0.7
                found.append(Filler(ent, sentence, "subj", base * (0.9 if mark == "pronoun" else 1), mark))
        return found or self._beside(verb)

    def _beside(self, verb: Token) -> list[Filler]:
        """`NAME said`, `said NAME`: whoever stands beside the verb, where the parse sees no subject."""
        if verb.tag_ == "VBG" or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return []
        doc, sentence = verb.doc, self.parse.sentence(verb)
        for i in (verb.i + 1, verb.i - 1):
            if 0 <= i < len(doc) and self.parse.sentences[i] is sentence:
                chunk = self.parse.chunks[i]
                if chunk.code in "BOS" and len(chunk.ents) == 1 and chunk.ents[0].kind != "MediaOutlet":
                    return [Filler(chunk.ents[0], sentence, "beside", 0.75)]
        return []

    def _last_speaker(self, index: int) -> Ent | None:
        """Who spoke last, if it was a person and not long ago: `he said` goes on with the same voice."""
        said = [(s.index, e) for e in self.events for s in (e.sentence, *e.sentences) if s.index <= index]
        if not said:
            return None
        latest, event = max(said, key=lambda pair: pair[0])
        people = [e for e in event.ents("role:speaker") if e.kind == "Person"]
        return people[0] if people and index - latest <= 4 else None

    def _interviewers(self, verb: Token) -> list[Filler]:
        found = []
        sentence = self.parse.sentence(verb)
        spots = [*paths.objects(verb), *paths.datives(verb), *paths.after(verb, TO)]
        for child in verb.children:
            if child.dep_ == "prep":
                for noun in (
                    c
                    for c in child.children
                    if c.dep_ == "pobj" and c.lemma_.lower() in self.lexicon.cue("statement-occasion")
                ):
                    spots += paths.after(noun, TO)
        for spot in spots:
            for one in (spot, *paths.possessors(spot), *paths.modifiers(spot)):
                for ent in self.parse.chunk(one).ents:
                    if ent.kind == "MediaOutlet" and ent.name not in self.lexicon.cue("platform"):
                        found.append(Filler(ent, sentence, "told", 0.85))
        return found

    def _occasion(self, speaker: Filler, interviewers: list[Filler], verb: Token) -> Event:
        """The speaker's last statement, unless this one is to another outlet."""
        perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
        for event in reversed(self.events):
            if speaker.ent in event.ents("role:speaker"):
                given = event.ents("role:interviewer")
                if interviewers and given and not {id(f.ent) for f in interviewers} & {id(e) for e in given}:
                    continue
                if speaker.ent.kind != "Person" and speaker.sentence.index - event.sentence.index > 6:
                    continue
                event.sentences.append(speaker.sentence)
                return event
        event = Event("Statement", "statement.said", speaker.sentence, speaker.confidence, verb)
        event.timeless = perfect and not self._dated(verb)
        event.add("role:speaker", speaker)
        self.events.append(event)
        return event

    def _dated(self, verb: Token) -> bool:
        """Whether a date hangs on the verb itself: `has said on May 7`."""
        own = [c for c in verb.children if c.dep_ in ("prep", "npadvmod")]
        return any(self.parse.chunk(t).code == "D" for c in own for t in (c, *c.children))

    def _target(self, contents: list[Token], verb: Token) -> Event | None:
        for content in contents:
            for token in sorted(content.subtree, key=lambda t: (_depth(t, content), t.i)):
                if _depth(token, content) > 4:
                    break
                event = self.about.get(token.i) or self._definite(token)
                if (
                    event is not None
                    and event.kind != "Statement"
                    and _depth(token, content) <= (1 if event.kind == "Conflict" else 3)
                ):
                    return event
        return None

    def _about_gear(self, statement: Event, contents: list[Token], sentence: Sentence) -> None:
        """A remark whose main clause has a named system for subject or object is about it."""
        for content in contents:
            for token in content.children:
                if token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
                    for ent in (e for t in (token, *paths.modifiers(token)) for e in self.parse.chunk(t).ents):
                        if ent.kind == "Equipment":
                            statement.add("ABOUT", Filler(ent, sentence, "gear", 0.6))
                            return

    def _definite(self, token: Token) -> Event | None:
        """`the drills`, `this attack`: the last event of that kind that the text has told of."""
        kind = self.kinds.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
        if kind is None or not any(c.dep_ == "det" and c.lower_ in ("the", "this", "these") for c in token.children):
            return None
        index = self.parse.sentence(token).index
        before = [e for e in self.about.values() if e.kind == kind and e.sentence.index <= index]
        return max(before, key=lambda e: e.sentence.index) if before else None

    def _about(self, statement: Event, target: Event, sentence: Sentence) -> None:
        if all(target is not known for known, _ in statement.targets):
            statement.targets.append((target, sentence))


def _depth(token: Token, top: Token) -> int:
    count = 0
    while token != top and count < 12:
        token = token.head
        count += 1
    return count
