"""The notes of input files in the journal of the graph (`noted`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from neo4j import Driver

from dragoman.cypher import statement
from dragoman.loader.file_key import code_key
from dragoman.loader.store.rows import Row

LEAST = 50
"""Documents of a note that is looked through for those of another file, and of such a file."""


@dataclass(slots=True)
class Journal:
    """The notes of one graph, as one load reads and writes them."""

    driver: Driver
    database: str | None
    _size: int | None = field(default=None, init=False)
    _tidy: bool = field(default=False, init=False)

    @property
    def size(self) -> int:
        """How many documents are noted, in notes that are looked through; asked once."""
        if self._size is None:
            rows, _, _ = self.driver.execute_query(
                statement("read/noted_size"), code=code_key(), least=LEAST, database_=self.database
            )
            self._size = rows[0]["size"]
        return self._size

    def notes(self) -> Iterator[Row]:
        """All notes that are looked through, one at a time."""
        with self.driver.session(database=self.database, fetch_size=1) as session:
            for row in session.run(statement("read/noted"), code=code_key(), least=LEAST):
                yield row["note"]

    def of_files(self, keys: Collection[str]) -> dict[str, Row]:
        """The notes of whole files, by key."""
        if not keys:
            return {}
        ids = sorted(f"file:{key}" for key in keys)
        rows, _, _ = self.driver.execute_query(statement("read/notes"), ids=ids, database_=self.database)
        return {row["note"]["id"].removeprefix("file:"): row["note"] for row in rows}

    def keep(self, rows: Sequence[Row]) -> None:
        """Writes notes, and takes out those that they outdate, and those of another loader's code."""
        if not rows:
            return
        self.driver.execute_query(statement("load/notes"), rows=list(rows), database_=self.database)
        if not self._tidy:
            path = "load/notes_of_other_code"
            self.driver.execute_query(statement(path), code=code_key(), database_=self.database)
            self._tidy = True


def are_many(documents: int) -> bool:
    """Whether a file or note has documents enough for notes to be looked through."""
    return documents >= LEAST
