"""What the command line and scripts are given: claims files as they are, everything else through the extractor.

Each input becomes a stream of `DocumentClaims`; one bad file or document does not stop the rest.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dragoman.errors import DataError, UsageError
from dragoman.loader.claims import Rejects, is_claims_file, read_claims
from dragoman.loader.records import Document, DocumentClaims
from dragoman.loader.sources import read_documents

Tell = Callable[[str], None]


def read_bundles(
    inputs: Sequence[str | Path],
    *,
    rejects: Rejects | None = None,
    strict: bool = False,
    published: str = "",
    problem: Tell | None = None,
) -> Iterator[DocumentClaims]:
    """What all inputs say: files, folders, `-` for standard input.

    Claims files are read, other documents extracted. `problem` is told of each file or document that can't be read;
    without it, or with `strict`, the first raises `DataError`.
    """
    with _files(inputs) as files:
        for file in files:
            try:
                if is_claims_file(file):
                    yield from read_claims(file, rejects=rejects, strict=strict)
                else:
                    documents = read_documents([file], published=published, problem=_teller(problem, strict))
                    yield from extracted(documents, problem=problem, strict=strict)
            except DataError as error:
                _tell(error, problem, strict)


def read_texts(
    inputs: Sequence[str | Path], *, published: str = "", problem: Tell | None = None
) -> Iterator[Document]:
    """The documents of all inputs, those of claims files too, without their claims."""
    with _files(inputs) as files:
        for file in files:
            try:
                if is_claims_file(file):
                    yield from (bundle.document for bundle in read_claims(file, rejects=Rejects()))
                else:
                    yield from read_documents([file], published=published, problem=_teller(problem, False))
            except DataError as error:
                _tell(error, problem, False)


def extracted(
    documents: Iterable[Document], *, problem: Tell | None = None, strict: bool = False
) -> Iterator[DocumentClaims]:
    """The claims that the extractor finds in documents."""
    from dragoman.loader.extract import load_extractor

    extractor = None
    for document in documents:
        extractor = extractor or load_extractor()
        try:
            yield extractor.extract(document)
        except DataError as error:
            _tell(error, problem, strict)


def confident(bundles: Iterable[DocumentClaims], least: float) -> Iterator[DocumentClaims]:
    """Bundles without the claims whose confidence is under `least`, and without entities that only those use."""
    for bundle in bundles:
        if not least:
            yield bundle
            continue
        claims = tuple(c for c in bundle.claims if c.confidence >= least)
        dropped = {e for c in bundle.claims if c.confidence < least for e in (c.subject, c.object)}
        used = {e for c in claims for e in (c.subject, c.object)}
        entities = tuple(e for e in bundle.entities if e.id in used or e.id not in dropped)
        yield replace(bundle, entities=entities, claims=claims)


def _tell(error: DataError, problem: Tell | None, strict: bool) -> None:
    if problem is None or strict:
        raise error
    problem(str(error))


def _teller(problem: Tell | None, strict: bool) -> Tell:
    return lambda message: _tell(DataError(message), problem, strict)


@contextmanager
def _files(inputs: Sequence[str | Path]) -> Iterator[Iterator[Path]]:
    """The files of the inputs: claims files one by one, a folder as it is for the sources to walk."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        yield _walk(inputs, Path(folder))


def _walk(inputs: Sequence[str | Path], folder: Path) -> Iterator[Path]:
    for given in inputs:
        if str(given) == "-":
            yield _standard_input(folder)
            continue
        path = Path(given)
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*.jsonl*") if p.is_file() and is_claims_file(p))
            yield from inside
            if any(p.is_file() and p not in inside for p in path.rglob("*")):
                yield path
        else:
            yield path


def _standard_input(folder: Path) -> Path:
    """Standard input as a file, so that it can be read twice."""
    stream = sys.stdin.buffer
    first = stream.read(1)
    path = folder / ("standard-input.jsonl" if first == b"{" else "standard-input.txt")
    with path.open("wb") as file:
        file.write(first)
        shutil.copyfileobj(stream, file)
    return path
