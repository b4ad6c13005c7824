"""Analyses of the network: who is central, and who links those that have no tie of their own.

Both are functions of the actors' network: countries, persons and organisations, two of which are tied when they take
part in, sign or are party to the same event or agreement. What is only planned ties nobody. An occasion with n actors
adds to each of its ties the documents that report it, divided by n - 1, so that a summit of thirty gives each of them
no more weight than a meeting of two (Newman 2001, Physical Review E 64, 016132).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx

EXACT = 2_000
"""Up to so many actors betweenness is exact; above, it is estimated from as many pivots (Brandes and Pich 2007)."""

PIVOTS = 500


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an actor is. `betweenness` is the share of shortest paths between others that lead through it."""

    id: str
    name: str
    kind: str
    partners: int
    occasions: int
    weight: float
    betweenness: float


@dataclass(frozen=True, slots=True)
class Brokerage:
    """How often an actor links two that have no tie of their own, by the sides (countries) that the three belong to.

    `coordinator`: all of one side; `consultant`: both others of one side, the broker of another; `gatekeeper`: the
    broker of the same side as one of them (as ties have no direction, the representative too); `liaison`: three sides.
    `constraint` is Burt's: the lower, the less an actor's partners are tied to each other; none without partners.
    """

    id: str
    name: str
    kind: str
    side: str
    coordinator: int
    consultant: int
    gatekeeper: int
    liaison: int
    total: int
    constraint: float | None


def actors(network: networkx.MultiDiGraph[str]) -> networkx.Graph[str]:
    """The network of actors as above; edges have `weight` and `occasions` (how many they share), nodes `occasions`.

    >>> from dragoman.queries.network import build_network
    >>> kinds = {"country:X": "Country", "country:Y": "Country", "talks:t": "Talks"}
    >>> things = [{"id": id, "kind": kind, "name": id} for id, kind in kinds.items()]
    >>> fact = {"status": "asserted", "documents": 2}
    >>> ties = [(c, "PARTICIPATED_IN", "talks:t", {"key": c, **fact}) for c in ("country:X", "country:Y")]
    >>> list(actors(build_network(things, ties)).edges(data=True))
    [('country:X', 'country:Y', {'weight': 2.0, 'occasions': 1})]
    """
    import networkx

    occasions: dict[str, dict[str, int]] = defaultdict(dict)
    predicates, kinds = _tying(), _actor_kinds()
    projected: networkx.Graph[str] = networkx.Graph()
    for subject, object_, data in network.edges(data=True):
        if data["predicate"] in predicates and data["status"] != "planned" and _kind(network, subject) in kinds:
            present = occasions[object_]
            present[subject] = max(present.get(subject, 0), data["documents"])
    taken = Counter(actor for present in occasions.values() for actor in present)
    projected.add_nodes_from((actor, {"occasions": taken[actor]}) for actor in sorted(taken))
    for _, present in sorted(occasions.items()):
        for one, other in combinations(sorted(present), 2):
            tie = projected.get_edge_data(one, other, {"weight": 0.0, "occasions": 0})
            share = min(present[one], present[other]) / (len(present) - 1)
            projected.add_edge(one, other, weight=tie["weight"] + share, occasions=tie["occasions"] + 1)
    return projected


def centrality(network: networkx.MultiDiGraph[str]) -> list[Centrality]:
    """Every actor with how central it is, the highest betweenness first.

    `betweenness` is Freeman's (1977, Sociometry 40, 35-41), normalised to [0, 1], over paths of ties of equal length;
    `weight` sums the ties' weights. Takes O(actors x ties) time; see `EXACT`.
    """
    import networkx

    projected = actors(network)
    pivots = None if len(projected) <= EXACT else PIVOTS
    between = networkx.betweenness_centrality(projected, k=pivots, seed=1)
    rows = [
        Centrality(
            id=node,
            name=_name(network, node),
            kind=_kind(network, node),
            partners=len(projected[node]),
            occasions=data["occasions"],
            weight=round(sum(tie["weight"] for tie in projected[node].values()), 6),
            betweenness=round(between[node], 6),
        )
        for node, data in projected.nodes(data=True)
    ]
    return sorted(rows, key=lambda row: (-row.betweenness, -row.weight, row.id))


