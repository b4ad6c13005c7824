"""What surrounds the import of a first load: an empty database before it, constraints and the journal after it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from neo4j import Driver

from dragoman.cypher import statement
from dragoman.errors import WouldWriteError
from dragoman.loader.store.entry import begin_entry, complete_entry
from dragoman.loader.store.loaded import Loaded
from dragoman.loader.store.schema import check_model, prepare

Journal = dict[str, dict[str, Any]]


def journal_of_empty(driver: Driver, database: str | None) -> Journal:
    """The journal, by entry, of a database that holds nothing else.

    Raises `WouldWriteError` when it holds more, since an import replaces all that is there, and `VersionError` when it
    is of another version of the model.
    """
    check_model(driver, database)
    records, _, _ = driver.execute_query(statement("read/absence"), database_=database)
    if number := records[0]["nodes"]:
        raise WouldWriteError(
            f"the database is not empty (nodes: {number:,}), and --bulk would replace all that it holds: load without "
            "--bulk, or empty it first"
        )
    records, _, _ = driver.execute_query(statement("read/whole_journal"), database_=database)
    return {record["id"]: dict(record["row"]) for record in records}


def afterwards() -> list[str]:
    """The statements that an imported graph needs before anything else."""
    return [part.strip() for part in statement("load/empty_lists").split(";") if part.strip()]


def complete(
    driver: Driver, database: str | None, loaded: Loaded, rejected: list[str], journal: Journal | None = None
) -> None:
    """Completes an imported graph: empty lists, constraints, and the journal as it was with an entry for this load."""
    with driver.session(database=database) as session:
        for text in afterwards():
            session.run(text).consume()
    prepare(driver, database)
    for identity, row in (journal or {}).items():
        kept = {name: value for name, value in row.items() if name != "model"}  # which `prepare` has set
        driver.execute_query(statement("load/journal"), id=identity, row={"last": None, **kept}, database_=database)
    entry = f"load:{uuid4()}"
    begin_entry(driver, database, entry)
    complete_entry(driver, database, entry, loaded, rejected)
