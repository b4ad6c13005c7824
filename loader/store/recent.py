"""Stored entities and relationships that a loader has just written or read, so that it need not ask for them again.

Like `Known` it is valid as long as nobody else writes. Of what was not used for the longest time it knows nothing more
than that it is there; in a graph that was empty when the load began, all else does not exist.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from typing import TypeVar

import orjson

from dragoman.loader.store.change import Change
from dragoman.loader.store.forgotten import forgotten
from dragoman.loader.store.rows import Row

T = TypeVar("T")

ENTITIES = 3_000
RELATIONSHIPS = 10_000
"""How many are kept; a relationship takes some 700 bytes."""

_NONE = ""
"""In place of a relationship where there is none, though there are claims."""


class Recent:
    """What is known of entities, by id, and of relationships, by key."""

    def __init__(self) -> None:
        self._complete = False
        self._entities: OrderedDict[str, Row] = OrderedDict()
        self._relationships: OrderedDict[str, str] = OrderedDict()  # as JSON, which takes a third of the memory
        self._forgotten = forgotten()

    def begin(self, *, empty: bool) -> None:
        """Forgets everything; in an `empty` graph all that it never knew is not there."""
        self._complete = empty
        self._entities.clear()
        self._relationships.clear()
        self._forgotten.clear()

    def take_in(self, change: Change) -> None:
        """Takes in what a change, which takes no document out, is about to write."""
        for identity, properties in change.written.items():
            self.put_entity(identity, properties)
        for identity in change.vanished:
            self._entities.pop(identity, None)
        for key, joined in change.relationships.items():
            self.put_relationship(key, joined.properties)
        for key in (*change.removed, *change.denied):
            self._keep(key, _NONE)

    def put_entity(self, identity: str, properties: Row) -> None:
        """Takes in an entity as it is."""
        _put(self._entities, identity, properties, ENTITIES)

    def put_relationship(self, key: str, properties: Row) -> None:
        """Takes in a relationship as it is."""
        try:
            self._keep(key, orjson.dumps(properties).decode())  # copied: bytes of orjson stay as large as its buffer
        except TypeError:  # a hand has given it a property of another type: it is asked for each time
            self._relationships.pop(key, None)
            self._forgotten.add(key)

    def _keep(self, key: str, value: str) -> None:
        self._forgotten.update(_put(self._relationships, key, value, RELATIONSHIPS))

    def entities(self, ids: Collection[str]) -> dict[str, Row]:
        """Those entities that are known."""
        return {identity: _used(self._entities, identity) for identity in ids if identity in self._entities}

    def relationships(self, keys: Collection[str]) -> dict[str, Row]:
        """Those relationships that are known."""
        kept = self._relationships
        return {key: orjson.loads(_used(kept, key)) for key in keys if kept.get(key, _NONE) != _NONE}

    def denied(self, keys: Collection[str]) -> set[str]:
        """Those keys of which it is known that there is no relationship, though there are claims."""
        return {key for key in keys if self._relationships.get(key) == _NONE}

    def unknown(self, keys: Collection[str]) -> set[str]:
        """Those keys of which the graph may have a relationship or claim that is not known."""
        unknown = {key for key in keys if key not in self._relationships}
        return {key for key in unknown if key in self._forgotten} if self._complete else unknown


def _used(kept: OrderedDict[str, T], name: str) -> T:
    kept.move_to_end(name)
    return kept[name]


def _put(kept: OrderedDict[str, T], name: str, value: T, most: int) -> list[str]:
    """Keeps a value; gives the names of those that had to go for it."""
    kept[name] = value
    kept.move_to_end(name)
    return [kept.popitem(last=False)[0] for _ in range(most, len(kept))]
