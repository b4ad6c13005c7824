"""What the graph should hold, by the evidence that it holds: documents as their records say, and all that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dragoman.loader.evidence import Evidence, evidence_of
from dragoman.loader.project import Projection, project
from dragoman.loader.store.stored import bundle_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sound evidence by document, and the domain layer that follows from it."""

    evidence: Mapping[str, Evidence]
    projection: Projection

    @classmethod
    def of(cls, stored: Iterable[Evidence]) -> Wanted:
        """What stored evidence calls for."""
        evidence = {one.document.id: sound(one) for one in stored}
        return cls(evidence, project(evidence.values()))


def sound(stored: Evidence) -> Evidence:
    """Evidence made anew of what a document's records say, without claims that lack a mention or their sentence."""
    mentions = {m.id for m in stored.mentions}
    claims = tuple(
        claim
        for claim in stored.claims
        if {claim.subject_mention, claim.object_mention} <= mentions
        and stored.document.text[claim.passage.start : claim.passage.end] == claim.passage.text
    )
    return evidence_of(bundle_of(replace(stored, claims=claims)), stored.document.id)
