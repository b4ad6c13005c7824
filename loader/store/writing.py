"""A planned change, written in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from neo4j import ManagedTransaction, Transaction

from dragoman.cypher import statement
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed
from dragoman.loader.store.change import Change, Joined
from dragoman.loader.store.prepared import Prepared
from dragoman.loader.store.rows import (
    Row,
    moved_row,
    passage_values,
    placed_values,
    relationship_values,
)

AnyTransaction = ManagedTransaction | Transaction


class Turn(NamedTuple):
    """When a change that was planned without the lock may be written.

    `writes`: the journal's counter of writes then, its own counted. `by`: the name of this write. `after`: that of the
    one that must be before it, since the counter does not tell; none if all was committed when the change was planned.
    """

    writes: int
    by: str
    after: str | None

    @classmethod
    def of(cls, loader: str, writes: int, *, waits: bool) -> Turn:
        """The turn of a loader's write that `waits` for its last one."""
        return cls(writes, f"{loader} {writes}", f"{loader} {writes - 1}" if waits else None)


def lock(tx: AnyTransaction) -> tuple[int, bool]:
    """Waits for every other writer; must come first in a transaction that writes.

    Returns the journal's counter of writes, and whether the graph is empty.
    """
    row = tx.run(statement("load/lock")).single(strict=True)
    return row["writes"], row["empty"]


def write(tx: AnyTransaction, change: Change, turn: Turn | None = None) -> bool:
    """Writes a change.

    Without a `turn` the transaction must hold the lock. With one, of a change that takes nothing out, it is taken here,
    and nothing is written unless it is then its turn; returns whether it was.
    """
    if change.leaving:
        tx.run(statement("load/remove_documents"), documents=list(change.leaving)).consume()
    entity_of = change.placing.entity_of
    if not write_documents(
        tx, change.coming, change.added, entity_of, change.entities, change.relationships, turn=turn
    ):
        return False
    moving = change.placing.moving
    if moving:
        tx.run(statement("load/remove_mentions"), mentions=sorted(moving)).consume()
        moves = [{"id": c.stated.id, "subject": c.subject, "object": c.object, "key": c.key} for c in change.moved]
        _run(tx, "load/move_claims", moves)
        _run(tx, "load/mentions", [moved_row(p.mention, entity_of[i]) for i, p in moving.items()])
    for predicate, gone in _by_predicate(change.removed).items():
        tx.run(statement("load/remove_relationships", type=predicate), keys=gone).consume()
    if change.vanished:
        tx.run(statement("load/remove_entities"), entities=change.vanished).consume()
    return True


def write_documents(
    tx: AnyTransaction,
    coming: Sequence[Prepared],
    added: Sequence[Keyed],
    entity_of: Mapping[str, str],
    entities: Sequence[list[Any]],
    relationships: Mapping[str, Joined] = MappingProxyType({}),
    turn: Turn | None = None,
) -> bool:
    """Writes entities, then documents, with all that belongs to them, and relationships along the entities' places.

    With a `turn` the lock is taken first, and nothing is written unless it is then its turn; returns whether it was.
    """
    if not (entities or coming or relationships):
        return True
    places = {row[0]: place for place, row in enumerate(entities)}
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        claims[claim.stated.document].append(claim)
    documents = [
        [
            one.node,
            one.evidence.document.text,
            [placed_values(places[entity_of[identity]], values) for identity, values in one.mentions.items()],
            passage_values(claims[one.evidence.document.id], places, one.extractors),
            one.extractors,
        ]
        for one in coming
    ]
    new: list[list[Any]] = []
    changed: dict[str, list[list[Any]]] = {predicate: [] for predicate in ontology().predicates}
    for key, (claim, properties, stored) in relationships.items():
        if stored is None:
            new.append(relationship_values(claim, properties, places))
        else:
            gone = dict.fromkeys(stored.keys() - properties.keys())
            differing = {name: value for name, value in properties.items() if stored.get(name) != value}
            if differing or gone:
                changed[claim.stated.predicate].append([key, differing | gone])
    held = list(entities)
    parameters = {"entities": held, "documents": documents, "relationships": new, "changed": changed}
    if turn:
        parameters |= turn._asdict()
    try:
        done = tx.run(_batch(locks=turn is not None), parameters).consume()
    finally:  # the driver's result holds the parameters, in a cycle that the collector is late to find
        held.clear()
        documents.clear()
        new.clear()
        changed.clear()
    return turn is None or done.counters.nodes_created > 0


@cache
def _batch(*, locks: bool) -> str:
    """The statement that writes a batch; planned once: all it looks up has an index, in an empty graph too."""
    changed = (statement("load/batch_changed", type=predicate) for predicate in ontology().predicates)
    text = "\n".join([statement("load/batch"), *changed])
    if locks:
        text = f"{statement('load/lock_if')}\nCALL () {{\n{text}\n}}"
    return f"CYPHER replan=skip {text}"


def _run(tx: AnyTransaction, path: str, rows: list[Row]) -> None:
    if rows:
        tx.run(statement(path), rows=rows).consume()


def _by_predicate(keys: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, predicate in keys.items():
        found[predicate].append(key)
    return found
