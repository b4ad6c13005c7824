"""Claims between entities, with the keys of the relationships that they speak of, and the documents behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.loader.digests import digest
from dragoman.loader.evidence import Stated, text_digest
from dragoman.loader.names import data_lines, fold
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Document

Properties = dict[str, Any]
"""What an entity or a relationship says, by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a relationship shows of a document."""

    id: str
    published: str
    publisher: str
    url: str
    sha256: str


def source_of(document: Document, sha256: str = "") -> Source:
    """The part of a document that relationships show; `sha256` is its text's digest, if that is known."""
    sha256 = sha256 or text_digest(document)
    return Source(document.id, document.published, document.publisher, document.url, sha256)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A stated claim between entities; `key` is that of its relationship."""

    stated: Stated
    subject: str
    object: str
    key: str


def keyed(claim: Stated, subject: str, object_: str) -> Keyed:
    """The claim between two entities, with the key of the relationship that it speaks of."""
    qualifier = ontology().predicates[claim.predicate].key
    value = claim.qualifiers.get(qualifier, "") if qualifier else ""
    if claim.predicate == "HOLDS_POSITION":
        value = office_and_tenure(value)[0]
    return Keyed(claim, subject, object_, digest(subject, claim.predicate, object_, value))


def office_and_tenure(title: str) -> tuple[str, list[str]]:
    """`Former Deputy Minister` → `("deputy minister", ["former"])`."""
    words = fold(title).split()
    return (
        " ".join(w for w in words if w not in _tenure_words()),
        sorted({w for w in words if w in _tenure_words()}),
    )


@cache
def _tenure_words() -> frozenset[str]:
    return frozenset(data_lines("tenure.txt"))
