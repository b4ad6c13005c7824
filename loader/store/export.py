"""Exports: the claims as they were loaded, and the whole graph for comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from neo4j import Driver
from neo4j.time import Date

from dragoman.cypher import statement
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.schema import stored_model
from dragoman.loader.store.stored import all_evidence, bundle_of

SIGNED = 5
"""The first version of the model in which entities that no claim uses belong to an extractor."""


def export_claims(driver: Driver, database: str | None) -> Iterator[DocumentClaims]:
    """What each document says, in the order of the documents' ids, with the graph's ids.

    In graphs of models before the fifth an entity that no claim uses was nobody's; now it is that of who reads it.
    """
    model, _ = stored_model(driver, database)
    for bundle in map(bundle_of, all_evidence(driver, database)):
        if model is None or model >= SIGNED:
            yield bundle
        else:
            yield replace(bundle, entities=tuple(replace(entity, extractor=None) for entity in bundle.entities))


def export_canonical(driver: Driver, database: str | None) -> Iterator[bytes]:
    """The whole graph but the journal as sorted JSON Lines: nodes by id, then relationships by type, ends and key."""
    with driver.session(database=database) as session:
        for row in session.run(statement("read/nodes")):
            yield _line({"labels": sorted(row["labels"]), "id": row["id"], "properties": row["properties"]})
        for row in session.run(statement("read/relationships")):
            yield _line({name: row[name] for name in ("type", "start", "end", "key", "properties")})


def _line(record: dict[str, Any]) -> bytes:
    return orjson.dumps(record, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _plain(value: object) -> str:
    if isinstance(value, Date):
        return value.iso_format()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
