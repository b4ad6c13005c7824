"""Stored entities and relationships that a loader has just written or read, so that it need not ask for them again.

Like `Known` it is valid as long as nobody else writes. Of what was not used for the longest time it knows nothing more;
until then, in a graph that was empty when the load began, what it does not know does not exist.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from typing import TypeVar

import orjson

from dragoman.loader.store.change import Change
from dragoman.loader.store.rows import Row

T = TypeVar("T")

ENTITIES = 5_000
RELATIONSHIPS = 30_000
"""How many are kept; a relationship takes some 700 bytes."""


class Recent:
    """What is known of entities, by id, and of relationships, by key."""

    def __init__(self) -> None:
        self._complete = False
        self._entities: OrderedDict[str, Row] = OrderedDict()
        self._relationships: OrderedDict[str, bytes] = OrderedDict()  # as JSON, which takes a third of the memory
        self._open: set[str] = set()  # keys of claims whose relationships only the server has settled

    def begin(self, *, empty: bool) -> None:
        """Forgets everything; in an `empty` graph all that it does not know is not there."""
        self._complete = empty
        self._entities.clear()
        self._relationships.clear()
        self._open.clear()

    def take_in(self, change: Change) -> None:
        """Takes in what a change, which takes no document out, is about to write."""
        for identity, properties in change.written.items():
            self.put_entity(identity, properties)
        for identity in (*change.occurrences, *change.vanished):
            self._entities.pop(identity, None)
        for key, joined in change.relationships.items():
            self.put_relationship(key, joined.properties)
        for key in (*change.unsettled, *(c.key for c in change.added if c.key not in change.relationships)):
            self._relationships.pop(key, None)
            self._open.add(key)

    def put_entity(self, identity: str, properties: Row) -> None:
        """Takes in an entity as it is."""
        _put(self._entities, identity, properties, ENTITIES)

    def put_relationship(self, key: str, properties: Row) -> None:
        """Takes in a relationship as it is."""
        try:
            kept = orjson.dumps(properties)
        except TypeError:  # a hand has given it a property of another type: it is asked for each time
            self._open.add(key)
            return
        if _put(self._relationships, key, kept, RELATIONSHIPS):
            self._complete = False
        self._open.discard(key)

    def entities(self, ids: Collection[str]) -> dict[str, Row]:
        """Those entities that are known."""
        return {identity: _used(self._entities, identity) for identity in ids if identity in self._entities}

    def relationships(self, keys: Collection[str]) -> dict[str, Row]:
        """Those relationships that are known."""
        kept = self._relationships
        return {key: orjson.loads(_used(kept, key)) for key in keys if key in kept}

    def unknown(self, keys: Collection[str]) -> set[str]:
        """Those keys of which the graph may have a relationship or claim that is not known."""
        kept = self._relationships
        return {key for key in keys if key not in kept and (not self._complete or key in self._open)}


def _used(kept: OrderedDict[str, T], name: str) -> T:
    kept.move_to_end(name)
    return kept[name]


def _put(kept: OrderedDict[str, T], name: str, value: T, most: int) -> bool:
    """Keeps a value; tells whether another had to go for it."""
    kept[name] = value
    kept.move_to_end(name)
    if len(kept) <= most:
        return False
    kept.popitem(last=False)
    return True
