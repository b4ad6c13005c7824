"""What becomes of a document when it is loaded: a function of what comes and of what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto

from dragoman.loader.evidence import Evidence
from dragoman.loader.store.prepared import Incoming
from dragoman.loader.store.rows import Row


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


def fate_of(one: Incoming, stored: Row | None, *, replace_text: bool) -> Fate:
    """The fate of a document that comes, by the stored node of its id."""
    if stored is None:
        return Fate.ADDED
    if stored["sha256"] != one.node["sha256"]:
        return Fate.REWRITTEN if replace_text else Fate.REFUSED
    return Fate.UNCHANGED if is_unchanged(one, stored) else Fate.CHANGED


def refusal(evidence: Evidence) -> str:
    """Why a document with another text is refused, and what to do."""
    document = evidence.document
    return (
        f"{document.url or document.id}: its text differs from the loaded one's, into which all that was said of it "
        "points; with --replace-text the old document is retracted first"
    )


def _said(digests: Iterable[str]) -> dict[str, str]:
    return dict(line.rsplit("=", 1) for line in digests)


def is_unchanged(one: Incoming, stored: Row) -> bool:
    """Whether a stored node already stands for all that a document says; others than its readers may have said more."""
    if {**one.node, "digests": ()} != {**stored, "digests": ()}:
        return False
    had, given = _said(stored["digests"]), _said(one.node["digests"])
    silent = one.evidence.silent
    return had.keys().isdisjoint(silent) and all(had.get(extractor) == said for extractor, said in given.items())


def merge(old: Evidence, new: Evidence) -> Evidence:
    """What a document says once `new` has replaced what its extractors said before; the metadata are the new ones."""
    published = new.document.published
    speaking = {*new.digests, *new.silent}
    mentions = [m for m in old.mentions if m.extractor not in speaking]
    kept = {m.id for m in mentions}
    claims = [c for c in old.claims if c.subject_mention in kept]
    return Evidence(
        new.document,
        tuple(sorted([*(replace(m, published=published) for m in mentions), *new.mentions], key=lambda m: m.id)),
        tuple(sorted([*(replace(c, published=published) for c in claims), *new.claims], key=lambda c: c.id)),
    )
