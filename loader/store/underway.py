"""Changes that are planned, of which the graph may not show anything yet: the next one is planned on top of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from neo4j import Transaction

from dragoman.loader.project import Keyed
from dragoman.loader.resolve import features_of
from dragoman.loader.store.change import Change
from dragoman.loader.store.known import Placed
from dragoman.loader.store.recent import Recent
from dragoman.loader.store.rows import Row
from dragoman.loader.store.view import View


class Underway:
    """What a change that takes no document out will have made of the graph; `wait` returns when it is committed.

    What only the transaction itself finds out, the statuses and relationships that follow from all claims, is open.
    """

    def __init__(self, change: Change, wait: Callable[[], object]) -> None:
        self.wait = wait
        self.entities = change.written
        self.relationships = {key: joined.properties for key, joined in change.relationships.items()}
        self.open = {*change.unsettled, *change.occurrences, *change.vanished}
        self.claimed = {claim.key for claim in change.added}
        self.published = {one.node["id"]: one.node.get("published", "") for one in change.coming}
        self.publishers: dict[str, set[str]] = {}
        for one in change.coming:
            self.publishers.setdefault(one.node["sha256"], set()).add(one.node.get("publisher", ""))
        entity_of = change.placing.entity_of
        mentions = [f.mention for one in change.coming for f in one.features.values()]
        mentions += [placed.mention for placed in change.placing.moving.values()]
        self.placed = {m.id: Placed(m, entity_of[m.id]) for m in mentions}


class ViewAhead(View):
    """The graph as it will be once the changes underway, the oldest first, are committed.

    What is `recent` is not asked for again.
    """

    def __init__(self, tx: Transaction, underway: Sequence[Underway], recent: Recent) -> None:
        super().__init__(tx)
        self._underway = list(underway)
        self._recent = recent

    def mentions_of_entities(self, entities: Sequence[str]) -> list[Placed]:
        """The mentions that belong to entities."""
        found = {p.mention.id: p for p in super().mentions_of_entities(entities)}
        asked = set(entities)
        return self._moved(found, lambda placed: placed.entity in asked)

    def mentions_in_blocks(self, blocks: Collection[str]) -> list[Placed]:
        """The mentions that resolution finds in blocks."""
        found = {p.mention.id: p for p in super().mentions_in_blocks(blocks)}
        asked = set(blocks)

        def is_in(placed: Placed) -> bool:
            features = features_of(placed.mention)
            return not features.fixed and not asked.isdisjoint((*features.blocks, *features.occurrences))

        return self._moved(found, is_in)

    def _moved(self, found: dict[str, Placed], belongs: Callable[[Placed], bool]) -> list[Placed]:
        for one in self._underway:
            for identity, placed in one.placed.items():
                if belongs(placed):
                    found[identity] = placed
                else:
                    found.pop(identity, None)
        return list(found.values())

    def claims_of_mentions(self, mentions: Collection[str]) -> list[Keyed]:
        """The claims that end at mentions."""
        if mentions and self._underway:
            self._wait_for(self._underway[-1])
        return super().claims_of_mentions(mentions)

    def entities(self, ids: Collection[str]) -> dict[str, Row]:
        """The properties of entities, by id; unknown ids are left out."""
        self._settle(ids)
        planned = {i: one.entities[i] for one in self._underway for i in ids if i in one.entities}
        found = self._recent.entities(set(ids)) | planned
        for identity, properties in super().entities(set(ids) - found.keys()).items():
            self._recent.put_entity(identity, properties)
            found[identity] = properties
        return found

    def relationships(self, keys: Mapping[str, str]) -> dict[str, Row]:
        """The properties of relationships, by key; each key is asked with its predicate."""
        self._settle(keys)
        planned = {key: one.relationships[key] for one in self._underway for key in keys if key in one.relationships}
        found = self._recent.relationships(keys) | planned
        unknown = self._recent.unknown(keys.keys() - planned.keys())
        for key, properties in super().relationships({key: keys[key] for key in unknown}).items():
            self._recent.put_relationship(key, properties)
            found[key] = properties
        return found

    def claimed_keys(self, keys: Collection[str]) -> set[str]:
        """Those keys that a claim has; none of them may have a relationship."""
        self._settle(keys)
        planned = {key for one in self._underway for key in keys if key in one.claimed}
        return super().claimed_keys(self._recent.unknown(set(keys) - planned)) | planned

    def published(self, documents: Collection[str]) -> dict[str, str]:
        """When documents were published, by id."""
        planned = {i: one.published[i] for one in self._underway for i in documents if i in one.published}
        return super().published(set(documents) - planned.keys()) | planned

    def publishers_of_texts(self, digests: Collection[str]) -> dict[str, set[str]]:
        """Who published a text, by its digest; unknown texts are left out."""
        found = super().publishers_of_texts(digests)
        for one in self._underway:
            for digest in digests:
                if digest in one.publishers:
                    found[digest] = found.get(digest, set()) | one.publishers[digest]
        return found

    def _settle(self, ids: Collection[str]) -> None:
        """Waits for the last change that leaves one of these open."""
        for one in reversed(self._underway):
            if any(identity in one.open for identity in ids):
                self._wait_for(one)
                return

    def _wait_for(self, one: Underway) -> None:
        """Waits until a change is committed, and so are those before it: the graph shows them."""
        one.wait()
        self._underway = self._underway[self._underway.index(one) + 1 :]
