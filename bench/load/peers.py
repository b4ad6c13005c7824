"""Peers' writers, given the entities and the relationships between them; kgx's statements are reproduced."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from bench.load.graph import Graph
from bench.load.server import Bench

KGX_ROWS = 10_000
CHUNK = 1_000
"""Relationships that langchain-neo4j gets as one `GraphDocument`; one for each article would be slower."""


def graphrag(bench: Bench, graph: Graph) -> None:
    """`Neo4jWriter` of neo4j-graphrag, as it stands."""
    from neo4j_graphrag.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship

    given = Neo4jGraph(
        nodes=[Neo4jNode(id=n.id, label=n.kind, properties=n.properties) for n in graph.nodes],
        relationships=[
            Neo4jRelationship(start_node_id=r.start, end_node_id=r.end, type=r.type, properties=r.properties)
            for r in graph.relationships
        ],
    )
    done = asyncio.run(Neo4jWriter(bench.driver, bench.database).run(given))
    if done.status != "SUCCESS":
        raise RuntimeError(f"Neo4jWriter: {done.metadata}")


def langchain(bench: Bench, graph: Graph) -> None:
    """`Neo4jGraph.add_graph_documents` of langchain-neo4j, with the base label that makes it fast."""
    from langchain_neo4j import Neo4jGraph
    from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship

    nodes = {n.id: Node(id=n.id, type=n.kind, properties=n.properties) for n in graph.nodes}
    documents = []
    seen: set[str] = set()
    for place in range(0, len(graph.relationships), CHUNK):
        part = graph.relationships[place : place + CHUNK]
        ties = [
            Relationship(source=nodes[r.start], target=nodes[r.end], type=r.type, properties=r.properties) for r in part
        ]
        new = {end for r in part for end in (r.start, r.end)} - seen
        seen |= new
        documents.append(GraphDocument(nodes=[nodes[i] for i in sorted(new)], relationships=ties))
    documents.append(GraphDocument(nodes=[n for i, n in nodes.items() if i not in seen], relationships=[]))
    local = bench.local
    bench.run("CREATE CONSTRAINT IF NOT EXISTS FOR (b:__Entity__) REQUIRE b.id IS UNIQUE")
    with Neo4jGraph(
        local.uri, username=local.user, password=local.password, database=local.database, refresh_schema=False
    ) as store:
        # Else it would read the whole schema with a procedure of APOC's that has to be allowed first.
        known = {"labelsOrTypes": ["__Entity__"], "properties": ["id"]}
        store.structured_schema = {"metadata": {"constraint": [known]}}
        store.add_graph_documents(documents, baseEntityLabel=True)


def kgx(bench: Bench, graph: Graph) -> None:
    """What the sink of kgx runs: nodes merged by id for each category, relationships merged by their ends alone."""
    nodes: dict[str, list[dict[str, object]]] = defaultdict(list)
    for node in graph.nodes:
        nodes[f"`{node.kind}`"].append(node.properties)
    ties: dict[str, list[dict[str, object]]] = defaultdict(list)
    for r in graph.relationships:
        ties[r.type].append({"subject": r.start, "object": r.end, "predicate": r.type, **r.properties})
    base = "`biolink:NamedThing`"
    with bench.driver.session(database=bench.database) as session:
        for category in (*nodes, base):
            session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{category}) REQUIRE n.id IS UNIQUE").consume()
        for category, rows in nodes.items():
            text = (
                f"UNWIND $nodes AS node MERGE (n:{base} {{id: node.id}}) "
                f"ON CREATE SET n += node, n:{category} ON MATCH SET n += node, n:{category}"
            )
            for place in range(0, len(rows), KGX_ROWS):
                session.run(text, nodes=rows[place : place + KGX_ROWS]).consume()
        for predicate, rows in ties.items():
            text = (
                f"UNWIND $edges AS edge MATCH (s:{base} {{id: edge.subject}}), (o:{base} {{id: edge.object}}) "
                f"MERGE (s)-[r:`{predicate}`]->(o) SET r += edge"
            )
            for place in range(0, len(rows), KGX_ROWS):
                session.run(text, edges=rows[place : place + KGX_ROWS]).consume()
