"""Changes that are planned, of which the graph may not show anything yet: the next one is planned on top of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from neo4j import Transaction

from dragoman.loader.project import Keyed, Source
from dragoman.loader.resolve import features_of
from dragoman.loader.store.change import Change
from dragoman.loader.store.known import Placed
from dragoman.loader.store.recent import Recent
from dragoman.loader.store.rows import Row, source_of_node
from dragoman.loader.store.view import View

T = TypeVar("T")


class Underway:
    """What a change that takes no document out will have made of the graph."""

    def __init__(self, change: Change) -> None:
        self.entities: dict[str, Row | None] = {**change.written, **dict.fromkeys(change.vanished)}
        self.relationships: dict[str, Row | None] = dict.fromkeys((*change.removed, *change.denied))
        self.relationships |= {key: joined.properties for key, joined in change.relationships.items()}
        self.claims = {claim.stated.id: claim for claim in (*change.moved, *change.added)}
        self.claimed = {claim.key for claim in self.claims.values()}
        self.sources = {one.node["id"]: source_of_node(one.node) for one in change.coming}
        self.publishers: dict[str, set[str]] = {}
        for source in self.sources.values():
            self.publishers.setdefault(source.sha256, set()).add(source.publisher)
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
        return _overlaid(found, (one.placed for one in self._underway), belongs)

    def claims_of_mentions(self, mentions: Collection[str]) -> list[Keyed]:
        """The claims that end at mentions."""
        asked = set(mentions)

        def is_asked(claim: Keyed) -> bool:
            return claim.stated.subject_mention in asked or claim.stated.object_mention in asked

        return self._claimed(super().claims_of_mentions(mentions), is_asked) if asked else []

    def claims_of_keys(self, keys: Collection[str]) -> list[Keyed]:
        """The claims that relationships, by key, follow from."""
        return self._claimed(super().claims_of_keys(keys), lambda claim: claim.key in keys) if keys else []

    def claims_ending_at(self, entities: Collection[str]) -> list[Keyed]:
        """The claims of which entities are the objects."""
        asked = set(entities)
        return self._claimed(super().claims_ending_at(asked), lambda claim: claim.object in asked) if asked else []

    def _claimed(self, stored: Iterable[Keyed], belongs: Callable[[Keyed], bool]) -> list[Keyed]:
        found = {claim.stated.id: claim for claim in stored}
        return _overlaid(found, (one.claims for one in self._underway), belongs)

    def entities(self, ids: Collection[str]) -> dict[str, Row]:
        """The properties of entities, by id; unknown ids are left out."""
        planned = {i: one.entities[i] for one in self._underway for i in ids if i in one.entities}
        found = self._recent.entities(set(ids) - planned.keys())
        for identity, properties in super().entities(set(ids) - planned.keys() - found.keys()).items():
            self._recent.put_entity(identity, properties)
            found[identity] = properties
        return found | _present(planned)

    def relationships(self, keys: Mapping[str, str]) -> dict[str, Row]:
        """The properties of relationships, by key; each key is asked with its predicate."""
        planned = {key: one.relationships[key] for one in self._underway for key in keys if key in one.relationships}
        found = self._recent.relationships(keys.keys() - planned.keys())
        unknown = self._recent.unknown(keys.keys() - planned.keys())
        for key, properties in super().relationships({key: keys[key] for key in unknown}).items():
            self._recent.put_relationship(key, properties)
            found[key] = properties
        return found | _present(planned)

    def claimed_keys(self, keys: Collection[str]) -> set[str]:
        """Those keys that a claim has; none of them may have a relationship."""
        found = {key for one in self._underway for key in keys if key in one.claimed} | self._recent.denied(keys)
        return super().claimed_keys(self._recent.unknown(set(keys) - found)) | found

    def sources(self, documents: Collection[str]) -> dict[str, Source]:
        """What relationships show of documents, by id."""
        planned = {i: one.sources[i] for one in self._underway for i in documents if i in one.sources}
        return super().sources(set(documents) - planned.keys()) | planned

    def published(self, documents: Collection[str]) -> dict[str, str]:
        """When documents were published, by id."""
        planned = {i: one.sources[i].published for one in self._underway for i in documents if i in one.sources}
        return super().published(set(documents) - planned.keys()) | planned

    def publishers_of_texts(self, digests: Collection[str]) -> dict[str, set[str]]:
        """Who published a text, by its digest; unknown texts are left out."""
        found = super().publishers_of_texts(digests)
        for one in self._underway:
            for digest in digests:
                if digest in one.publishers:
                    found[digest] = found.get(digest, set()) | one.publishers[digest]
        return found


def _overlaid(found: dict[str, T], later: Iterable[Mapping[str, T]], belongs: Callable[[T], bool]) -> list[T]:
    """What was found, by id, with what later changes make of it."""
    for changed in later:
        for identity, one in changed.items():
            if belongs(one):
                found[identity] = one
            else:
                found.pop(identity, None)
    return list(found.values())


def _present(planned: Mapping[str, Row | None]) -> dict[str, Row]:
    return {identity: properties for identity, properties in planned.items() if properties is not None}
