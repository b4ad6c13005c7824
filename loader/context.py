"""What the claims of a document tie an entity to: the features by which resolution tells occurrences apart.

A context is a sorted tuple of `relation:key` strings: `visitor:c:TUR`, `signatory:p:aliav`, `place:shusha`. It follows
from the claims of one document alone, never from what other documents say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.loader.dates import Span, span
from dragoman.loader.names import country_code, fold, person_words, word_block
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, Entity

OCCURRENCE_DAYS = 31  # a date vaguer than a month does not tell one occurrence from another
_ACTOR_RELATIONS = {"PARTY_TO": "party", "SIGNED": "signatory"}
_PLACE_RELATIONS = {"TOOK_PLACE_IN": "place", "LOCATED_IN": "in", "PART_OF": "of"}
NO_ACTORS = ("place", "in", "of")
"""The relations whose other ends did nothing: places, and what something is a part of."""


def code_of(name: str, properties: Mapping[str, object]) -> str:
    """The alpha-3 code of a country entity: the one that it gives, else that of its name, else empty."""
    given = properties.get("iso3")
    return given.upper() if isinstance(given, str) and given else country_code(name)


def entity_key(entity: Entity) -> str:
    """A key that is the same for most spellings of one thing: `c:AZE`, `p:aliav` (a family name), `shusha`."""
    if entity.kind == "Country":
        return f"c:{code_of(entity.name, entity.properties) or fold(entity.name)}"
    if entity.kind == "Person":
        words = person_words(entity.name)
        return f"p:{word_block(words[-1])}" if words else f"p:{fold(entity.name)}"
    return fold(entity.name)


def relation(claim: Claim, *, as_subject: bool) -> str:
    """What a claim makes of its other end: `visitor`, `party`, `place`, `in`; empty where it tells nothing."""
    if as_subject:
        return _PLACE_RELATIONS.get(claim.predicate, "")
    if claim.predicate == "PARTICIPATED_IN":
        return claim.qualifiers.get("role", "participant")
    return _ACTOR_RELATIONS.get(claim.predicate, "")


def contexts(claims: Iterable[Claim], entities: Mapping[str, Entity]) -> dict[str, set[str]]:
    """The context of each entity of a document, by local id."""
    found: dict[str, set[str]] = {}
    for claim in claims:
        for end, other, as_subject in ((claim.subject, claim.object, True), (claim.object, claim.subject, False)):
            if tie := relation(claim, as_subject=as_subject):
                found.setdefault(end, set()).add(f"{tie}:{entity_key(entities[other])}")
    return found


def date_of(kind: str, properties: Mapping[str, object]) -> str:
    """The EDTF date of an event or agreement as its document gives it, or an empty string."""
    dated = ontology().kinds[kind].dated
    value = properties.get(dated) or properties.get("date") if dated else None
    return value if isinstance(value, str) else ""


def occurrence_span(kind: str, properties: Mapping[str, object]) -> Span | None:
    """The days of an occurrence, `None` when they are unknown or longer than `OCCURRENCE_DAYS`."""
    text = date_of(kind, properties)
    if not text:
        return None
    found = span(text)
    return found if found.days is not None and found.days <= OCCURRENCE_DAYS else None


def occurrence_block(entity: Entity, actor: Entity) -> str:
    """The block of an occurrence and one of its actors; empty without a date."""
    days = occurrence_span(entity.kind, entity.properties)
    return actor_block(entity.kind, entity_key(actor), days) if days else ""


def actor_block(kind: str, actor: str, days: Span) -> str:
    """`Talks|c:AZE|2022-12`: by the month in which an occurrence begins, so that a hub's block stays small."""
    return f"{kind}|{actor}|{days.earliest:%Y-%m}" if days.earliest else ""
