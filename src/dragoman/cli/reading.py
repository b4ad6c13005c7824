"""What `dragoman load` reads: good records counted, and what was set aside, left out or could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dragoman.loader.claims import Rejects
    from dragoman.loader.claims.survey import Survey
    from dragoman.loader.inputs import InputFile, LeftOut
    from dragoman.loader.records import DocumentClaims
    from dragoman.loader.sources import Problem
    from dragoman.loader.store.import_rows import Written
    from dragoman.loader.store.incoming import Heard

SHOWN = 20

T = TypeVar("T")


@dataclass(slots=True)
class Reading:
    """What came of reading the inputs, beside documents."""

    inputs: Sequence[str]
    rejects: Rejects
    left_out: LeftOut
    least: float
    read: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def flawed(self) -> bool:
        """Whether something was not read or not loaded."""
        return bool(self.rejects.total or self.refused or any(problem.refused for problem in self.problems))

    def confident(self, file: InputFile) -> InputFile:
        """The file without claims that are not sure enough."""
        from dragoman.loader.inputs import confident

        def made(make: Callable[[DocumentClaims], T], survey: Survey | None) -> Iterator[T]:
            return map(make, confident(file.read(), self.least, self.left_out))

        return replace(file, made=made, key=str, survey=None) if self.least else file  # what is left out is counted

    def written(self, files: Iterable[InputFile]) -> Iterator[Written]:
        """What files say of each document, as rows for an import, and counted as it is read."""
        from dragoman.loader.store.import_rows import written
        from dragoman.loader.store.incoming import Heard

        for file in files:
            for one in file.made(written, None):
                self.heard(Heard(1, one.incoming.entities, one.incoming.claims))
                yield one

    def heard(self, records: Heard) -> None:
        """Counts what a file says."""
        self.read.update(documents=records.documents, entities=records.entities, claims=records.claims)

    def reasons(self) -> list[str]:
        """Why records, documents and files were not read, for the journal."""
        return [*map(str, self.rejects.kept), *(str(problem) for problem in self.problems if problem.refused)]

    def messages(self) -> list[str]:
        """What a person should know."""
        return [*self.rejects.warnings, *map(str, (*self.rejects.kept[:SHOWN], *self.problems)), *self.refused]
