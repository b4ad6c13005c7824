"""Where the mentions of coming documents belong, and which stored ones have to move for them.

The outcome is that of resolving all mentions of the graph at once; only what may change is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dragoman.loader.evidence import Mention
from dragoman.loader.project import Properties, join_entity
from dragoman.loader.resolve import Cluster, Features, features_of, resolve_features
from dragoman.loader.resolve.clusters import components, entities
from dragoman.loader.resolve.naming import order
from dragoman.loader.store.known import Alike, Known, Placed
from dragoman.loader.store.neighbourhood import neighbourhood
from dragoman.loader.store.rows import Row
from dragoman.loader.store.view import View


class Joining(NamedTuple):
    """A stored entity that mentions join without changing anything else: what it says, and what of that changes."""

    stored: Row
    changed: Properties


@dataclass(slots=True)
class Placing:
    """What resolution decides for a change.

    `entity_of`: the entity of each mention that comes, and of each stored one that was looked at. `clusters`: entities
    all of whose mentions are known, by id. `joined`: stored entities that mentions join, by id. `told`: mentions that
    join an event or agreement. `moving`: the stored mentions that change their entity, as they were, by id.
    """

    entity_of: dict[str, str] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    joined: dict[str, Joining] = field(default_factory=dict)
    told: list[Features] = field(default_factory=list)
    moving: dict[str, Placed] = field(default_factory=dict)

    def add(self, clusters: Iterable[Cluster], near: Iterable[Placed] = ()) -> None:
        """Takes in entities with all their mentions; `near` are those of the mentions that are stored."""
        for cluster in clusters:
            self.clusters[cluster.id] = cluster
            self.entity_of |= {mention.id: cluster.id for mention in cluster.mentions}
        self.moving |= {p.mention.id: p for p in near if self.entity_of[p.mention.id] != p.entity}


def place(view: View, gone: Sequence[Placed], coming: Sequence[Features], known: Known) -> Placing:
    """Places the mentions that come, while those that are `gone` go."""
    if gone:
        return _place_again(view, gone, coming, known)
    near = neighbourhood(view, coming, (), known)
    placing = Placing()
    _place_fixed(view, [f for f in coming if f.fixed], placing)
    free = [f for f in coming if not f.fixed]
    by_mention = {one.mention.id: alike for alike in near.values() for one in alike.voices}
    parts = components([*free, *(one for alike in near.values() for one in alike.voices)])
    split = [_split(part, by_mention) for part in parts]
    targets = [str(old[0].entity) for new_, old in split if _may_join(new_, old)]
    stored_entities = view.entities(targets)
    for new_, old in split:
        if not new_:
            continue
        if not old:
            placing.add(entities(new_))
        elif not (_may_join(new_, old) and _join(new_, old[0], stored_entities, placing)):
            stored = _expanded(view, old, ())
            placing.add(_resolved(new_, stored), stored)
    return placing


def _place_again(view: View, gone: Sequence[Placed], coming: Sequence[Features], known: Known) -> Placing:
    """Places the mentions that come for those that go.

    One that comes back as it was is not resolved for its own sake, only for that of others: to read all mentions of a
    country or of a much named minister takes as long as all else of a small change.
    """
    back = _same_mentions(gone, coming)
    going = {p.mention.id: features_of(p.mention) for p in gone if p.mention.id not in back}
    new = [f for f in coming if f.mention.id not in back]
    differing = [*new, *going.values()]
    near = neighbourhood(view, differing, going, known)
    stored = _expanded(view, near.values(), going)
    fixed = {f.own_id for f in differing if f.fixed}
    stored += [p for p in view.mentions_of_entities(sorted(fixed)) if p.mention.id not in going]
    placing = Placing()
    placing.add(_resolved(new, stored), [p for p in stored if p.mention.id not in back])
    left = {identity: entity for identity, entity in back.items() if identity not in placing.entity_of}
    placing.entity_of |= left
    placing.joined |= {i: Joining(properties, {}) for i, properties in view.entities(set(left.values())).items()}
    return placing


def _same_mentions(gone: Sequence[Placed], coming: Sequence[Features]) -> dict[str, str]:
    """The ids of the mentions that come just as they go, with their entities.

    Those of events and agreements are not among them, for what their entities say depends on claims too.
    """
    before = {p.mention.id: p for p in gone}
    return {
        f.mention.id: old.entity
        for f in coming
        if not f.described and (old := before.get(f.mention.id)) and _say_the_same(old.mention, f.mention)
    }


def _say_the_same(one: Mention, other: Mention) -> bool:
    return one == other and repr(one.properties) == repr(other.properties)  # 1 is not True


def _resolved(coming: Iterable[Features], stored: Iterable[Placed]) -> list[Cluster]:
    return resolve_features([*coming, *(features_of(p.mention) for p in stored)])


def _split(part: list[Features], known: dict[str, Alike]) -> tuple[list[Features], list[Alike]]:
    """A component's mentions that come, and what is stored."""
    new = [f for f in part if f.mention.id not in known]
    old = {known[f.mention.id].features.mention.id: known[f.mention.id] for f in part if f.mention.id in known}
    return new, list(old.values())


