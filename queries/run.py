"""Runs a canned query, or a statement of the user's own, read-only: what comes back is `Rows`.

A statement runs in READ access mode, with a time limit and a row limit, after `guard` has let it through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError, UsageError
from dragoman.queries.catalog import Query, get_query
from dragoman.queries.guard import check_reads
from dragoman.queries.parameters import Value, bind
from dragoman.queries.results import Rows

if TYPE_CHECKING:
    import neo4j

LIMIT = 1_000
TIMEOUT = 60.0

_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"


def run(
    driver: neo4j.Driver,
    database: str | None,
    query: Query | str,
    params: Mapping[str, object],
    *,
    limit: int = LIMIT,
    timeout: float = TIMEOUT,
) -> Rows:
    """The answer to a canned query, at most `limit` rows of it.

    An entity may be given by id or in any spelling of its name. Raises `UsageError` for an unknown query or parameter,
    a missing or wrong value, and a name that several entities or none have; `DragomanError` after `timeout` seconds.
    """
    query = get_query(query) if isinstance(query, str) else query
    values = resolved(driver, database, query, params)
    return _read(driver, database, query.text, values, f'query "{query.name}"', limit, timeout)


def run_text(
    driver: neo4j.Driver,
    database: str | None,
    text: str,
    params: Mapping[str, object] | None = None,
    *,
    limit: int = LIMIT,
    timeout: float = TIMEOUT,
) -> Rows:
    """The answer to a Cypher statement of your own.

    Raises `WouldWriteError`, before anything is run, unless it only reads.
    """
    return _read(driver, database, text, dict(params or {}), "the statement", limit, timeout)


def resolved(
    driver: neo4j.Driver, database: str | None, query: Query, params: Mapping[str, object]
) -> dict[str, Value]:
    """The values that a query's statement takes: checked, defaults filled in, each entity by its id."""
    from dragoman.queries.find import resolve

    values = bind(query.name, query.parameters, params)
    for parameter in query.parameters:
        value = values[parameter.name]
        if parameter.type == "entity" and isinstance(value, str):
            values[parameter.name] = resolve(driver, database, value, parameter.name, parameter.kinds)
    return values


def named(driver: neo4j.Driver, database: str | None, query: Query, params: Mapping[str, object]) -> dict[str, Value]:
    """The same values, each entity by its name where no other entity has that name too, else by its id."""
    from dragoman.queries.find import find
    from dragoman.queries.matching import Match

    values = resolved(driver, database, query, params)
    for parameter in query.parameters:
        value = values[parameter.name]
        if parameter.type == "entity" and isinstance(value, str):
            name = find(driver, database, value)[0]["name"]
            same = [row for row in find(driver, database, name) if row["match"] == Match.NAME.name.lower()]
            values[parameter.name] = name if len(same) == 1 else value
    return values


def _read(
    driver: neo4j.Driver,
    database: str | None,
    text: str,
    values: Mapping[str, Any],
    name: str,
    limit: int,
    timeout: float,
) -> Rows:
    import neo4j
    from neo4j.exceptions import ClientError

    if limit < 1 or timeout <= 0:
        raise UsageError("limit and timeout must be above zero")

    @neo4j.unit_of_work(timeout=timeout)
    def read(transaction: neo4j.ManagedTransaction) -> Rows:
        check_reads(transaction, text, values, name)
        result = transaction.run(text, dict(values))
        columns = result.keys()
        records = [record.values() for record in result.fetch(limit + 1)]
        result.consume()
        return Rows.of(columns, records[:limit], complete=len(records) <= limit)

    try:
        with driver.session(
            database=database, default_access_mode=neo4j.READ_ACCESS, notifications_min_severity="OFF"
        ) as session:
            return session.execute_read(read)
    except ClientError as error:
        if (error.code or "").startswith(_TIMED_OUT):
            raise DragomanError(f"{name} took longer than {timeout:g} s; narrow it, or allow more time") from None
        if (error.code or "").startswith("Neo.ClientError.Statement."):
            raise UsageError(f"{name} is not understood: {error.message}") from None
        raise
