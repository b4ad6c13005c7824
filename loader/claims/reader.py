"""A claims file becomes `DocumentClaims`, one document at a time, or what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from gzip import GzipFile
from pathlib import Path
from typing import IO, Literal, TypeVar

from dragoman.loader.claims.assembly import Assembly
from dragoman.loader.claims.beside import beside
from dragoman.loader.claims.rejects import Rejects
from dragoman.loader.claims.spool import Line, Part, Spool, groups, open_lines, parts_of, read_lines
from dragoman.loader.claims.survey import Survey
from dragoman.loader.records import DocumentClaims

LARGE = 16
"""Parts of a file that is worth a process; it takes half a second to start."""

T = TypeVar("T")


def read_claims(
    source: Path | Literal["-"],
    name: str = "",
    *,
    rejects: Rejects | None = None,
    strict: bool = False,
    survey: Survey | None = None,
) -> Iterator[DocumentClaims]:
    """Reads a claims file, plain or gzipped, or standard input; messages call it by `name`.

    Entities and claims come by id; an entity that names no document comes with each document whose claims use it.
    What is wrong goes to `rejects`, with its line and reason. With `strict`, or with nobody to tell (`rejects` is
    None), the first wrong record raises `DataError`. A file that can't be read at all raises `DataError` anyway. What
    a `survey` of the file names as unread is left out.
    """
    return make_of_claims(source, itself, name, rejects=rejects, strict=strict, survey=survey)


def make_of_claims(
    source: Path | Literal["-"],
    make: Callable[[DocumentClaims], T],
    name: str = "",
    *,
    rejects: Rejects | None = None,
    strict: bool = False,
    survey: Survey | None = None,
    processes: int = 0,
) -> Iterator[T]:
    """What is made of each document that `read_claims` gives, by a function of the document alone.

    A large file is read, and that made, in so many `processes` beside this one.
    """
    name = name or str(source)
    run = Assembly(name, Rejects() if rejects is None else rejects, strict or rejects is None)
    yield from _made(source, make, run, survey, processes)
    if survey is not None:
        survey.confirm(name)


def itself(bundle: DocumentClaims) -> DocumentClaims:
    """The document as it was read."""
    return bundle


def _made(
    source: Path | Literal["-"],
    make: Callable[[DocumentClaims], T],
    run: Assembly,
    survey: Survey | None,
    processes: int,
) -> Iterator[T]:
    def lines(stream: IO[bytes]) -> Iterator[Line]:
        every = read_lines(stream, run.name)
        return every if survey is None else survey.rest(every)

    if source != "-" and Path(source).is_file():
        with open_lines(source) as stream:
            parts = parts_of(stream, run.name)
            apart = len(parts) >= LARGE and processes and not isinstance(stream, GzipFile)
        if apart and not (survey and survey.unread):
            yield from _made_beside(Path(source), parts, make, run, processes)
            return
        if parts:
            with open_lines(source) as stream:
                for owner, group in groups(lines(stream)):
                    yield from map(make, run.assemble(owner, group, None))
            return
    with closing(Spool()) as spool:
        with open_lines(source) as stream:
            run.fill(spool, lines(stream))
        for owner, group in spool.groups():
            yield from map(make, run.assemble(owner, group, spool))
        for owner, orphans in spool.orphans():
            run.reject_orphans(owner, orphans)
        run.reject_unused(spool)


def _made_beside(
    path: Path, parts: list[Part], make: Callable[[DocumentClaims], T], run: Assembly, processes: int
) -> Iterator[T]:
    """Makes of each part what it says; one with flaws is read here, so that all is told here and in its turn."""
    with closing(beside(partial(_made_of_part, path, make), parts, processes)) as results:
        for part, result in zip(parts, results, strict=True):
            if result is None:
                yield from map(make, _assembled(path, part, run))
                continue
            made, counts = result
            for kind, number in counts.items():
                run.rejects.accept(kind, number)
            yield from made


def _made_of_part(
    path: Path, make: Callable[[DocumentClaims], T], part: Part
) -> tuple[list[T], Mapping[str, int]] | None:
    """What is made of a part's documents, and how many records of each kind that are; nothing if it has a flaw."""
    rejects = Rejects()
    made = list(map(make, _assembled(path, part, Assembly(str(path), rejects, strict=False))))
    if rejects.total or rejects.ignored:
        return None
    return made, {kind: count.accepted for kind, count in rejects.counts.items()}


def _assembled(path: Path, part: Part, run: Assembly) -> Iterator[DocumentClaims]:
    for owner, group in groups(read_lines(part.of(path), run.name, part.lines)):
        yield from run.assemble(owner, group, None)
