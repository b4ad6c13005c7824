"""A document as chunks: names, titles, bodies and stand-ins of each sentence, before any parse.

A function of the document, the lexicon, the reference names and the spans that the model's recogniser calls people.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from dragoman.loader.extract.bodies import Bodies
from dragoman.loader.extract.chunks import Chunk, Registry
from dragoman.loader.extract.dates import find_dates
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.mentions import Forms, read_sentence
from dragoman.loader.extract.names import Names
from dragoman.loader.extract.nominals import Nominals
from dragoman.loader.extract.ownership import Owners
from dragoman.loader.extract.people import People
from dragoman.loader.extract.positions import Positions
from dragoman.loader.extract.reference import Reference
from dragoman.loader.extract.tokens import Token, fold, sentences, tokenize
from dragoman.loader.records import Document

CONSTITUENCY = re.compile(r"[DRI]-[A-Z][A-Za-z]*\.?")
INCLUDED = re.compile(r"[AC](?:[wMPT]{0,2})(?P<side>[wH])[w]")
LED = re.compile(r"B,?(?P<verb>[wH])t?(?P<who>[AC])'?w")
LED_BY = re.compile(r"(?P<who>[AC])'?(?P<side>[wH])w?(?P<verb>w)(?P<by>w)(?P<people>B(?:,?a?B)*)")
SIGNED_FOR = re.compile(r"B,?(?P<verb>w)ft?C")
DATELINE = re.compile(
    r"(?:\(?[A-Z][A-Z]+(?:[ .,'/-]+[A-Z][\w.]*)*,?"
    r"(?: [A-Z][a-z]+\.? ?\d{0,2})?,? ?(?:\([A-Za-z/ ]+\))?\)? ?(?:--|[-–—:]) ?)"
)


@dataclass(slots=True)
class Sentence:
    """One sentence: its place in the text, its tokens and chunks; `paragraph` counts paragraphs."""

    index: int
    start: int
    end: int
    tokens: list[Token]
    chunks: list[Chunk] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What is known of a document before the parse."""

    document: Document
    folded: str
    sentences: list[Sentence]
    registry: Registry
    people: People
    owners: Owners
    nominals: Nominals


def split(document: Document, lexicon: Lexicon, reference: Reference) -> tuple[str, list[Sentence]]:
    """The folded text and the sentences with their tokens; a dateline's tokens are left out."""
    folded = fold(document.text)
    out = []
    for index, (start, end) in enumerate(sentences(document.text, lexicon)):
        m = DATELINE.match(folded, start, end)
        skip = m.end() if m and m.end() - start < 60 and m.end() < end else start
        tokens = [Token(t.start + skip, t.end + skip, t.text) for t in tokenize(folded[skip:end], lexicon)]
        if any(phrase in folded[start:end] for phrase in lexicon.cue("boilerplate")):
            tokens = []
        tokens = [part for token in tokens for part in _pair_of_states(token, reference)]
        out.append(Sentence(index, start, end, tokens))
    return folded, out


def _pair_of_states(token: Token, reference: Reference) -> list[Token]:
    """`India-Kenya` as three tokens; any other word as it is."""
    parts = token.text.split("-")
    if len(parts) != 2 or not all(p in reference.nouns or p in reference.adjectives for p in parts):
        return [token]
    middle = token.start + len(parts[0])
    return [
        Token(token.start, middle, parts[0]),
        Token(middle, middle + 1, "-"),
        Token(middle + 1, token.end, parts[1]),
    ]


