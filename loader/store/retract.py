"""Retraction: documents and all that follows from them alone are taken out again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.errors import UsageError, WouldWriteError
from dragoman.loader.identity import canonical_url
from dragoman.loader.store.change import Effect, apply, lock
from dragoman.loader.store.interrupt import interrupts_wait

BATCH = 100
LARGE = 0.1
"""The share of all documents from which a retraction has to be confirmed."""


def documents_named(driver: Driver, database: str | None, names: Sequence[str]) -> list[str]:
    """The ids of documents given by id or address. Raises `UsageError` for a name that the graph does not have."""
    asked = {name: canonical_url(name) if "://" in name else name for name in names}
    rows, _, _ = driver.execute_query(
        statement("read/documents_named"), names=sorted({*asked, *asked.values()}), database_=database
    )
    found = {row["name"]: row["ids"] for row in rows}
    ids: dict[str, None] = {}
    for name, canonical in asked.items():
        matches = found[name] or found[canonical]
        if not matches:
            raise UsageError(
                f"{name}: no such document is loaded; dragoman status --documents lists their ids and urls"
            )
        ids |= dict.fromkeys(matches)
    return list(ids)


def retract(
    driver: Driver,
    database: str | None,
    names: Sequence[str],
    *,
    confirm: Callable[[str], bool] = lambda question: False,
) -> tuple[list[str], int]:
    """Takes documents out, given by id or url; returns their ids and how many claims went with them.

    More than a tenth of all documents, if it is more than one, needs a yes from `confirm`, else `WouldWriteError` is
    raised.
    """
    ids = documents_named(driver, database, names)
    rows, _, _ = driver.execute_query(statement("read/counts"), database_=database)
    loaded = rows[0]["documents"]
    question = f"take {len(ids)} of {loaded} documents out of the graph"
    if len(ids) > 1 and len(ids) > LARGE * loaded and not confirm(question):
        raise WouldWriteError(f"this would {question}: confirm it with --yes")
    claims = 0
    with driver.session(database=database) as session:
        for place in range(0, len(ids), BATCH):
            with interrupts_wait():
                effect = session.execute_write(_retract_batch, ids[place : place + BATCH])
            claims += effect.claims_removed
    return ids, claims


def _retract_batch(tx: ManagedTransaction, ids: list[str]) -> Effect:
    lock(tx)
    return apply(tx, ids, [])
