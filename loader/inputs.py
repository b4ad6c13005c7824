"""What the command line and scripts are given: claims files as they are, everything else through the extractor.

Each input becomes a stream of `DocumentClaims`; one bad file or document does not stop the rest.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DataError, UsageError
from dragoman.loader.claims import Rejects, is_claims_file, read_claims
from dragoman.loader.records import Document, DocumentClaims
from dragoman.loader.sources import Problem, find_sources, read_documents
from dragoman.loader.sources.problems import Report

if TYPE_CHECKING:
    from dragoman.loader.extract import Origin

_SUFFIX_BY_BYTE = {b"{": "jsonl", b"<": "html"}


def read_bundles(
    inputs: Sequence[str | Path],
    *,
    rejects: Rejects | None = None,
    strict: bool = False,
    published: str = "",
    encoding: str = "",
    lexicon: Path | None = None,
    processes: int = 1,
    problems: Report | None = None,
) -> Iterator[DocumentClaims]:
    """What all inputs say: files, folders, `-` for standard input.

    Claims files are read, other documents extracted, by the frames and words of a `lexicon` too. `problems` is told of
    each file or document that can't be read; without it, or with `strict`, the first raises `DataError`.
    """
    report = raises if problems is None or strict else problems
    for source in _sources(inputs, report):
        with _reported(source, report):
            if is_claims_file(source):
                yield from read_claims(source, rejects=rejects, strict=strict)
            else:
                documents = read_documents([source], published=published, encoding=encoding, problems=report)
                yield from extracted(documents, lexicon=lexicon, processes=processes, problems=report)


def read_texts(
    inputs: Sequence[str | Path], *, published: str = "", encoding: str = "", problems: Report | None = None
) -> Iterator[Document]:
    """The documents of all inputs, those of claims files too, without their claims."""
    report = problems or raises
    for source in _sources(inputs, report):
        with _reported(source, report):
            if is_claims_file(source):
                yield from (bundle.document for bundle in read_claims(source, rejects=Rejects()))
            else:
                yield from read_documents([source], published=published, encoding=encoding, problems=report)


def raises(problem: Problem) -> None:
    """Raises `DataError` for a problem that is a refusal."""
    if problem.refused:
        raise DataError(str(problem))


@contextmanager
def _reported(source: Path, report: Report) -> Iterator[None]:
    """Reports what makes a whole file unreadable."""
    try:
        yield
    except DataError as error:
        if report is raises:
            raise
        report(Problem(str(source), str(error).removeprefix(f"{source}: ")))


def extracted(
    documents: Iterable[Document],
    *,
    lexicon: Path | None = None,
    processes: int = 1,
    explain: Callable[[DocumentClaims, list[Origin]], None] | None = None,
    problems: Report | None = None,
) -> Iterator[DocumentClaims]:
    """The claims that the extractor finds in documents; `problems` is told of those that it can't read.

    `explain` hears of each document's claims with the frame and path that made each.
    """
    from dragoman.loader.extract import read_all

    report = problems or raises
    for document, bundle, origins in read_all(documents, lexicon, processes):
        if isinstance(bundle, DataError):
            if report is raises:
                raise bundle
            where = document.url or document.id
            report(Problem(where, str(bundle).removeprefix(f"{where}: ")))
            continue
        if explain is not None:
            explain(bundle, origins)
        yield bundle


@dataclass(slots=True)
class LeftOut:
    """How many records were left out because their confidence is too low."""

    entities: int = 0
    claims: int = 0


def confident(
    bundles: Iterable[DocumentClaims], least: float, left_out: LeftOut | None = None
) -> Iterator[DocumentClaims]:
    """Bundles without the claims whose confidence is under `least`, and without entities that only those use."""
    count = left_out or LeftOut()
    for bundle in bundles:
        if not least:
            yield bundle
            continue
        claims = tuple(c for c in bundle.claims if c.confidence >= least)
        dropped = {e for c in bundle.claims if c.confidence < least for e in (c.subject, c.object)}
        used = {e for c in claims for e in (c.subject, c.object)}
        entities = tuple(e for e in bundle.entities if e.id in used or e.id not in dropped)
        count.entities += len(bundle.entities) - len(entities)
        count.claims += len(bundle.claims) - len(claims)
        yield replace(bundle, entities=entities, claims=claims)


def _sources(inputs: Sequence[str | Path], report: Report) -> Iterator[Path]:
    """The files of the inputs, those in folders too; standard input as a file, so that it can be read twice."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        for given in inputs:
            if str(given) != "-" and not Path(given).exists():
                raise UsageError(f"{given}: no such file or folder")
        for source in find_sources(inputs, problems=report):
            yield _standard_input(Path(folder)) if str(source) == "-" else Path(source)


def _standard_input(folder: Path) -> Path:
    stream = sys.stdin.buffer
    first = stream.read(1)
    path = folder / f"standard-input.{_SUFFIX_BY_BYTE.get(first, 'txt')}"
    with path.open("wb") as file:
        file.write(first)
        shutil.copyfileobj(stream, file)
    return path
