"""What each relationship says: a function of the claims of its key, and of the documents that make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dragoman.loader.dates import chronological
from dragoman.loader.evidence import Stated
from dragoman.loader.ontology import ontology
from dragoman.loader.project.keyed import Keyed, Properties, Source, office_and_tenure
from dragoman.loader.project.status import ENDS, first_and_last_published, modalities, status_of
from dragoman.loader.records import Modality

QUOTE_LENGTH = 300
_QUOTED = ("quote", "quoted_from", "url")
_LISTS: dict[str, Callable[[str], Any]] = {"rank": str, "titles": str, "tenure": str, "dates": chronological}


def relationship_properties(claims: Sequence[Keyed], sources: Mapping[str, Source]) -> Properties | None:
    """The properties of a relationship, from all the claims of its key; `None` when it is only denied."""
    properties = relationship_share(claims, sources)
    return None if properties["status"] == "negated" else properties


def relationship_share(claims: Sequence[Keyed], sources: Mapping[str, Source]) -> Properties:
    """What some claims of one key contribute to their relationship; without a sentence when they only deny it."""
    counts = modalities(claims)
    ordered = sorted((c.stated for c in claims), key=_claim_order)
    documents = {c.document for c in ordered}
    predicate = ordered[0].predicate
    properties: Properties = {
        "key": claims[0].key,
        **_settled(counts, predicate),
        "documents": len(documents),
        "publishers": _publishers([sources[d] for d in documents]),
        "confidence": max(c.confidence for c in ordered),
    }
    if first := next((c for c in ordered if c.modality is not Modality.NEGATED), None):
        source, text = sources[first.document], first.passage.text
        properties["quote"] = text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1] + "…"
        properties["quoted_from"] = source.id
        if source.url:
            properties["url"] = source.url
    properties |= first_and_last_published(c.published for c in ordered)
    properties |= _qualifiers(ordered, predicate)
    return properties


def join_relationship(
    stored: Mapping[str, Any], more: Mapping[str, Any], predicate: str, published: Mapping[str, str]
) -> Properties:
    """The properties of a stored relationship joined by the share of claims of documents that are new to it.

    The same as `relationship_properties` of all the claims; `published` is that of the documents that they quote.
    """
    parts = [stored, more]
    quoted = [p for p in parts if "quote" in p]
    first = min(quoted, key=lambda p: (chronological(published[p["quoted_from"]]), p["quoted_from"]))
    joined: Properties = {name: first[name] for name in _QUOTED if name in first}
    joined |= {name: stored[name] for name in ("key", "role", "office") if name in stored}
    joined |= _settled({m: stored[m.value] + more[m.value] for m in Modality}, predicate)
    joined["documents"] = stored["documents"] + more["documents"]
    joined["confidence"] = max(stored["confidence"], more["confidence"])
    joined["publishers"] = sorted({*stored["publishers"], *more["publishers"]})
    joined |= first_and_last_published(p[end] for p in parts for end in ENDS if end in p)
    for name, order in _LISTS.items():
        if values := {value for p in parts for value in p.get(name, ())}:
            joined[name] = sorted(values, key=order)
    return joined


def _settled(counts: Mapping[Modality, int], predicate: str) -> Properties:
    """The counts, and what follows from them."""
    status = status_of(counts)
    phrase = ontology().predicates[predicate].phrases[Modality.PLANNED if status == "planned" else Modality.ASSERTED]
    phrase = f"disputed: {phrase}" if status == "contested" else phrase
    return {"status": status, **{m.value: number for m, number in counts.items()}, "phrase": phrase}


def _claim_order(claim: Stated) -> tuple[tuple[bool, date, str], str, int, str]:
    return chronological(claim.published), claim.document, claim.passage.start, claim.id


def _publishers(sources: list[Source]) -> list[str]:
    """Who published it; one text under two addresses counts for the first that published it."""
    first: dict[str, Source] = {}
    for source in sorted(sources, key=lambda s: (chronological(s.published), s.id)):
        first.setdefault(source.sha256, source)
    return sorted({source.publisher for source in first.values() if source.publisher})


def _qualifiers(claims: Sequence[Stated], predicate: str) -> Properties:
    if predicate == "HOLDS_POSITION":
        titles = {c.qualifiers["title"] for c in claims if "title" in c.qualifiers}
        tenure = {word for title in titles for word in office_and_tenure(title)[1]}
        found: Properties = {"office": office_and_tenure(min(titles))[0] if titles else ""}
        if ranks := {c.qualifiers["rank"] for c in claims if "rank" in c.qualifiers}:
            found["rank"] = sorted(ranks)
        if titles:
            found["titles"] = sorted(titles)
        if tenure:
            found["tenure"] = sorted(tenure)
        return found
    roles = {c.qualifiers["role"] for c in claims if "role" in c.qualifiers}
    dates = {c.qualifiers["date"] for c in claims if "date" in c.qualifiers}
    found = {"role": min(roles)} if roles else {}
    if dates:
        found["dates"] = sorted(dates, key=chronological)
    return found
