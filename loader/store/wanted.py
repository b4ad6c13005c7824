"""What the graph should hold, by the evidence that it holds: documents as their records say, and all that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dragoman.loader.evidence import Evidence, Stated, evidence_of, text_digest
from dragoman.loader.project import Projection, project
from dragoman.loader.store.stored import bundle_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sound evidence by document, and the domain layer that follows from it."""

    evidence: Mapping[str, Evidence]
    projection: Projection

    @classmethod
    def of(cls, stored: Iterable[Evidence], loaded: Mapping[str, str]) -> Wanted:
        """What stored evidence calls for; `loaded` has, by document, the digest of the text that was loaded.

        Where the text is another one now, nobody can tell any more what is sound, and nothing is judged by it.
        """
        evidence = {}
        for one in stored:
            identity = one.document.id
            edited = loaded[identity] != text_digest(one.document)
            evidence[identity] = replace(one, claims=_tied(one)) if edited else sound(one)
        return cls(evidence, project(evidence.values(), loaded))


def sound(stored: Evidence) -> Evidence:
    """Evidence made anew of what a document's records say, without claims that lack a mention or their sentence."""
    text = stored.document.text
    claims = tuple(c for c in _tied(stored) if text[c.passage.start : c.passage.end] == c.passage.text)
    return evidence_of(bundle_of(replace(stored, claims=claims)), stored.document.id)


def _tied(stored: Evidence) -> tuple[Stated, ...]:
    """The claims that lack no mention."""
    mentions = {m.id for m in stored.mentions}
    return tuple(c for c in stored.claims if {c.subject_mention, c.object_mention} <= mentions)
