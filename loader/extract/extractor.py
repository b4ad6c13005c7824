"""The offline extractor: documents become claims by frames over a parse. A pure function of the document.

>>> from dragoman.loader.extract import load_extractor            # doctest: +SKIP
>>> load_extractor().extract(document).claims                     # doctest: +SKIP
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DataError
from dragoman.loader.extract.agreements import Agreements
from dragoman.loader.extract.chunks import Ent
from dragoman.loader.extract.coreference import Coreference
from dragoman.loader.extract.frames import load_frames
from dragoman.loader.extract.lexicon import load_lexicon
from dragoman.loader.extract.matching import Matcher
from dragoman.loader.extract.mentions import build_forms
from dragoman.loader.extract.merging import merge
from dragoman.loader.extract.model import load_model
from dragoman.loader.extract.occasions import Occasions, on_trips, receptions
from dragoman.loader.extract.parsing import named_spans, parse
from dragoman.loader.extract.reading import read, split
from dragoman.loader.extract.reference import build_reference
from dragoman.loader.extract.statements import Statements
from dragoman.loader.extract.subjects import Subjects, general_topics
from dragoman.loader.extract.timing import date_events
from dragoman.loader.extract.tokens import quotations_of
from dragoman.loader.extract.write import Origin, Writer
from dragoman.loader.records import Document, DocumentClaims

if TYPE_CHECKING:
    from spacy.language import Language

LEAST = 0.5
FEWEST_WORDS = 40
FEWEST_SHORT = 8
ENGLISH_SHARE = 0.18
ENGLISH_SHARE_SHORT = 0.12
"""No English sentence of 8 words or more in the development corpus has a smaller share."""
LONG_WORD = re.compile("[!-~]{2001}")  # where a script does without spaces, the language tells
LATIN = re.compile("[a-z\u00df-\u024f]")


class Extractor:
    """Extracts claims from English texts; build it with `load_extractor`."""

    def __init__(self, model: Language, lexicon: Path | None = None, least: float = LEAST) -> None:
        self.model, self.least = model, least
        self.lexicon = load_lexicon(lexicon)
        self.reference = build_reference(self.lexicon)
        self.forms = build_forms(self.lexicon, self.reference)
        own = load_frames(lexicon) if lexicon else ()
        self.frames = (*(f for f in load_frames() if f.id not in {o.id for o in own}), *own)

    def extract(self, document: Document) -> DocumentClaims:
        """What the document says, as claims. Raises `DataError` when it is not in English."""
        return self.read(document)[0]

    def explain(self, document: Document) -> list[Origin]:
        """Each claim of the document with the frame and the path that made it."""
        return self.read(document)[1]

    def firings(self, document: Document) -> Counter[str]:
        """How many claims each frame made in the document."""
        return Counter(o.frame for o in self.explain(document))

    def read(self, document: Document) -> tuple[DocumentClaims, list[Origin]]:
        """What `extract` and `explain` give, in one reading."""
        self._check_language(document)
        folded, parts = split(document, self.lexicon, self.reference)
        spans = named_spans(parts, self.model)
        reading = read(document, folded, parts, spans, self.lexicon, self.reference, self.forms)
        parsed = parse(reading, self.model)
        coreference = Coreference(parsed, self.lexicon)
        matcher = Matcher(parsed, self.frames, self.lexicon, reading.registry, reading.owners, coreference, folded)
        candidates = matcher.match()
        agreements = Agreements(parsed, self.lexicon, reading.registry, reading.owners, coreference, folded)
        instruments = agreements.read()
        date_events([*candidates, *instruments], parsed, document.published)
        frames = {f.id: f for f in self.frames}
        subjects = Subjects(parsed, self.lexicon, reading.registry, coreference, frames, folded)
        subjects.fill(candidates)
        candidates = receptions(candidates)
        on_trips(candidates)
        place_of = {e.trigger.i: e for e in candidates if e.trigger is not None}

        def state_of(entity: Ent) -> str:
            return entity.iso or (reading.owners.country_of(entity) if entity.kind == "Person" else "")

        events = merge(candidates, state_of)
        occasions = Occasions(parsed, self.lexicon, reading, coreference, state_of)
        events = occasions.settle(events, agreements.of_token)
        instruments += [e for e in agreements.events if e.slots and e not in instruments]
        subjects.follow([e for e in events if e.kind in ("Talks", "Visit")])
        subjects.follow_exercises([e for e in events if e.kind == "Exercise"])
        subjects.follow_equipment(events)
        general_topics([*events, *instruments], reading.registry, self.lexicon.cue("military-topic"))
        kept = {id(e) for e in events}
        about = {i: e.whole for i, e in place_of.items() if id(e.whole) in kept}
        about |= {i: e for i, e in agreements.of_token.items() if e in instruments}
        kinds = {noun: f.kind for f in self.frames for noun in f.nouns}
        statements = Statements(parsed, self.lexicon, coreference, about, kinds, quotations_of(document.text)).read()
        date_events(statements, parsed, occasions=self.lexicon.cue("statement-occasion"))
        writer = Writer(reading, self.least)
        writer.add([*events, *instruments, *statements])
        writer.positions()
        writer.background()
        return writer.write()

    def _check_language(self, document: Document) -> None:
        language = document.language.lower()
        where = document.url or document.id
        if LONG_WORD.search(document.text):
            raise DataError(f"{where}: the text has a word of over 2,000 characters; cut out what is no reporting")
        if language and not language.startswith("en"):
            raise DataError(
                f'{where}: the text is in "{document.language}", but the offline extractor reads English only'
            )
        words = re.findall(r"[^\W\d_]+", document.text.lower())
        latin = sum(bool(LATIN.match(w)) for w in words)
        least = ENGLISH_SHARE
        if len(words) < FEWEST_WORDS and 2 * latin >= len(words):  # a short text may be all names: believe what it says
            if language or len(words) < FEWEST_SHORT:
                return
            least = ENGLISH_SHARE_SHORT
        share = sum(w in self.lexicon.cue("english-word") for w in words) / max(1, len(words))
        if share < least:
            raise DataError(
                f"{where}: the text does not look English ({share:.0%} common English words), "
                "and the offline extractor reads English only"
            )


@cache
def load_extractor(lexicon: Path | None = None) -> Extractor:
    """The extractor, loaded once; `lexicon` is a file of the analyst's own that adds frames and rows of tables.

    Raises `UsageError` when the extra `extract` is not installed, `DataError` when the lexicon is wrong.
    """
    return Extractor(load_model(), lexicon)
