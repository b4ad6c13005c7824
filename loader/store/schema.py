"""Constraints, indexes and the version of the graph's model."""

from __future__ import annotations

from collections.abc import Collection

from neo4j import Driver
from neo4j.exceptions import Neo4jError

from dragoman.cypher import statement
from dragoman.errors import VersionError
from dragoman.loader.ontology import ontology

MODEL = 6
"""Version of the graph model; a graph of another one is refused."""

TRIES = 20
"""How often the schema is looked at again when another loader makes it at the same moment."""


def schema_statements() -> list[str]:
    """Every statement of the schema, one constraint or index each."""
    fixed = [part.strip() for part in statement("schema/constraints").split(";") if part.strip()]
    return [*fixed, *(statement("schema/key", type=name) for name in ontology().predicates)]


def prepare(driver: Driver, database: str | None) -> None:
    """Makes the constraints and indexes that are missing, and the journal.

    Raises `VersionError`, before anything is changed, when the graph was written by another version of the model.
    """
    check_model(driver, database)
    for rivals in range(TRIES):
        missing = missing_schema(driver, database)
        if not missing:
            break
        try:
            _make(driver, database, missing)
        except Neo4jError as error:  # another loader has just made the same
            if rivals == TRIES - 1 or ".Schema." not in str(error.code):
                raise
    driver.execute_query(statement("schema/journal"), model=MODEL, database_=database)


def _make(driver: Driver, database: str | None, missing: Collection[str]) -> None:
    records, _, _ = driver.execute_query(statement("schema/show_indexes"), database_=database)
    broken = {name for name in records[0]["names"] if name in missing}
    for text in schema_statements():
        name = _schema_name(text)
        if name in broken:
            driver.execute_query(statement("schema/drop_index"), name=name, database_=database)
        if name in missing:
            driver.execute_query(text, database_=database)
    driver.execute_query(statement("schema/await"), database_=database)


def check_model(driver: Driver, database: str | None) -> None:
    """Raises `VersionError` when the graph was written by another version of the model; an empty one is of any."""
    found, empty = stored_model(driver, database)
    if found != MODEL and not empty:
        raise VersionError(
            f"the graph has version {found} of the model, this Dragoman writes {MODEL}: export its "
            "claims (dragoman export claims --output claims.jsonl; if this version can't, with the one that wrote it), "
            f"empty the database ({statement('schema/empty')}) and load that file"
        )


def stored_model(driver: Driver, database: str | None) -> tuple[int | None, bool]:
    """The version of the model that the graph is of, and whether there is nothing that could be of any."""
    records, _, _ = driver.execute_query(statement("read/model"), database_=database)
    return (records[0]["model"], records[0]["empty"]) if records else (None, True)


def missing_schema(driver: Driver, database: str | None) -> list[str]:
    """Names of the constraints and indexes that the graph lacks.

    An index that failed counts as missing, and so does a constraint of which only the index is there, as a server that
    is killed while it makes one leaves it.
    """
    constraints: set[str] = set()
    indexes: set[str] = set()
    for text in schema_statements():
        (constraints if text.startswith("CREATE CONSTRAINT") else indexes).add(_schema_name(text))
    records, _, _ = driver.execute_query(statement("schema/show_constraints"), database_=database)
    made = set(records[0]["names"])
    records, _, _ = driver.execute_query(statement("schema/show_indexes"), database_=database)
    failed = set(records[0]["failed"])
    return sorted((constraints - made) | (indexes - set(records[0]["names"])) | ((constraints | indexes) & failed))


def _schema_name(text: str) -> str:
    return text.partition(" IF NOT EXISTS")[0].split()[-1]