def _may_join(new: Sequence[Features], old: Sequence[Alike]) -> bool:
    """Whether mentions only repeat profiles that all belong to one entity: then nothing else can change.

    Each voice must tell of an event but once, and later than its earliest mention, from which it has its id.
    """
    if not new or not old or old[0].entity is None:
        return False
    if new[0].described:
        earliest = min(order(alike.features.mention) for alike in old)
        if len({f.voice for f in new}) < len(new) or any(order(f.mention) < earliest for f in new):
            return False
    elif "~" in old[0].entity:
        return False
    profiles = {alike.features.profile for alike in old}
    return len({alike.entity for alike in old}) == 1 and all(f.profile in profiles for f in new)


def _join(new: Sequence[Features], old: Alike, stored: dict[str, Row], placing: Placing) -> bool:
    """Joins mentions to a stored entity, unless that would change its name."""
    identity = str(old.entity)
    properties = join_entity(stored[identity], [f.mention for f in new])
    if properties is None or properties["name"] != stored[identity]["name"]:
        return False
    placing.joined[identity] = _joining(stored[identity], properties)
    placing.entity_of |= {f.mention.id: identity for f in new}
    if new[0].described:
        placing.told.extend(new)
    return True


def _joining(stored: Row, joined: Properties) -> Joining:
    return Joining(stored, {name: value for name, value in joined.items() if stored.get(name) != value})


def _place_fixed(view: View, coming: Sequence[Features], placing: Placing) -> None:
    """Places countries and topics, whose key alone decides."""
    clusters = resolve_features(coming)
    stored = view.entities([cluster.id for cluster in clusters])
    for cluster in clusters:
        if cluster.id not in stored:
            placing.add([cluster])
            continue
        properties = join_entity(stored[cluster.id], cluster.mentions)
        if properties is None:
            near = view.mentions_of_entities([cluster.id])
            placing.add(_resolved(cluster.members, near), near)
        else:
            placing.joined[cluster.id] = _joining(stored[cluster.id], properties)
            placing.entity_of |= {mention.id: cluster.id for mention in cluster.mentions}


def _expanded(view: View, near: Iterable[Alike], going: Collection[str]) -> list[Placed]:
    """All stored mentions of these profiles, and of their entities, without those whose ids are `going`."""
    alikes = list(near)
    entities = {a.entity for a in alikes if a.entity}
    parted = [a.features for a in alikes if not a.entity]
    blocks = sorted({block for f in parted for block in (*f.blocks, *(() if f.blocks else f.occurrences))})
    profiles = {f.profile for f in parted}
    found = {p.mention.id: p for p in view.mentions_of_entities(sorted(entities))}
    if blocks:
        for placed in view.mentions_in_blocks(blocks):
            if features_of(placed.mention).profile in profiles:
                found[placed.mention.id] = placed
    return [p for p in found.values() if p.mention.id not in going]
