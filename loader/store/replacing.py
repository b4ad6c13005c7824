"""What becomes of a document when it is loaded: a function of what comes and of what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto

from dragoman.loader.evidence import Evidence, text_digest
from dragoman.loader.store.rows import Row, document_node


class Fate(Enum):
    """What a load does with a document."""

    ADDED = auto()
    CHANGED = auto()
    """What its extractors said before is replaced."""
    REWRITTEN = auto()
    """It has another text: all that was said of the old one is taken out first."""
    UNCHANGED = auto()
    REFUSED = auto()
    """It has another text, and nobody asked for it to be replaced."""


def fate_of(evidence: Evidence, node: Row | None, *, replace_text: bool) -> Fate:
    """The fate of a document that comes, by the stored node of that id."""
    if node is None:
        return Fate.ADDED
    if node["sha256"] != text_digest(evidence.document):
        return Fate.REWRITTEN if replace_text else Fate.REFUSED
    return Fate.UNCHANGED if is_unchanged(evidence, node) else Fate.CHANGED


def refusal(evidence: Evidence) -> str:
    """Why a document with another text is refused, and what to do."""
    document = evidence.document
    return (
        f"{document.url or document.id}: its text differs from the loaded one's, into which all that was said of it "
        "points; with --replace-text the old document is retracted first"
    )


def _said(digests: Iterable[str]) -> dict[str, str]:
    return dict(line.rsplit("=", 1) for line in digests)


def is_unchanged(evidence: Evidence, node: Row) -> bool:
    """Whether a document's node already stands for all this; extractors that are not in it may have said more."""
    row = document_node(evidence)
    apart = ("digests",)
    if {k: v for k, v in node.items() if k not in apart} != {k: v for k, v in row.items() if k not in apart}:
        return False
    stored, given = _said(node["digests"]), evidence.digests
    return all(stored.get(extractor) == given.get(extractor) for extractor in {"", *given})


def merge(old: Evidence, new: Evidence) -> Evidence:
    """What a document says once `new` has replaced what its extractors said before; the metadata are the new ones.

    Entities that no claim uses belong to no extractor and are always replaced.
    """
    published = new.document.published
    speaking = {"", *new.digests}
    mentions = [m for m in old.mentions if m.extractor not in speaking]
    kept = {m.id for m in mentions}
    claims = [c for c in old.claims if c.subject_mention in kept]
    return Evidence(
        new.document,
        tuple(sorted([*(replace(m, published=published) for m in mentions), *new.mentions], key=lambda m: m.id)),
        tuple(sorted([*(replace(c, published=published) for c in claims), *new.claims], key=lambda c: c.id)),
    )
