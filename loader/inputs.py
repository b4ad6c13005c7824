"""What the command line and scripts are given: claims files as they are, everything else through the extractor.

Each input becomes a stream of `DocumentClaims`; one bad file or document does not stop the rest.
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from dragoman.errors import DataError, UsageError
from dragoman.loader.claims import Reject, Rejects, is_claims_file, make_of_claims, read_claims
from dragoman.loader.claims.reader import itself
from dragoman.loader.claims.spool import FileError, open_lines
from dragoman.loader.claims.survey import Survey, survey
from dragoman.loader.evidence import extractor_name
from dragoman.loader.file_key import file_key
from dragoman.loader.identity import document_id
from dragoman.loader.records import Document, DocumentClaims
from dragoman.loader.sources import Found, Problem, find_sources, read_source
from dragoman.loader.sources.found import Once
from dragoman.loader.sources.problems import Report

if TYPE_CHECKING:
    from dragoman.loader.extract import Origin

T = TypeVar("T")
_SUFFIX_BY_BYTE = {b"{": "jsonl", b"<": "html", b"": "jsonl"}
_SNIFFED = 65_536
"""Bytes of standard input in which the first one that is no space tells its format."""


class Making(Protocol):
    """Reads a file, and gives what is made of each of its documents."""

    def __call__(self, make: Callable[[DocumentClaims], T], survey: Survey | None, /) -> Iterable[T]:
        """`make` is a function of the document alone; what a survey of the file names as unread is left out."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that is to be loaded.

    `made` gives what is made of what it says, `key` what that follows from, anew at each call (`file_key`), and `flaws`
    how many things have been set aside or warned of so far, in this file or another. One without a key has to be read
    before the next file is asked for. Of a claims file `survey` gives digests of its documents' lines.
    """

    made: Making
    key: Callable[[], str] = str
    flaws: Callable[[], int] = int
    survey: Callable[[], Survey | None] | None = None

    def read(self) -> Iterable[DocumentClaims]:
        """All that the file says."""
        return self.made(itself, None)


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
    """What all inputs say, read by `input_files`."""
    for one in input_files(
        inputs,
        rejects=rejects,
        strict=strict,
        published=published,
        encoding=encoding,
        lexicon=lexicon,
        processes=processes,
        problems=problems,
    ):
        yield from one.read()


def input_files(
    inputs: Sequence[str | Path],
    *,
    rejects: Rejects | None = None,
    strict: bool = False,
    published: str = "",
    encoding: str = "",
    lexicon: Path | None = None,
    processes: int = 1,
    beside: int = 0,
    problems: Report | None = None,
) -> Iterator[InputFile]:
    """The files of all inputs: files, folders, `-` for standard input.

    Claims files are read, large ones in so many processes `beside` this one; other documents are extracted, by the
    frames and words of a `lexicon` too, in this process or in so many `processes`. `problems` is told of
    each file or document that can't be read, but what a line of JSON holds is set aside in `rejects`; without
    `problems`, or with `strict`, the first raises `DataError`.
    """
    told = raises if problems is None or strict else problems
    heard = 0

    def report(problem: Problem) -> None:
        nonlocal heard
        heard += 1
        if told is raises or rejects is None or problem.record is None:
            told(problem)
        else:
            _set_aside(problem, rejects)

    def flaws() -> int:
        return heard + (rejects.total + sum(times for _, times in rejects.ignored.values()) if rejects else 0)

    def made(source: _Source, make: Callable[[DocumentClaims], T], without: Survey | None) -> Iterator[T]:
        with _reported(source, raises if told is raises else report):
            if is_claims_file(source.path):
                yield from make_of_claims(
                    source.path,
                    make,
                    source.name,
                    rejects=rejects,
                    strict=strict,
                    survey=without,
                    processes=beside,
                )
            else:
                documents = read_source(*source, published=published, encoding=encoding, problems=report)
                bundles = extracted(documents, lexicon=lexicon, processes=processes, problems=report)
                yield from map(make, bundles)

    def key(source: _Source) -> str:
        with suppress(DataError):
            if is_claims_file(source.path):
                return file_key(source.path, extracted=False)
            words = file_key(lexicon, extracted=False) if lexicon else "none"
            return words and file_key(source.path, published, encoding, words, extracted=True)
        return ""

    for source in _sources(inputs, report):
        yield InputFile(
            partial(made, source),
            str if source.name == "-" else partial(key, source),
            flaws,
            partial(_survey, source.path),
        )


def _survey(path: Path) -> Survey | None:
    with suppress(DataError):
        return survey(path) if is_claims_file(path) else None
    return None


def read_texts(
    inputs: Sequence[str | Path], *, published: str = "", encoding: str = "", problems: Report | None = None
) -> Iterator[Found]:
    """The documents of all inputs, those of claims files too, without their claims.

    A document that comes twice is given once; another text under its url is refused. Each has an id that no other has.
    """
    report = problems or raises
    once, taken = Once(), set[str]()
    for source in _sources(inputs, report):
        with _reported(source, report):
            for found in _texts(source, published, encoding, report):
                document = found.document
                identity = document_id(document.url, document.text)
                if not once.is_first(identity, found, report):
                    continue
                if document.id in taken:  # two files may call different documents by one id
                    found = replace(found, document=replace(document, id=identity))
                taken.add(found.document.id)
                yield found


def _texts(source: _Source, published: str, encoding: str, report: Report) -> Iterator[Found]:
    if not is_claims_file(source.path):
        yield from read_source(*source, published=published, encoding=encoding, problems=report)
        return
    for bundle in read_claims(source.path, source.name, rejects=Rejects()):
        yield Found(bundle.document, source.name)


def raises(problem: Problem) -> None:
    """Raises `DataError` for a problem that is a refusal."""
    if problem.refused:
        raise DataError(str(problem))


def _set_aside(problem: Problem, rejects: Rejects) -> None:
    reject = Reject(problem.file, problem.line, problem.reason)
    rejects.add("document" if isinstance(problem.record, dict) else "unknown", reject)
    rejects.write(problem.record, rejected=reject)


@contextmanager
def _reported(source: _Source, report: Report) -> Iterator[None]:
    """Reports what makes a whole file unreadable."""
    try:
        yield
    except FileError as error:
        report(Problem(source.name, error.reason, error.line))
    except DataError as error:
        if report is raises:
            raise
        report(Problem(source.name, str(error).removeprefix(f"{source.name}: ")))


def extracted(
    documents: Iterable[Found],
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
    waiting: deque[Found] = deque()

    def noted() -> Iterator[Document]:
        for found in documents:
            waiting.append(found)
            yield found.document

    for document, bundle, origins in read_all(noted(), lexicon, processes):
        found = waiting.popleft()
        if isinstance(bundle, DataError):
            report(found.problem(str(bundle).removeprefix(f"{document.url or document.id}: ")))
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
        unsure = [c for c in bundle.claims if c.confidence < least]
        dropped = {e for c in unsure for e in (c.subject, c.object)}
        readers = {*bundle.readers, *(extractor_name(c.extractor) for c in unsure)}
        used = {e for c in claims for e in (c.subject, c.object)}
        entities = tuple(e for e in bundle.entities if e.id in used or e.id not in dropped)
        count.entities += len(bundle.entities) - len(entities)
        count.claims += len(bundle.claims) - len(claims)
        yield replace(bundle, entities=entities, claims=claims, lines=b"", readers=tuple(sorted(readers)))


class _Source(NamedTuple):
    """A file to be read, and what messages call it."""

    path: Path
    name: str


def _sources(inputs: Sequence[str | Path], report: Report) -> Iterator[_Source]:
    """The files of the inputs, those in folders too; standard input as a file, so that it can be read twice."""
    for given in inputs:
        if str(given) != "-" and not Path(given).exists():
            raise UsageError(f"{given}: no such file or folder")
    with ExitStack() as stack:
        for source in find_sources(inputs, problems=report):
            if str(source) != "-":
                yield _Source(Path(source), str(source))
                continue
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-")))
            try:
                path = _standard_input(folder)
            except (EOFError, OSError, zlib.error) as error:
                report(Problem("-", f"can't be read: {error}; fetch it again"))
            else:
                yield _Source(path, "-")


def _standard_input(folder: Path) -> Path:
    """What comes from standard input as a file, unpacked, whose name tells its format."""
    with open_lines("-") as stream:
        first = stream.read(_SNIFFED)
        byte = first.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        path = folder / f"standard-input.{_SUFFIX_BY_BYTE.get(byte, 'txt')}"
        with path.open("wb") as file:
            file.write(first)
            shutil.copyfileobj(stream, file)
    return path
