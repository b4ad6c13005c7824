"""Whether something is asserted, announced or denied, and since when it is known, by what documents say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.loader.dates import chronological
from dragoman.loader.ontology import ontology
from dragoman.loader.project.keyed import Keyed, Properties
from dragoman.loader.records import Modality

ENDS = ("first_published", "last_published")


def modalities(claims: Iterable[Keyed]) -> dict[Modality, int]:
    """How many documents state, announce and deny something."""
    documents: dict[Modality, set[str]] = {modality: set() for modality in Modality}
    for claim in claims:
        documents[claim.stated.modality].add(claim.stated.document)
    return {modality: len(found) for modality, found in documents.items()}


def occurrence(ending: Iterable[Keyed]) -> dict[Modality, int]:
    """How many documents say that an event or agreement took place, will, and did not, by the claims that end at it."""
    return modalities(c for c in ending if ontology().predicates[c.stated.predicate].settles)


def status_of(counts: Mapping[Modality, int]) -> str:
    """`asserted`, `planned`, `contested` or `negated`; empty when nothing is said."""
    said = counts[Modality.ASSERTED] + counts[Modality.PLANNED]
    if counts[Modality.NEGATED]:
        return "contested" if said else "negated"
    if counts[Modality.ASSERTED]:
        return "asserted"
    return "planned" if said else ""


def join_status(one: str, other: str) -> str:
    """The status that follows from those of two parts of what documents say."""
    said = {one, other} - {""}
    if said & {"contested", "negated"}:
        return "negated" if said == {"negated"} else "contested"
    return "asserted" if "asserted" in said else max(one, other)


def first_and_last_published(dates: Iterable[str]) -> Properties:
    """The first and the last of some dates of publication; nothing of unknown ones."""
    known = sorted({d for d in dates if d}, key=chronological)
    return {"first_published": known[0], "last_published": known[-1]} if known else {}
