"""What a loader knows of the stored mentions, by block, so that it does not ask the server again and again.

Of mentions that are alike to resolution (one profile) it keeps one. It is valid as long as nobody else writes: the
journal's counter, which every writer raises, tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.loader.evidence import Mention
from dragoman.loader.resolve import Cluster, Features, features_of

MOST = 1_000_000
"""How many profiles are kept; beyond, the loader forgets all and asks again."""

Profile = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A stored mention and the entity that it belongs to."""

    mention: Mention
    entity: str


@dataclass(frozen=True, slots=True)
class Alike:
    """The features of one stored mention, and the entity of all that share its profile (several: `None`)."""

    features: Features
    entity: str | None


class Known:
    """Stored profiles by block. `complete`: blocks that were not read are known to be empty."""

    def __init__(self, *, complete: bool = False) -> None:
        self.complete = complete
        self._writes = -1
        self._size = 0
        self._blocks: dict[str, dict[Profile, Alike]] = {}

    def confirm(self, writes: int, *, empty: bool) -> None:
        """Forgets everything if someone else has written since: `writes` is the journal's counter in a transaction."""
        if writes != self._writes + 1 or self._size > MOST:
            self.forget()
            self.complete = empty
        self._writes = writes - 1

    def forget(self) -> None:
        """Forgets everything."""
        self._blocks.clear()
        self._size = 0
        self.complete = False

    def committed(self, clusters: Iterable[Cluster]) -> None:
        """Takes in the entities, with all their mentions, that this loader has just written."""
        self._writes += 1
        features: dict[Profile, Features] = {}
        entities: dict[Profile, set[str]] = defaultdict(set)
        for cluster in clusters:
            for mention in cluster.mentions:
                one = features_of(mention)
                features.setdefault(one.profile, one)
                entities[one.profile].add(cluster.id)
        for profile, one in features.items():
            self._put(one, next(iter(entities[profile])) if len(entities[profile]) == 1 else None)

    def unread(self, blocks: Iterable[str]) -> set[str]:
        """Those blocks of which nothing is known."""
        return set() if self.complete else {block for block in blocks if block not in self._blocks}

    def take_in(self, blocks: Iterable[str], placed: Iterable[Placed]) -> None:
        """Takes in all the stored mentions of some blocks."""
        for block in blocks:
            self._blocks.setdefault(block, {})
        for one in placed:
            features = features_of(one.mention)
            before = next((p[features.profile] for p in self._of(features) if features.profile in p), None)
            same = before is None or before.entity == one.entity
            self._put(before.features if before else features, one.entity if same else None)

    def profiles(self, block: str) -> Mapping[Profile, Alike]:
        """The profiles in a block."""
        return self._blocks.get(block, {})

    def _put(self, features: Features, entity: str | None) -> None:
        if features.fixed:
            return
        if self.complete:
            for block in (*features.blocks, *features.occurrences):
                self._blocks.setdefault(block, {})
        for profiles in self._of(features):
            self._size += features.profile not in profiles
            profiles[features.profile] = Alike(features, entity)

    def _of(self, features: Features) -> list[dict[Profile, Alike]]:
        """The profiles of those of its blocks that are known."""
        blocks = (*features.blocks, *features.occurrences)
        return [self._blocks[block] for block in blocks if block in self._blocks]
