"""For each claim of a document, in words: what it says, which frame and path made it, and the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.loader.extract.write import Origin
from dragoman.loader.records import DocumentClaims, Modality


def explanation(bundle: DocumentClaims, origins: Sequence[Origin]) -> Iterator[str]:
    """Lines for people, the claims in the order of their sentences."""
    document = bundle.document
    names = {entity.id: entity.name for entity in bundle.entities}
    yield "  ".join(filter(None, (document.url or document.id, document.title)))
    for origin in sorted(origins, key=lambda o: (o.claim.passage.start, o.claim.predicate, o.claim.id)):
        claim = origin.claim
        more = [f"{name}: {value}" for name, value in claim.qualifiers.items()]
        more += [claim.modality.value] * (claim.modality is not Modality.ASSERTED)
        said = f" ({', '.join(more)})" if more else ""
        yield f"  {names[claim.subject]}  {claim.predicate}{said}  {names[claim.object]}"
        yield f"    by {origin.frame}, path {origin.path or 'none'}, confidence {claim.confidence:.2f}"
        yield f"    “{' '.join(claim.passage.text.split())}”"
