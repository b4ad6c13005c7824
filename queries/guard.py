"""What lets a statement through to the graph: only one that reads, and fetches nothing.

Decided from the statement's text and what the server's EXPLAIN says of it, before it runs. Neither alone is enough: the
plan of an expression (`[x IN list | COUNT { LOAD CSV … }]`) is not shown, and EXPLAIN calls `LOAD CSV`, `TERMINATE
TRANSACTION` and procedures that fetch from elsewhere read-only. READ access mode is the last line, not the first: it
lets all of those through too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from dragoman.errors import WouldWriteError
from dragoman.queries.inline import without_text

_READS = "r"
_REFUSED = {"LoadCSV": "fetches a file (LOAD CSV)", "TerminateTransactions": "ends transactions of others"}
_PROCEDURES = frozenset(
    {
        "db.info",
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
        "db.index.vector.querynodes",
        "db.index.vector.queryrelationships",
        "db.labels",
        "db.propertykeys",
        "db.relationshiptypes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.schema.visualization",
        "dbms.components",
    }
)
_LOAD = re.compile(r"\bLOAD\W+CSV\b", re.IGNORECASE)
_CALL = re.compile(r"\bCALL\b\s*(?P<name>(?:`[^`]*`|\w+)(?:\s*\.\s*(?:`[^`]*`|\w+))*)\s*(?P<open>\(?)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")


class Transaction(Protocol):
    """What runs a statement; `neo4j.Transaction` and `neo4j.ManagedTransaction` do."""

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any: ...


def check_reads(transaction: Transaction, text: str, parameters: Mapping[str, Any], name: str) -> None:
    """Returns when the statement only reads; else raises `WouldWriteError`. Nothing of it is run.

    `name` is what messages call it. Syntax errors are the driver's `ClientError`.
    """
    for version in (text, _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)):
        _check_text(version, name)
    summary = transaction.run(f"EXPLAIN {text}", dict(parameters)).consume()
    if summary.query_type != _READS:
        kind = "changes the schema, users or settings" if summary.query_type == "s" else "writes to the graph"
        raise _refusal(name, kind)
    for operator in _operators(summary.plan or {}):
        if why := _REFUSED.get(operator):
            raise _refusal(name, why)


def _check_text(text: str, name: str) -> None:
    code = without_text(text)
    if _LOAD.search(code):
        raise _refusal(name, _REFUSED["LoadCSV"])
    for call in _CALL.finditer(code):
        procedure = re.sub(r"[`\s]", "", call["name"])
        if ("." in procedure or call["open"]) and procedure.lower() not in _PROCEDURES:
            raise _refusal(name, f"calls {procedure}, which is not known to only read")


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    yield str(plan.get("operatorType", "")).partition("@")[0]
    for child in plan.get("children", ()):
        yield from _operators(child)


def _refusal(name: str, why: str) -> WouldWriteError:
    return WouldWriteError(
        f"{name} {why}, so it was not run: queries only read. The graph changes by load and retract; "
        "for anything else use the Neo4j Browser"
    )
