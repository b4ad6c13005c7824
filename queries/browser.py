"""Statements for the Neo4j Browser: a link that opens one in its editor, and lines to paste.

A link has one edit field, which runs as one statement; parameters are therefore written into the statement as literals
(`inline.literal`). What `query show` prints sets them by `:param` lines first, so that they are easy to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from dragoman.queries.catalog import Query
from dragoman.queries.inline import inlined, literal


def browser_url(
    http: str, bolt: str, text: str, values: Mapping[str, object], *, database: str = "neo4j", user: str = "neo4j"
) -> str:
    """A link that opens the Neo4j Browser at `http` with the statement in its editor, ready to run.

    >>> browser_url("http://127.0.0.1:7474", "bolt://127.0.0.1:7687", "RETURN $x", {"x": "a & b"})
    'http://127.0.0.1:7474/browser/?dbms=bolt://neo4j@127.0.0.1:7687&db=neo4j&cmd=edit&arg=RETURN%20%27a%20%26%20b%27'
    """
    parts = urlsplit(bolt)
    server = quote(f"{parts.scheme}://{user}@{parts.netloc.rpartition('@')[2]}", safe=":/@[]")
    base = http.rstrip("/").removesuffix("/browser")
    statement = quote(inlined(text, values), safe="")
    return f"{base}/browser/?dbms={server}&db={quote(database, safe='')}&cmd=edit&arg={statement}"


def pasteable(query: Query, values: Mapping[str, object]) -> str:
    """A query's text with a `:param` line for each parameter before it."""
    lines = "".join(f":param {name} => {literal(value)};\n" for name, value in values.items())
    return f"{lines}\n{query.text}" if lines else query.text
