"""The graph that all loaders are to make, taken from Dragoman's canonical export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

LAYERS = ("Entity", "Document", "Text", "Passage", "Claim")
"""The labels whose ids are unique by constraint; every node has one of them."""

DATES = ("earliest", "latest")


@dataclass(frozen=True, slots=True)
class Node:
    """A node: the label that is constrained, all its labels, its properties with their `id`."""

    layer: str
    labels: tuple[str, ...]
    properties: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.properties["id"])

    @property
    def kind(self) -> str:
        """Its most telling label."""
        return str(self.properties.get("kind", self.layer))


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship between nodes of two layers; `key` is empty, or what makes it one of its type."""

    type: str
    start: str
    end: str
    ends: tuple[str, str]
    key: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and relationships; `domain` leaves the entities and what joins them, which is all that peers know."""

    nodes: list[Node]
    relationships: list[Relationship]

    @property
    def size(self) -> int:
        return len(self.nodes) + len(self.relationships)

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.nodes), len(self.relationships)

    def domain(self, most: int | None = None) -> Graph:
        """Entities and the relationships between them, at most so many of these, with the ends that they need."""
        kept = [r for r in self.relationships if r.ends == ("Entity", "Entity")]
        if most is not None and len(kept) > most:
            step = len(kept) / most
            kept = [kept[int(i * step)] for i in range(most)]
        ends = {end for r in kept for end in (r.start, r.end)}
        nodes = [n for n in self.nodes if n.layer == "Entity" and (most is None or n.id in ends)]
        return Graph(nodes, kept)


def read(lines: Iterable[bytes]) -> Graph:
    """The graph of a canonical export."""
    nodes: list[Node] = []
    relationships: list[Relationship] = []
    layers: dict[str, str] = {}
    for line in lines:
        row = orjson.loads(line)
        if "labels" in row:
            properties = {k: date.fromisoformat(v) if k in DATES else v for k, v in row["properties"].items()}
            node = Node(next(x for x in LAYERS if x in row["labels"]), tuple(row["labels"]), properties)
            nodes.append(node)
            layers[node.id] = node.layer
        else:
            ends = layers[row["start"]], layers[row["end"]]
            relationships.append(
                Relationship(row["type"], row["start"], row["end"], ends, row["key"], row["properties"])
            )
    return Graph(nodes, relationships)
