"""Changes that are planned, of which the graph may not show anything yet: the next one is planned on top of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from neo4j import Transaction

from dragoman.loader.project import Keyed, Source
from dragoman.loader.resolve import features_of
from dragoman.loader.store.change import Change
from dragoman.loader.store.known import Placed
from dragoman.loader.store.recent import Recent
from dragoman.loader.store.rows import Row, source_of_node
from dragoman.loader.store.view import View


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
        features = {i: features_of(placed.mention) for i, placed in change.placing.moving.items()}
        features |= {i: f for one in change.coming for i, f in one.features.items()}
        self.placed = {i: Placed(one.mention, entity_of[i]) for i, one in features.items()}
        self.mentions_of: dict[str, list[Placed]] = defaultdict(list)
        """By entity."""
        self.mentions_in: dict[str, list[Placed]] = defaultdict(list)
        """By block, those that resolution looks for there."""
        for identity, one in features.items():
            placed = self.placed[identity]
            self.mentions_of[placed.entity].append(placed)
            for block in () if one.fixed else (*one.blocks, *one.occurrences):
                self.mentions_in[block].append(placed)


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
        later = [(one, one.mentions_of) for one in self._underway]
        return _overlaid(super().mentions_of_entities(entities), later, entities)

    def mentions_in_blocks(self, blocks: Collection[str]) -> list[Placed]:
        """The mentions that resolution finds in blocks."""
        later = [(one, one.mentions_in) for one in self._underway]
        return _overlaid(super().mentions_in_blocks(blocks), later, blocks)

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
        for one in self._underway:
            for identity, claim in one.claims.items():
                if belongs(claim):
                    found[identity] = claim
                else:
                    found.pop(identity, None)
        return list(found.values())

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


def _overlaid(
    stored: Iterable[Placed],
    later: Iterable[tuple[Underway, Mapping[str, list[Placed]]]],
    places: Collection[str],
) -> list[Placed]:
    """The mentions in some places, as they are stored and as later changes place them."""
    found = {p.mention.id: p for p in stored}
    for one, by_place in later:
        for identity in found.keys() & one.placed.keys():
            del found[identity]
        found |= {p.mention.id: p for place in places for p in by_place.get(place, ())}
    return list(found.values())


def _present(planned: Mapping[str, Row | None]) -> dict[str, Row]:
    return {identity: properties for identity, properties in planned.items() if properties is not None}
