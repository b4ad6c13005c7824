"""Pronouns and definite nouns: whom `he`, `they` and `the delegation` mean, where only one reading is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.loader.extract.chunks import Chunk, Ent
from dragoman.loader.extract.events import ACTORS
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.parsing import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token


class Coreference:
    """Resolves tokens to the entities that they stand for."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse, self.lexicon = parse, lexicon

    def entities(self, token: Token) -> tuple[tuple[Ent, ...], str]:
        """The entities of a token and how it names them; nothing for a word that stands for no one."""
        chunk = self.parse.chunk(token)
        if chunk.ents and chunk.code in "BCOSLAKEGX":
            return chunk.ents, chunk.mark
        for child in token.children:
            if child.dep_ == "appos" and token.pos_ == "NOUN" and self.parse.chunk(child).code == "B":
                return self.parse.chunk(child).ents, "apposition"
        if token.pos_ == "PRON" or token.lower_ in self.lexicon.cue("pronoun-person"):
            return self._pronoun(token)
        return (), ""

    def _pronoun(self, token: Token) -> tuple[tuple[Ent, ...], str]:
        word = token.lower_
        if word in ("he", "she", "him", "her", "his"):
            chunk = self._last(token, lambda c: c.code == "B" and len(c.ents) == 1)
            return (chunk.ents, "pronoun") if chunk else ((), "")
        if word == "their":
            chunk = self._last(token, lambda c: c.code in "BCOS" and len(c.ents) > 1, near=True, subject=True)
            chunk = chunk or self._last(token, lambda c: c.code == "B" and len(c.ents) > 1, near=True, any_place=True)
            return (chunk.ents, "pronoun") if chunk else ((), "")
        if word in ("they", "them"):
            chunk = self._last(token, lambda c: c.code in "BCOS" and len(c.ents) > 1, near=True, subject=True)
            return (chunk.ents, "pronoun") if chunk else (self._with_delegation(token), "pronoun")
        if word == "it":
            chunk = self._subject_before(token)
            return (chunk.ents, "pronoun") if chunk else ((), "")
        return (), ""

    def _with_delegation(self, token: Token) -> tuple[Ent, ...]:
        """`The minister and his delegation visited X, where they met Y`: the minister, of the same sentence."""
        for other in token.doc[token.sent.start : token.i]:
            beside = {c.lemma_.lower() for c in other.conjuncts}
            chunk = self.parse.chunk(other)
            if other.dep_ == "nsubj" and chunk.code == "B" and beside & self.lexicon.cue("side-noun"):
                return chunk.ents
        return ()

    def _last(
        self,
        token: Token,
        fits: Callable[[Chunk], bool],
        near: bool = False,
        any_place: bool = False,
        subject: bool = False,
    ) -> Chunk | None:
        """The last fitting subject of an earlier clause, else the last fitting chunk, within two sentences."""
        index = self.parse.sentence(token).index
        best: Chunk | None = None
        for i in range(token.i - 1, -1, -1):
            if self.parse.sentences[i].index < index - (1 if near else 2):
                break
            chunk = self.parse.chunks[i]
            if not fits(chunk):
                continue
            other = self.parse.doc[i]
            if any_place:
                return chunk
            if subject and other.head.dep_ not in ("ROOT", "conj", "ccomp"):
                continue
            if other.dep_ in ("nsubj", "nsubjpass") and other.head != token.head:
                return chunk
            best = best or (None if subject else chunk)
        return best

    def _subject_before(self, token: Token) -> Chunk | None:
        index = self.parse.sentence(token).index
        for i in range(token.i - 1, -1, -1):
            if self.parse.sentences[i].index < index - 1:
                return None
            other = self.parse.doc[i]
            if other.dep_ in ("nsubj", "nsubjpass"):
                chunk = self.parse.chunks[i]
                ok = chunk.code in "COS" and len(chunk.ents) == 1 and chunk.ents[0].kind in ACTORS
                return chunk if ok else None
        return None
