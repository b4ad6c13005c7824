"""Documents of a claims file that need not be read: their lines were read before, and the graph holds what they say.

They are found by the digests of their lines, in the notes of whatever files, so that it does not matter in which order
the lines are, or what else stands in the file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from neo4j import Driver

from dragoman.cypher import statement
from dragoman.errors import DataError
from dragoman.loader.claims.survey import Survey
from dragoman.loader.file_key import code_key
from dragoman.loader.inputs import InputFile
from dragoman.loader.store.noted import Note, Noted, documents_of, shortened, unlike

LEAST = 50
"""Documents of a file for which notes are looked through, and of a note that is looked through."""

SHARE = 100
"""Noted documents that are looked through for one of a file; reading it takes ten times as long."""

Found = Mapping[str, tuple[Noted, Collection[str]]]
"""What is noted of documents, by own id, with the extractors of their notes."""


@dataclass(slots=True)
class Journal:
    """The notes of the journal, as they are when a load begins."""

    driver: Driver
    database: str | None
    _size: int | None = field(default=None, init=False)

    def unread(self, file: InputFile, last: Collection[str]) -> tuple[Survey | None, Found]:
        """The documents of a file that need not be read, and how to read the file without them.

        None is among `last`, which may still have to be written, and none is one that the rest of the file tells of
        too: what that says of it may come first.
        """
        survey = file.survey() if file.survey and self.size else None
        if survey is None or len(survey.digests) < max(LEAST, self.size / SHARE):
            return None, {}
        found = {own: one for own, one in self._found(survey).items() if one[0].id not in last}
        for own in unlike(self.driver, self.database, ((own, *one) for own, one in found.items())):
            del found[own]
        try:
            others = survey.identities(found) if 0 < len(found) < len(survey.digests) else set[str]()
        except DataError:  # reading it will tell
            return None, {}
        found = {own: one for own, one in found.items() if one[0].id not in others}
        return (survey.without(found), found) if found else (None, {})

    @staticmethod
    def wants(note: Note) -> bool:
        """Whether a note that is no whole file's will ever be looked through."""
        return note.size >= LEAST

    @property
    def size(self) -> int:
        """How many documents are noted, asked once."""
        if self._size is None:
            rows, _, _ = self.driver.execute_query(
                statement("read/noted_size"), code=code_key(), least=LEAST, database_=self.database
            )
            self._size = rows[0]["size"]
        return self._size

    def _found(self, survey: Survey) -> dict[str, tuple[Noted, Collection[str]]]:
        owners = {shortened(lines): own for own, lines in survey.digests.items()}
        found = {}
        with self.driver.session(database=self.database, fetch_size=1) as session:
            for row in session.run(statement("read/noted"), code=code_key(), least=LEAST):
                for one in documents_of(row["note"]):
                    if one.lines in owners:
                        found[owners[one.lines]] = one, row["note"]["extractors"]
        return found
