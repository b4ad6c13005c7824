"""What a loader knows of the stored mentions, by block, so that it does not ask the server again and again.

Of mentions that are alike to resolution (one profile) it keeps one or two. It is valid as long as nobody else writes:
the journal's counter, which every writer raises, tells. Blocks that were not asked for the longest time it forgets, but
not that they are there.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.loader.evidence import Mention
from dragoman.loader.resolve import Cluster, Features, features_of
from dragoman.loader.resolve.naming import order
from dragoman.loader.store.forgotten import forgotten

MOST = 15_000
"""How many profiles and blocks are kept; a profile takes some 1.7 KB."""

Profile = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A stored mention and the entity that it belongs to."""

    mention: Mention
    entity: str


@dataclass(frozen=True, slots=True)
class Alike:
    """The features of one stored mention, and the entity of all that share its profile (several: `None`).

    Of an event or agreement it is the earliest mention; `other` is one of another voice, if there is any.
    """

    features: Features
    entity: str | None
    other: Features | None = None

    @property
    def voices(self) -> tuple[Features, ...]:
        """All that `related` has to look at."""
        return (self.features,) if self.other is None else (self.features, self.other)

    def joined(self, features: Features, entity: str | None) -> Alike:
        """With one more mention of the profile, and the entity of all."""
        if not features.described:
            return Alike(features, entity)
        first, *rest = sorted((*self.voices, features), key=lambda f: order(f.mention))
        return Alike(first, entity, next((f for f in rest if f.voice != first.voice), None))


class Known:
    """Stored profiles by block. `complete`: blocks that were neither read nor forgotten are known to be empty."""

    def __init__(self) -> None:
        self.complete = False
        self.writes = -1
        """The journal's counter after this loader's last write."""
        self.alone = True
        """Whether nobody else has written before that, as far as is known."""
        self._size = 0
        self._blocks: OrderedDict[str, dict[Profile, Alike]] = OrderedDict()
        self._forgotten = forgotten()

    def begin(self, writes: int, *, empty: bool) -> None:
        """Begins anew with a graph whose counter of writes stands so."""
        self.forget()
        self.complete = empty
        self.writes = writes

    def confirm(self, writes: int, *, empty: bool) -> None:
        """Forgets everything if someone else has written since: `writes` is the journal's counter in a transaction."""
        self.alone = writes == self.writes + 1
        if not self.alone:
            self.begin(writes - 1, empty=empty)
        self.shrink()

    def shrink(self) -> None:
        """Forgets a quarter but for its names, if it keeps too much; never while a change is being planned on it."""
        if self._size > MOST:
            while self._size > MOST * 3 // 4:
                block, profiles = self._blocks.popitem(last=False)
                self._size -= 1 + len(profiles)
                self._forgotten.add(block)

    def forget(self) -> None:
        """Forgets everything, names too."""
        self._blocks.clear()
        self._forgotten.clear()
        self._size = 0
        self.complete = False

    def committed(self, clusters: Iterable[Cluster], joined: Iterable[tuple[Features, str]] = ()) -> None:
        """Takes in the entities, with all their mentions, that this loader writes next.

        `joined` are mentions of events and agreements that were stored before, and their entities.
        """
        self.writes += 1
        features: dict[Profile, dict[tuple[str, str], Features]] = defaultdict(dict)
        entities: dict[Profile, set[str]] = defaultdict(set)
        for cluster in clusters:
            for one in cluster.members:
                features[one.profile].setdefault(one.voice if one.described else ("", ""), one)
                entities[one.profile].add(cluster.id)
        for profile, by_voice in features.items():
            for one in by_voice.values():
                self._put(one, next(iter(entities[profile])) if len(entities[profile]) == 1 else None)
        for one, entity in joined:
            self._put(one, entity)

    def unread(self, blocks: Iterable[str]) -> set[str]:
        """Those blocks of which nothing is known."""
        return {block for block in blocks if block not in self._blocks and self._may_be(block)}

    def take_in(self, blocks: Iterable[str], placed: Iterable[Placed]) -> None:
        """Takes in all the stored mentions of some blocks."""
        for block in blocks:
            self._begin(block)
        for one in placed:
            features = features_of(one.mention)
            before = self._before(features)
            self._put(features, one.entity if before is None or before.entity == one.entity else None)

    def profiles(self, block: str) -> Mapping[Profile, Alike]:
        """The profiles in a block."""
        if block not in self._blocks:
            return {}
        self._blocks.move_to_end(block)
        return self._blocks[block]

    def _may_be(self, block: str) -> bool:
        """Whether the graph may have mentions in a block of which nothing is known."""
        return not self.complete or block in self._forgotten

    def _begin(self, block: str) -> None:
        if block not in self._blocks:
            self._blocks[block] = {}
            self._size += 1

    def _put(self, features: Features, entity: str | None) -> None:
        if features.fixed:
            return
        if self.complete:
            for block in (*features.blocks, *features.occurrences):
                if block not in self._forgotten:
                    self._begin(block)
        before, profile = self._before(features), features.profile
        alike = before.joined(features, entity) if before else Alike(features, entity)
        for profiles in self._of(features):
            self._size += profile not in profiles
            profiles[profile] = alike

    def _before(self, features: Features) -> Alike | None:
        """What is known of the profile of a mention."""
        profile = features.profile
        return next((profiles[profile] for profiles in self._of(features) if profile in profiles), None)

    def _of(self, features: Features) -> list[dict[Profile, Alike]]:
        """The profiles of those of its blocks that are known."""
        blocks = (*features.blocks, *features.occurrences)
        return [self._blocks[block] for block in blocks if block in self._blocks]
