"""The domain layer as a networkx `MultiDiGraph`: a function of entities and relationships, wherever they come from.

Nodes are entities by id, edges are relationships by `key` with the attribute `predicate`; attributes are the properties
of `docs/graph.md`, dates as ISO text. The order is that of ids and keys, so that equal graphs give equal networks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError, UsageError
from dragoman.queries.results import plain, text_of

if TYPE_CHECKING:
    import neo4j
    import networkx

Relationship = tuple[str, str, str, Mapping[str, Any]]
"""Subject, predicate, object and properties, among them `key`."""

FETCH = 10_000

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def build_network(
    entities: Iterable[Mapping[str, Any]], relationships: Iterable[Relationship]
) -> networkx.MultiDiGraph[str]:
    """The network of entities (their properties, `id` among them) and relationships.

    >>> people = [{"id": "person:b", "name": "B"}, {"id": "person:a", "name": "A"}]
    >>> network = build_network(people, [("person:a", "KNOWS", "person:b", {"key": "k1", "documents": 2})])
    >>> list(network), list(network.edges(keys=True, data="predicate"))
    (['person:a', 'person:b'], [('person:a', 'person:b', 'k1', 'KNOWS')])
    """
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    network.add_nodes_from((e["id"], _attributes(e)) for e in sorted(entities, key=lambda e: str(e["id"])))
    for subject, predicate, object_, properties in sorted(relationships, key=lambda r: (r[3]["key"], r[0], r[2])):
        for end in (subject, object_):
            if end not in network:
                raise DragomanError(f'relationship {properties["key"]} ends at "{end}", which is no entity')
        attributes = {name: value for name, value in _attributes(properties).items() if name != "key"}
        network.add_edge(subject, object_, properties["key"], predicate=predicate, **attributes)
    return network


def read_from_graph(driver: neo4j.Driver, database: str | None, since: str | None = None) -> networkx.MultiDiGraph[str]:
    """The network of a graph in Neo4j, streamed; `since` as in `filter_since`."""
    import neo4j

    from dragoman.cypher import statement

    with driver.session(
        database=database, default_access_mode=neo4j.READ_ACCESS, notifications_min_severity="OFF", fetch_size=FETCH
    ) as session:

        def read(transaction: neo4j.ManagedTransaction) -> networkx.MultiDiGraph[str]:
            # Relationships first: an entity that comes later has none yet, one that leaves takes its own along.
            relationships: list[Relationship] = [
                (row["subject"], row["predicate"], row["object"], row["properties"])
                for row in transaction.run(statement("read/network_relationships"))
            ]
            entities = [row["properties"] for row in transaction.run(statement("read/network_entities"))]
            known = {entity["id"] for entity in entities}
            return build_network(entities, [r for r in relationships if r[0] in known and r[2] in known])

        network = session.execute_read(read)
    return filter_since(network, since) if since else network


def filter_since(network: networkx.MultiDiGraph[str], since: str) -> networkx.MultiDiGraph[str]:
    """A network of the relationships last published on `since` (EDTF) or later, and what they join.

    A relationship whose publication date is unknown is left out. Raises `UsageError` when `since` is no date.
    """
    import networkx

    start = _earliest(since)
    if start is None:
        raise UsageError(f'since "{since}" is no date; use YYYY, YYYY-MM or YYYY-MM-DD')
    kept = [
        (subject, object_, key, data)
        for subject, object_, key, data in network.edges(keys=True, data=True)
        if (last := _earliest(data.get("last_published", ""))) is not None and last >= start
    ]
    joined = {end for subject, object_, _, _ in kept for end in (subject, object_)}
    filtered: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    filtered.add_nodes_from((node, data) for node, data in network.nodes(data=True) if node in joined)
    for subject, object_, key, data in kept:
        filtered.add_edge(subject, object_, key, **data)
    return filtered


def to_graphml(network: networkx.MultiDiGraph[str], path: str | Path) -> None:
    """Writes GraphML for Gephi, yEd and others; lists are joined with `; `, an edge's id is its key."""
    import networkx

    flat: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    flat.add_nodes_from((node, dict(_flat(data))) for node, data in network.nodes(data=True))
    for subject, object_, key, data in network.edges(keys=True, data=True):
        flat.add_edge(subject, object_, key, **dict(_flat(data)))
    try:
        networkx.write_graphml(flat, path)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from None


def _attributes(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in sorted(properties.items()) if value is not None}


def _flat(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        yield name, value if isinstance(value, bool | int | float) else _NOT_XML.sub(" ", text_of(value))


def _earliest(text: str) -> date | None:
    from dragoman.loader.dates import span

    try:
        return span(text).earliest
    except ValueError:
        return None