def brokers(network: networkx.MultiDiGraph[str]) -> list[Brokerage]:
    """Every actor with how often it brokers between sides, the most often first.

    Roles are those of Gould and Fernandez (1989, Sociological Methodology 19, 89-126), counted over unordered pairs of
    an actor's partners that share no tie; constraint is that of Burt (1992, Structural Holes). An actor's side is the
    country that it is, holds a position in, or is part of, by at most three steps; one without is a side of its own.
    Takes time in the sum of the squares of the actors' numbers of partners.
    """
    projected = actors(network)
    sides = {node: _side(network, node) for node in projected}
    constraint = _constraint(projected)
    rows = []
    for node in projected:
        counts = dict.fromkeys(("coordinator", "consultant", "gatekeeper", "liaison"), 0)
        for one, other in combinations(projected[node], 2):
            if not projected.has_edge(one, other):
                counts[_role(sides[one], sides[node], sides[other])] += 1
        rows.append(
            Brokerage(
                id=node,
                name=_name(network, node),
                kind=_kind(network, node),
                side=_name(network, sides[node]),
                **counts,
                total=sum(counts.values()),
                constraint=round(constraint[node], 6) if node in constraint else None,
            )
        )
    return sorted(rows, key=lambda row: (-row.total, -row.liaison, row.id))


def _constraint(projected: networkx.Graph[str]) -> dict[str, float]:
    """Burt's constraint of each actor with partners; as `networkx.constraint`, which needs hours for thousands."""
    strength = {node: sum(tie["weight"] for tie in ties.values()) for node, ties in projected.adjacency()}
    share = {
        node: {other: tie["weight"] / strength[node] for other, tie in ties.items()}
        for node, ties in projected.adjacency()
    }
    found = {}
    for node, direct in share.items():
        invested = dict(direct)
        for through, part in direct.items():
            for other, further in share[through].items():
                if other in direct:
                    invested[other] += part * further
        if direct:
            found[node] = sum(total * total for total in invested.values())
    return found


def _role(one: str, broker: str, other: str) -> str:
    if one == broker == other:
        return "coordinator"
    if one == other:
        return "consultant"
    return "gatekeeper" if broker in (one, other) else "liaison"


def _side(network: networkx.MultiDiGraph[str], node: str, steps: int = 3) -> str:
    """The nearest country by current positions and membership; of several the best reported, then the first by id."""
    frontier = {node}
    for _ in range(steps + 1):
        countries = sorted(n for n in frontier if _kind(network, n) == "Country")
        if countries:
            return countries[0]
        found: dict[str, int] = defaultdict(int)
        for one in frontier:
            for _, above, data in network.out_edges(one, data=True):
                if data["predicate"] in ("HOLDS_POSITION", "PART_OF") and data.get("tenure") != ["former"]:
                    found[above] += data["documents"]
        best = max(found.values(), default=0)
        frontier = {above for above, documents in found.items() if documents == best}
    return node


def _tying() -> frozenset[str]:
    """Predicates that lead from an actor to an event or agreement, by the ontology."""
    from dragoman.loader.ontology import ontology

    known, acting = ontology(), _actor_kinds()
    dated = {kind.name for kind in known.kinds.values() if kind.dated}
    return frozenset(p.name for p in known.predicates.values() if p.subjects <= acting and p.objects <= dated)


def _actor_kinds() -> frozenset[str]:
    from dragoman.loader.ontology import ontology

    return frozenset({"Country", "Person"}) | ontology().group("Organization")


def _data(network: networkx.MultiDiGraph[str], node: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = network.nodes[node]
    return data


def _kind(network: networkx.MultiDiGraph[str], node: str) -> str:
    return str(_data(network, node).get("kind", ""))


def _name(network: networkx.MultiDiGraph[str], node: str) -> str:
    return str(_data(network, node).get("name", node))
