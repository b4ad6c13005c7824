"""The parse of a simplified text: each chunk is one plain word, so that the parser never meets a long title.

A function of a reading and the model. Words that only name (titles, brackets, tails) are gone; nodes know their chunks.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.loader.extract.chunks import Chunk
from dragoman.loader.extract.reading import Reading, Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

SURROGATES = {
    "B": ("Smith", "Smiths"), "C": ("France", "Americans"), "A": ("French", "French"), "K": ("France", "Americans"),
    "O": ("Congress", "officials"), "S": ("Congress", "officials"), "L": ("Paris", "Paris"),
    "E": ("Leopard", "Leopards"), "G": ("Treaty", "Treaties"),
}  # fmt: skip
EVENTS = {"Talks": "summit", "Exercise": "exercise", "Conflict": "war"}
LONGEST_ASIDE = 9
PIPES = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")


Spans = frozenset[tuple[int, int]]


@dataclass(slots=True)
class Parse:
    """A parsed document: `chunks[i]` and `sentences[i]` belong to token `i` of `doc`."""

    doc: Doc
    chunks: list[Chunk]
    sentences: list[Sentence]

    def chunk(self, token: Token) -> Chunk:
        """The chunk that a token stands for."""
        return self.chunks[token.i]

    def sentence(self, token: Token) -> Sentence:
        """The sentence of a token."""
        return self.sentences[token.i]


def named_spans(parts: list[Sentence], model: Language) -> tuple[Spans, Spans]:
    """The spans that the model's recogniser calls people, and places, as code points of the text."""
    from spacy.tokens import Doc

    tokens = [t for s in parts for t in s.tokens]
    if not tokens:
        return frozenset(), frozenset()
    starts: list[bool | int | None] = [i == 0 for s in parts for i in range(len(s.tokens))]
    spaces = [b.start > a.end for a, b in itertools.pairwise(tokens)] + [False]
    doc = Doc(model.vocab, words=[t.text for t in tokens], spaces=spaces, sent_starts=starts)
    doc = model.get_pipe("ner")(doc)
    spans = [(e.label_, (tokens[e.start].start, tokens[e.end - 1].end)) for e in doc.ents]
    people = frozenset(span for label, span in spans if label == "PERSON")
    return people, frozenset(span for label, span in spans if label in ("GPE", "LOC", "FAC"))


def parse(reading: Reading, model: Language) -> Parse:
    """Parses the simplified sentences of a reading."""
    from spacy.tokens import Doc

    words: list[str] = []
    chunks: list[Chunk] = []
    owners: list[Sentence] = []
    starts: list[bool | int | None] = []
    for sentence in reading.sentences:
        first = True
        depth = 0
        aside = _asides(sentence.chunks)
        for index, chunk in enumerate(sentence.chunks):
            if index in aside:
                continue
            depth += chunk.code == "("
            if depth or chunk.code == ")":
                depth -= depth > 0 and chunk.code == ")"
                continue
            words.append(_word(chunk))
            chunks.append(chunk)
            owners.append(sentence)
            starts.append(first)
            first = False
    doc = Doc(model.vocab, words=words or ["."], sent_starts=starts or [True])
    for name in PIPES:
        doc = model.get_pipe(name)(doc)
    if not words:
        return Parse(doc[:0].as_doc(), [], [])
    return Parse(doc, chunks, owners)


def _asides(chunks: list[Chunk]) -> set[int]:
    """The chunks between two dashes that set a short aside off from the sentence."""
    dashes = [
        i for i, c in enumerate(chunks) if c.code == "-" and 0 < i < len(chunks) - 1 and chunks[i - 1].end < c.start
    ]
    for first, last in itertools.pairwise(dashes):
        if last - first <= LONGEST_ASIDE:
            return set(range(first, last + 1))
    return set()


def _word(chunk: Chunk) -> str:
    if chunk.code in SURROGATES and (chunk.ents or chunk.code in "CAK"):
        one, many = SURROGATES[chunk.code]
        return many if len(chunk.ents) > 1 else one
    if chunk.code == "X":
        return EVENTS.get(chunk.ents[0].kind, "summit")
    if chunk.code == "D":
        head = chunk.text.split(" ")[0].lower()
        return (
            "Monday"
            if chunk.text[:1].isupper()
            and head not in ("in", "since", "by", "earlier", "last", "this", "next", "yesterday", "today")
            else "yesterday"
        )
    if chunk.text.startswith("co-") and chunk.code == "w":
        return chunk.text[3:]
    if chunk.code == "$":
        return "money"
    if chunk.code == "I":
        return chunk.text.split(" ")[0] if " of " in chunk.text else chunk.text.split(" ")[-1]
    if chunk.code in "HPMRNS":
        return chunk.text.split(" ")[-1]
    return chunk.text.split(" ")[-1]
