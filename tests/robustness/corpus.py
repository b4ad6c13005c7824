"""A corpus large enough to be killed in the middle of, and two versions of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dragoman.loader.claims import write_claims
from dragoman.loader.identity import document_id
from dragoman.loader.inputs import read_bundles
from dragoman.loader.records import DocumentClaims

SAMPLE = Path(__file__).parents[1] / "data" / "sample.claims.jsonl"


def copies(number: int) -> Iterator[DocumentClaims]:
    """The sample's documents again and again, under other addresses, all speaking of the same few people."""
    sample = list(read_bundles([SAMPLE]))
    for copy in range(number):
        for bundle in sample:
            url, text = f"{bundle.document.url}/{copy}", f"{bundle.document.text}\n\nCopy {copy}."
            document = replace(bundle.document, id=document_id(url, text), url=url, text=text)
            claims = tuple(replace(claim, document=document.id) for claim in bundle.claims)
            yield DocumentClaims(document, bundle.entities, claims)


def changed(bundles: Iterator[DocumentClaims]) -> Iterator[DocumentClaims]:
    """Every third document with half its claims, so that loading it replaces what was said."""
    for place, bundle in enumerate(bundles):
        if place % 3 == 0:
            yield replace(bundle, claims=bundle.claims[::2])


def write_versions(folder: Path, number: int) -> tuple[Path, Path]:
    """Two claims files; the second changes some documents of the first."""
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    for path, bundles in ((first, copies(number)), (second, changed(copies(number)))):
        with path.open("wb") as stream:
            write_claims(stream, bundles)
    return first, second
