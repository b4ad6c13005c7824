"""What talks, visits and transfers deal with: their topics, from the words that say so.

A function of parse and events.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.chunks import Chunk, Registry
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.events import Event, Filler
from dragoman.loader.extract.frames import Frame
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.extract.reading import Sentence
from dragoman.loader.extract.topics import MOST, topics_in

if TYPE_CHECKING:
    from spacy.tokens import Token

FOLLOWING = 4
COOPERATION = re.compile(r"(?:defen[cs]e|military|security)(?: and \w+)? (?:cooperation|relations|ties)", re.I)


class Subjects:
    """Adds topics to events; `discussions` are the verbs that say what a meeting dealt with."""

    def __init__(
        self,
        parse: Parse,
        lexicon: Lexicon,
        registry: Registry,
        coreference: Coreference,
        frames: dict[str, Frame],
        folded: str,
    ) -> None:
        self.parse, self.lexicon, self.registry, self.coreference = parse, lexicon, registry, coreference
        self.frames, self.folded = frames, folded

    def fill(self, events: list[Event]) -> None:
        """Gives every event the topics that its own words name."""
        for event in events:
            token = event.trigger
            if token is None:
                continue
            frame = self.frames.get(event.frame)
            for topic in frame.given if frame is not None else ():
                event.add(
                    "COVERS", Filler(self.registry.get("Topic", topic), event.sentence, "given", event.confidence)
                )
            if event.kind == "Transfer":
                self._goods(event)
            elif event.kind == "Exercise":
                self._exercise(event)
            elif event.kind in ("Talks", "Visit"):
                for begin, end in self._extents(event, token):
                    self._topics(event, begin, end, token, 0.75)

    def follow(self, talks: list[Event]) -> None:
        """`The leaders discussed …`, `She will underscore …`: topics in the sentences that follow a meeting."""
        for verb in self.parse.doc:
            lemma = verb.lemma_.lower()
            joint = lemma in self.lexicon.cue("joint-verb")
            if verb.pos_ != "VERB" or not (joint or lemma in self.lexicon.cue("discuss-verb")):
                continue
            event = self._meeting_of(verb, talks)
            if event is None or (joint and not self._together(verb)):
                continue
            agenda = {s.lemma_.lower() for s in paths.subjects(verb)} & self.lexicon.cue("agenda-noun")
            if lemma in self.lexicon.cue("agenda-verb") and not agenda:
                continue
            chunks = [self.parse.chunks[t.i] for t in verb.subtree if t.i > verb.i]
            told = self._discussed(verb)
            chunks = told or chunks
            if index_of(event) < self.parse.sentence(verb).index:
                event.sentences.append(self.parse.sentence(verb))
            if chunks:
                end = max(c.end for c in chunks)
                if verb.lemma_ in self.lexicon.cue("listing-verb"):
                    end = max(end, self.parse.sentence(verb).end)
                self._topics(event, min(c.start for c in chunks), end, verb, 0.7)

    def follow_exercises(self, exercises: list[Event]) -> None:
        """`The exercise will focus on …`: narrower topics of an exercise in later sentences."""
        for verb in self.parse.doc:
            if verb.pos_ != "VERB" or verb.lemma_.lower() not in self.lexicon.cue("exercise-content"):
                continue
            index = self.parse.sentence(verb).index
            before = [e for e in exercises if 0 <= index - e.sentence.index <= 8]
            subjects = paths.subjects(verb)
            fits = any(
                s.lemma_.lower() in self.lexicon.cue("exercise-noun") or self.parse.chunk(s).code == "X"
                or self.parse.chunk(s).mark == "pair-of-states" for s in subjects
            )  # fmt: skip
            if not before or not fits:
                continue
            chunks = [self.parse.chunks[t.i] for t in verb.subtree]
            text = self.folded[min(c.start for c in chunks) : max(c.end for c in chunks)]
            for topic in topics_in(text, self.lexicon.topics):
                if topic in self.lexicon.cue("drilled-topic"):
                    entity = self.registry.get("Topic", topic)
                    before[-1].add("COVERS", Filler(entity, self.parse.sentence(verb), "content", 0.65))

    def follow_equipment(self, events: list[Event]) -> None:
        """Named equipment in later sentences: `The package includes …`, a list, ships that join the exercise."""
        transfers = [e for e in events if e.kind == "Transfer"]
        exercises = [e for e in events if e.kind == "Exercise"]
        listing: Event | None = None
        for sentence, tokens in self._by_sentence():
            gear = [c for c in sentence.chunks if c.code == "E" and c.ents]
            if listing is not None and self.folded[sentence.start] not in "-*\u2022\u00b7":
                listing = None
            told = listing or self._package(sentence, tokens, transfers)
            if told is not None and self.folded[sentence.start : sentence.end].rstrip().endswith(":"):
                listing = told
            if told is None and len(exercises) == 1 and self._joins(tokens, exercises[0], sentence):
                told = exercises[0]
            if told is None:
                continue
            for chunk in gear:
                for ent in chunk.ents:
                    told.add("COVERS", Filler(ent, sentence, "listed", 0.7, modality=told.modality))

    def _by_sentence(self) -> list[tuple[Sentence, list[Token]]]:
        found: dict[int, tuple[Sentence, list[Token]]] = {}
        for token in self.parse.doc:
            sentence = self.parse.sentence(token)
            found.setdefault(sentence.index, (sentence, []))[1].append(token)
        return [found[i] for i in sorted(found)]

    def _package(self, sentence: Sentence, tokens: list[Token], transfers: list[Event]) -> Event | None:
        """The transfer that a sentence goes on to list: its subject is the package, the aid, or `it`."""
        near = [e for e in transfers if 0 <= sentence.index - self._last(e) <= 2]
        if not near:
            return None
        for token in tokens:
            if token.pos_ == "VERB" and token.lemma_.lower() in self.lexicon.cue("contain-verb"):
                nouns = {s.lemma_.lower() for s in paths.subjects(token)}
                if nouns & self.lexicon.cue("package-noun"):
                    return near[-1]
        return None

    def _joins(self, tokens: list[Token], exercise: Event, sentence: Sentence) -> bool:
        """Whether a sentence says of forces that they take part in the one exercise of the text."""
        if sentence.index < exercise.sentence.index:
            return False
        words = {t.lemma_.lower() for t in tokens}
        named = any(self.parse.chunk(t).code == "X" for t in tokens) or words & self.lexicon.cue("exercise-noun")
        takes = {"take", "part"} <= words
        return bool(words & self.lexicon.cue("join-verb")) or takes or bool(named)

    def _meeting_of(self, verb: Token, talks: list[Event]) -> Event | None:
        index = self.parse.sentence(verb).index
        before = [
            e for e in talks if e.trigger is not None and e.trigger.i <= verb.i and index - self._last(e) <= FOLLOWING
        ]
        if not before:
            return None
        last = max(self._last(e) for e in before)
        event = next((e for e in reversed(before) if e.kind == "Talks" and self._last(e) == last), before[-1])
        if self._discussed(verb):
            return event
        for subject in paths.subjects(verb):
            ents, mark = self.coreference.entities(subject)
            actors = event.actors
            if any(e in actors for e in ents) or mark in ("people-pair", "pair-of-states"):
                return event
            chunk = self.parse.chunk(subject)
            near = [chunk, *(self.parse.chunk(t) for t in paths.after(subject, frozenset({"of"})))]
            if event.named is not None and any(
                e is event.named or e.name.endswith(event.named.name) or event.named.name.endswith(e.name)
                for c in near
                for e in c.ents
            ):
                return event
            noun = subject.lemma_.lower()
            if not chunk.ents and (noun in self.lexicon.cue("meeting-noun") or subject.lower_ in ("they", "both")):
                return event
        return None

    def _discussed(self, verb: Token) -> list[Chunk]:
        """What was discussed, where nobody is said to have discussed it: `Trade and transport will be discussed`."""
        subjects = [c for c in verb.children if c.dep_ == "nsubjpass"]
        if not subjects or any(c.dep_ == "agent" for c in verb.children):
            return []
        if any(s.pos_ == "PRON" or s.lemma_.lower() in self.lexicon.cue("meeting-noun") for s in subjects):
            return []
        return [self.parse.chunks[t.i] for s in subjects for t in s.subtree]

    def _together(self, verb: Token) -> bool:
        """Whether both sides of a meeting do what the verb says."""
        for subject in paths.subjects(verb):
            mark = self.coreference.entities(subject)[1]
            noun = subject.lemma_.lower()
            if subject.lower_ in ("they", "both") or mark in ("people-pair", "pair-of-states"):
                return True
            if subject.tag_ == "NNS" and noun in self.lexicon.cue("meeting-noun"):
                return True
        return False

    def _last(self, event: Event) -> int:
        return max([event.sentence.index, *(s.index for s in event.sentences)])

    def _extents(self, event: Event, token: Token) -> list[tuple[int, int]]:
        frame = self.frames.get(event.frame)
        found: list[Token] = []
        light = paths.light_verb(token, frame.support) if frame is not None and token.pos_ != "VERB" else None
        for path in frame.topics if frame is not None else ():
            if path == "purpose":
                for holder in [token, *([light] if light is not None else [])]:
                    found += [
                        c for c in holder.children
                        if c.dep_ in ("xcomp", "advcl", "acl") and c.i > holder.i
                        and c.lemma_.lower() in (
                            self.lexicon.cue("discuss-verb") | (
                                self.lexicon.cue("further-verb") if event.kind == "Visit" else frozenset()
                            )
                        )
                    ]  # fmt: skip
                    found += [
                        p for c in holder.children if c.dep_ == "acl" and c.lemma_ in ("aim", "intend")
                        for d in c.children if d.dep_ == "prep" for p in d.children if p.dep_ in ("pcomp", "pobj")
                    ]  # fmt: skip
            elif path == "obj":
                found += paths.objects(token)
            else:
                words = frozenset(path.partition(":")[2].split("|"))
                found += paths.after(token, words)
        spans = []
        for top in found:
            chunks = [self.parse.chunks[t.i] for t in top.subtree]
            begin, end = min(c.start for c in chunks), max(c.end for c in chunks)
            sentence = self.parse.sentence(token)
            more = [c for c in sentence.chunks if c.start >= end][:3]
            if more and any(c.text.lower() in self.lexicon.cue("narrowing") for c in more[:2]):
                end = sentence.end
            spans.append((begin, end))
        if token.pos_ != "VERB":
            mods = [self.parse.chunk(t) for t in paths.modifiers(token)]
            if mods:
                spans.append((min(c.start for c in mods), self.parse.chunk(token).start))
        return spans

    def _topics(self, event: Event, begin: int, end: int, token: Token, confidence: float) -> None:
        given = {e.name for e in event.ents("COVERS")}
        sentence = self.parse.sentence(token)
        for topic in topics_in(self._without_names(begin, end, sentence), self.lexicon.topics):
            explicit = topic == "defence-cooperation" and COOPERATION.search(self.folded, begin, end)
            if len(given) >= MOST:
                break
            if topic == "defence-cooperation" and given and not explicit:
                continue
            given.add(topic)
            path = "explicit" if explicit else "topic"
            entity = self.registry.get("Topic", topic)
            event.add("COVERS", Filler(entity, sentence, path, confidence, modality=event.modality))

    def _without_names(self, begin: int, end: int, sentence: Sentence) -> str:
        """The text with people, places and bodies blanked: the South China Sea is no naval matter."""
        text = self.folded[begin:end]
        for chunk in sentence.chunks:
            if chunk.code in "LBO" and chunk.ents and begin <= chunk.start and chunk.end <= end:
                text = text[: chunk.start - begin] + " " * (chunk.end - chunk.start) + text[chunk.end - begin :]
        return text

    def _goods(self, event: Event) -> None:
        token = event.trigger
        if token is None:
            return
        frame = self.frames.get(event.frame)
        goods = self.lexicon.cue("goods-topic")
        topics: list[str] = [f.mark for f in event.fillers("COVERS") if f.ent.kind == "Equipment" and f.mark in goods]
        tops = [token] if token.pos_ != "VERB" else [*paths.objects(token), *paths.after(token, frozenset({"with"}))]
        for top in tops:
            chunks = [self.parse.chunks[t.i] for t in top.subtree]
            text = self.folded[min(c.start for c in chunks) : max(c.end for c in chunks)]
            topics += [t for t in topics_in(text, self.lexicon.topics) if t in self.lexicon.cue("goods-word-topic")]
        if event.label == "arms" and "humanitarian" not in topics:
            topics.append("arms-transfer")
        confidence = frame.confidence if frame is not None else 0.7
        for topic in dict.fromkeys(topics):
            event.add("COVERS", Filler(self.registry.get("Topic", topic), event.sentence, "goods", confidence))

    def _exercise(self, event: Event) -> None:
        token = event.trigger
        if token is None:
            return
        chunks = [self.parse.chunk(t) for t in (*paths.modifiers(token), token)]
        text = self.folded[min(c.start for c in chunks) : max(c.end for c in chunks)]
        narrow = [
            t
            for t in topics_in(text, self.lexicon.topics)
            if t not in ("joint-exercises", "defence-cooperation", "political-relations")
        ]
        for topic in narrow:
            event.add("COVERS", Filler(self.registry.get("Topic", topic), event.sentence, "kind", 0.75))


def index_of(event: Event) -> int:
    """The sentence up to which the text has told of an event."""
    return max([event.sentence.index, *(s.index for s in event.sentences)])


def general_topics(events: list[Event], registry: Registry, military: frozenset[str]) -> None:
    """The general topic of an exercise that nothing narrower describes; `military` topics say more than the general."""
    for event in events:
        if event.kind == "Exercise" and not any(e.kind == "Topic" for e in event.ents("COVERS")):
            event.add("COVERS", Filler(registry.get("Topic", "joint-exercises"), event.sentence, "general", 0.8))
        if event.kind in ("Talks", "Visit", "Agreement"):
            covers = event.fillers("COVERS")
            if sum(f.ent.kind == "Topic" for f in covers) > 1:
                event.slots["COVERS"] = [
                    f
                    for f in covers
                    if f.ent.name != "defence-cooperation"
                    or (f.path == "explicit" and not any(g.ent.name in military for g in covers))
                ]
