"""A claims file becomes `DocumentClaims`, one document at a time, or what is made of them."""

from __future__ import annotations

import os
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
"""Parts of a file that are worth a process; it takes half a second to start."""

MOST = 2**24
"""Bytes of a part that a process reads, which has it whole in memory; a larger one streams."""

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

    A large file is read, and that made, in up to so many `processes` beside this one; a script that asks for them needs
    its `if __name__ == "__main__":`, since each imports it.
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
            helpers = 0 if isinstance(stream, GzipFile) or (survey and survey.unread) else len(parts) // LARGE
            if helpers and processes:
                yield from _made_beside(Path(source), stream, parts, make, run, min(helpers, processes))
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
    path: Path,
    stream: IO[bytes],
    parts: list[Part],
    make: Callable[[DocumentClaims], T],
    run: Assembly,
    processes: int,
) -> Iterator[T]:
    """Makes of each part what it says; what a process leaves is read here, so that all is told here and in its turn."""
    work = partial(_made_of_part, path, _file_of(stream), make)
    with closing(beside(work, parts, processes)) as results:
        for part, result in zip(parts, results, strict=True):
            if result is None:
                yield from map(make, _assembled(part.of(stream, run.name), run))
                continue
            made, counts = result
            for kind, number in counts.items():
                run.rejects.accept(kind, number)
            yield from made


def _made_of_part(
    path: Path, file: tuple[int, int], make: Callable[[DocumentClaims], T], part: Part
) -> tuple[list[T], Mapping[str, int]] | None:
    """What is made of a part's documents, and how many records of each kind that are.

    Nothing if the part has a flaw, is very large, or stands in another file by now.
    """
    if part.end - part.start > MOST:
        return None
    made: list[T] = []
    run = Assembly(str(path), rejects := Rejects(), strict=False)
    try:
        with open_lines(path) as stream:
            if _file_of(stream) != file:
                return None
            for bundle in _assembled(part.of(stream, run.name), run):
                if rejects.total or rejects.ignored:
                    return None
                made.append(make(bundle))
            whole = stream.tell() >= part.end
    except Exception:  # it comes again, in its turn, where the part is read again
        return None
    if rejects.total or rejects.ignored or not whole:
        return None
    return made, {kind: count.accepted for kind, count in rejects.counts.items()}


def _file_of(stream: IO[bytes]) -> tuple[int, int]:
    """Which file that is, whatever has its name now."""
    found = os.fstat(stream.fileno())
    return found.st_dev, found.st_ino


def _assembled(lines: Iterator[Line], run: Assembly) -> Iterator[DocumentClaims]:
    for owner, group in groups(lines):
        yield from run.assemble(owner, group, None)