def read(
    document: Document, folded: str, parts: list[Sentence],
    spans: tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]],
    lexicon: Lexicon, reference: Reference, forms: Forms,
) -> Reading:  # fmt: skip
    """Reads the sentences in three passes: bodies and titled names, then bare names, then what stands for them."""
    people_spans, places = spans
    registry = Registry()
    owners_dateline = _dateline(folded, reference)
    people = People(registry, folded, lexicon)
    owners = Owners(lexicon, reference, registry, document.publisher)
    owners.dateline = owners_dateline
    bodies = Bodies(lexicon, reference, registry, folded)
    names = Names(lexicon, reference, registry, folded)
    names.places = places
    positions = Positions(bodies, people)
    nominals = Nominals(lexicon, registry, people, owners, folded)
    american = owners.home == "USA" or any(reference.nouns.get(t.text) == "USA" for s in parts for t in s.tokens)
    dates = find_dates(folded, document.published)
    for s in parts:
        chunks = read_sentence(s.tokens, folded, dates, lexicon, reference, forms, registry, american)
        owners.named_at += [(c.start, e.iso) for c in chunks if c.code in "CAK" for e in c.ents]
        chunks = _without_constituency(chunks)
        chunks = nominals.read_pairs(chunks)
        chunks = bodies.read(chunks)
        chunks = names.read_bodies(chunks)
        s.chunks = positions.read(chunks)
    for s in parts:
        s.chunks = people.read(s.chunks, people_spans)
        s.chunks = positions.read_appositions(s.chunks)
    for s in parts:
        nominals.note_offices(s.chunks)
        codes = "".join(c.code for c in s.chunks)
        for m in SIGNED_FOR.finditer(codes):
            if s.chunks[m.start("verb")].text == "signed":
                owners.sign_for(s.chunks[m.start()].ents[0], s.chunks[m.end() - 1].iso)
        for m in LED.finditer(codes):
            verb, side = s.chunks[m.start("verb")].text, s.chunks[m.end() - 1].text
            if verb in lexicon.cue("led-verb") and side in lexicon.cue("side-noun") and s.chunks[m.start("who")].iso:
                owners.sign_for(s.chunks[m.start()].ents[-1], s.chunks[m.start("who")].iso)
        for m in LED_BY.finditer(codes):
            words = [s.chunks[m.start(g)].text.lower() for g in ("side", "verb", "by")]
            sided = words[0] in lexicon.cue("side-noun") and words[1] in lexicon.cue("led-verb") and words[2] == "by"
            for chunk in s.chunks[m.start("people") : m.end("people")] if sided else ():
                for person in chunk.ents:
                    owners.sign_for(person, s.chunks[m.start("who")].iso)
        for m in INCLUDED.finditer(codes):
            side, verb = s.chunks[m.start("side")].text, s.chunks[m.end() - 1].text
            if side in lexicon.cue("included-side") and verb in lexicon.cue("included-verb"):
                for chunk in s.chunks[m.end() :]:
                    for person in chunk.ents if chunk.code == "B" and not chunk.iso else ():
                        owners.sign_for(person, s.chunks[m.start()].iso)
    owners.words = frozenset(c.text for s in parts for c in s.chunks if c.code in "uL")
    owners.states_at = [
        (s.start, s.end, frozenset(e.iso for c in s.chunks if c.code in "CAK" for e in c.ents)) for s in parts
    ]
    owners.where_at = [
        (s.chunks[i + 2].start, s.end, s.chunks[i].iso)
        for s in parts
        for i in range(len(s.chunks) - 2)
        if s.chunks[i].code in "CK" and s.chunks[i].iso and s.chunks[i + 2].text == "where"
    ]
    owners.visited_at = [
        (s.start, s.end, frozenset(_states_of_towns(s.chunks, lexicon.cue("trip-form")))) for s in parts
    ]
    owners.met_at = [
        (s.start, s.end, iso)
        for before, s in itertools.pairwise(parts)
        if s.chunks and s.chunks[0].text in lexicon.cue("continuing-word")
        if (iso := _visited(before.chunks, lexicon.cue("trip-form")))
        if all(c.iso in ("", iso) for c in s.chunks if c.code in "CAK")
    ]
    owners.visitors_at = [
        (s.chunks[i].start, s.chunks[i].end, iso)
        for s in parts
        for i in range(len(s.chunks) - 3)
        if s.chunks[i + 1].code == "'" and (iso := _destination(s.chunks[i + 2 :], lexicon, reference))
    ]
    owners.settle(positions.found, nominals.main_pair())
    for s in parts:
        s.chunks = people.read(s.chunks, people_spans)
    owners.holders.settle(nominals.main_pair(), owners.home)
    for s in parts:
        for chunk in s.chunks:
            if chunk.code in "OS" and chunk.ents:
                chunk.ents = tuple(owners.holders.twin(e) for e in chunk.ents)
        s.chunks = nominals.read(s.chunks)
        s.chunks = names.read_places(s.chunks)
        s.chunks = names.read_lists(s.chunks)
        for chunk in s.chunks:
            for entity in chunk.ents:
                entity.first = min(entity.first, chunk.start)
    return Reading(document, folded, parts, registry, people, owners, nominals)


def _dateline(folded: str, reference: Reference) -> str:
    """The state of the town in capitals with which a text begins."""
    m = DATELINE.match(folded)
    word = re.match(r"\(?([A-Z]{3,}(?: [A-Z]{3,})?)", folded) if m else None
    name = word.group(1).title() if word else ""
    return reference.capitals.get(name) or reference.nouns.get(name) or reference.towns.get(name, "")


def _destination(chunks: list[Chunk], lexicon: Lexicon, reference: Reference) -> str:
    """The state that a trip goes to, told right behind a possessive: `'s first visit to Town`."""
    words = list(itertools.takewhile(lambda c: c.code == "w", chunks))
    rest = chunks[len(words) :]
    if not words or words[-1].text.lower() not in lexicon.cue("trip-noun") or len(rest) < 2 or rest[0].text != "to":
        return ""
    name = rest[1].text
    return rest[1].iso or reference.capitals.get(name) or reference.towns.get(name, "")


def _without_constituency(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks without `, D-Va.,` after a lawmaker's name."""
    out: list[Chunk] = []
    skip = 0
    for i, chunk in enumerate(chunks):
        if skip:
            skip -= 1
            continue
        following = chunks[i + 1 : i + 3]
        if chunk.code == "," and following and CONSTITUENCY.fullmatch(following[0].text):
            skip = 2 if len(following) > 1 and following[1].code == "," else 1
            continue
        out.append(chunk)
    return out


def _visited(chunks: list[Chunk], trips: frozenset[str]) -> str:
    """The state that a sentence tells of a trip to, if it names none behind that."""
    at = next((i for i, c in enumerate(chunks) if c.text.lower() in trips), len(chunks))
    states = {c.iso for c in chunks[at:] if c.code in "CKL" and c.iso}
    return states.pop() if len(states) == 1 else ""


def _states_of_towns(chunks: list[Chunk], trips: frozenset[str]) -> set[str]:
    """The states of `Town, State` in a sentence."""
    met = any(c.text.lower() in trips for c in chunks)
    if len(chunks) > 2 and chunks[0].text.lower() == "in" and chunks[1].code in "CK" and chunks[2].code == ",":
        return {chunks[1].iso}
    if not met:
        return set()
    runs = zip(chunks, chunks[1:], chunks[2:], strict=False)
    return {c.iso for a, b, c in runs if a.code in "uKL" and b.code == "," and c.code == "C"}
