"""Where the paths of frames lead in a parse: the tokens that may fill a slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.frames import Frame
from dragoman.loader.extract.slots import Slots

if TYPE_CHECKING:
    from spacy.tokens import Token


class Following(Slots):
    """Follows paths from a trigger, or from its light verb."""

    by_noun: dict[str, list[Frame]]

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
            begins = token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_ in self.lexicon.cue("begin-verb")
            if not found and light is None and begins:
                found = paths.after(token.head, prepositions)
            if not found and "with" in prepositions and token.pos_ == "NOUN":
                found = self._with_someone(token)
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
            happens = token.head.lemma_ in self.lexicon.cue("happen-verb")
            verbs = [token.head, *(c for c in token.head.children if c.dep_ == "conj" and happens)]
            verbs = [v for v in verbs if v.lemma_ in self.lexicon.cue("include-verb")]
            subject = "nsubj" if verbs and verbs[0] == token.head else "nsubjpass"
            if not verbs or token.dep_ != subject:
                return []
            added = [c for c in verbs[0].children if c.dep_ in ("appos", "ccomp", "attr")]
            return [*paths.objects(verbs[0]), *added]
        if name == "obj-body":
            plain = [o for o in paths.objects(token) if not self.parse.chunk(o).ents]
            return [*paths.objects(token), *(m for o in plain for m in (*paths.modifiers(o), *paths.possessors(o)))]
        if name == "obj-town":
            return [o for o in paths.objects(token) if self.parse.chunk(o).code == "L"]
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
            return self._targets(token, light, frozenset({"on", "against"}))
        if name == "target-place":
            hit = self._targets(token, light, frozenset({"on", "against", "at"}))
            return paths.within(hit, frozenset({"in", "near", "of"}))
        if name in ("on-mod", "at-mod"):
            toward = {"on", "against"} if name == "on-mod" else {"at", "on", "against"}
            hit = self._targets(token, light, frozenset(toward))
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
        if name == "partner":
            near = [c for t in (token, light) if t is not None for c in t.children if c.lower_ == "in"]
            joint = [p for c in near for p in c.children if p.lemma_.lower() in self.lexicon.cue("cooperation-noun")]
            return [p for noun in joint for p in paths.after(noun, frozenset({"with"}))]
        if name == "self":
            return [token]
        return []

    def _targets(self, token: Token, light: Token | None, words: frozenset[str]) -> list[Token]:
        """What an attack is aimed at; the parse at times hangs `on X` on the verb of `carried out strikes on X`."""
        found = paths.after(token, words) or (paths.after(light, words) if light is not None else [])
        return [t for t in found if self.parse.chunk(t).code != "D"]

    def _with_someone(self, noun: Token) -> list[Token]:
        """`held talks at the headquarters of X with NAME`: who stands behind `with` in the rest of the clause."""
        for token in noun.doc[noun.i + 1 : noun.sent.end]:
            if token.pos_ == "VERB" or token.dep_ == "mark":
                return []
            if token.lower_ == "with" and token.dep_ == "prep":
                return [p for p in token.children if p.dep_ == "pobj" and self.parse.chunk(p).code == "B"]
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
