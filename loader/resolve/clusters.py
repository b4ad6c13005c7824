"""Mentions become entities: connected components, then a decision in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from networkx.utils import UnionFind

from dragoman.loader.evidence import Mention
from dragoman.loader.resolve.features import Features, entity_id, features_of
from dragoman.loader.resolve.naming import chosen_name, order
from dragoman.loader.resolve.people import same_person, shortens
from dragoman.loader.resolve.related import names_alias_of, related, same_name

LARGEST_BLOCK = 1_000
"""A block of more profiles is not compared pair by pair: only equal profiles meet in it."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One entity and its mentions with their features, the earliest first."""

    id: str
    kind: str
    name: str
    members: tuple[Features, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions themselves."""
        return tuple([features.mention for features in self.members])


def resolve(mentions: Iterable[Mention]) -> list[Cluster]:
    """The entities that mentions name, sorted by id; the order of the mentions does not matter."""
    return resolve_features(map(features_of, mentions))


def resolve_features(features: Iterable[Features]) -> list[Cluster]:
    """The entities of mentions that were made comparable before."""
    everyone = sorted(features, key=lambda f: order(f.mention))
    clusters: list[Cluster] = []
    for component in components(everyone):
        clusters.extend(entities(component))
    return sorted(clusters, key=lambda c: c.id)


def entities(component: list[Features]) -> list[Cluster]:
    """The entities of one of the `components`."""
    return _named(_decide(component))


def components(everyone: Sequence[Features]) -> list[list[Features]]:
    """Connected components of `related`, over the pairs that share a block."""
    profiles: dict[tuple[object, ...], list[Features]] = defaultdict(list)
    for features in everyone:
        profiles[features.profile].append(features)
    joined: UnionFind[tuple[object, ...]] = UnionFind(profiles)
    blocks: dict[str, dict[tuple[object, ...], list[tuple[object, ...]]]] = defaultdict(lambda: defaultdict(list))
    for profile, (first, *_) in profiles.items():
        if not first.fixed:
            name = _report(first) if first.proper else profile if first.described else (first.key, first.words)
            for block in (*first.blocks, *first.occurrences):
                blocks[block][name].append(profile)
    for names in blocks.values():
        for namesakes in names.values():
            joined.union(*namesakes)
        if sum(map(len, names.values())) > LARGEST_BLOCK:
            for one, other in combinations(names.values(), 2) if len(names) <= LARGEST_BLOCK else ():
                first, second = profiles[one[0]][0], profiles[other[0]][0]
                if first.described and same_name(first, second):
                    joined.union(one[0], other[0])
            continue
        for one, other in combinations(names.values(), 2):
            for a, b in product(one, other):
                if joined[a] != joined[b] and related(*_two_voices(profiles[a], profiles[b])):
                    joined.union(a, b)
    found: dict[object, list[Features]] = defaultdict(list)
    for profile, members_of in profiles.items():
        found[joined[profile]].extend(members_of)
    return list(map(_in_order, found.values()))


def _in_order(features: list[Features]) -> list[Features]:
    """The earliest mention first; most components have but one."""
    return sorted(features, key=lambda f: order(f.mention)) if len(features) > 1 else features


def _two_voices(some: list[Features], others: list[Features]) -> tuple[Features, Features]:
    """One mention of each profile, of two voices if there are two; then the profiles are related if these are."""
    first, second = some[0], others[0]
    if not first.described or first.voice != second.voice:
        return first, second
    other = next((f for f in others if f.voice != first.voice), None)
    if other is not None:
        return first, other
    return next((f for f in some if f.voice != second.voice), first), second


def _report(features: Features) -> tuple[object, ...]:
    """What reports of one named event or agreement have in common; `same_name` looks at nothing else."""
    if not features.proper:
        return (features.mention.id,)
    return tuple(sorted(features.proper)), features.ordinal, features.around


def _decide(component: list[Features]) -> list[list[Features]]:
    """Parts a component into entities."""
    first = component[0]
    if len(component) == 1 or first.fixed:
        return [component]
    if first.described:
        return _occurrences(component)
    if first.mention.kind == "Person":
        return _attach(_groups(component, same_person), shortens)
    groups = [part for group in _groups(component, _same_key) for part in _by_country(group)]
    return _attach(groups, names_alias_of)


def _same_key(a: Features, b: Features) -> bool:
    return a.key == b.key


def _groups(component: list[Features], same: Callable[[Features, Features], bool]) -> list[list[Features]]:
    """Transitive closure of a relation over the component's distinct profiles."""
    profiles: dict[tuple[object, ...], list[Features]] = defaultdict(list)
    for features in component:
        profiles[(features.key, features.words)].append(features)
    joined: UnionFind[tuple[object, ...]] = UnionFind(profiles)
    keys = list(profiles)
    if len(keys) <= LARGEST_BLOCK:
        for place, a in enumerate(keys):
            for b in keys[place + 1 :]:
                if same(profiles[a][0], profiles[b][0]):
                    joined.union(a, b)
    groups: dict[object, list[Features]] = defaultdict(list)
    for key, members in profiles.items():
        groups[joined[key]].extend(members)
    return list(groups.values())


def _by_country(group: list[Features]) -> list[list[Features]]:
    """Parts places of one name by the country that they are said to lie in; the rest joins if there is but one."""
    countries: dict[frozenset[str], list[Features]] = defaultdict(list)
    for features in group:
        countries[features.tied("in") if features.mention.kind == "Place" else frozenset()].append(features)
    known = [c for c in countries if c]
    if len(known) <= 1:
        return [group]
    joined: UnionFind[frozenset[str]] = UnionFind(countries)
    for place, a in enumerate(known):
        for b in known[place + 1 :]:
            if a & b:
                joined.union(a, b)
    parts: dict[object, list[Features]] = defaultdict(list)
    for country, members in countries.items():
        parts[joined[country]].extend(members)
    return list(parts.values())


def _attach(groups: list[list[Features]], partial: Callable[[Features, Features], bool]) -> list[list[Features]]:
    """Gives each group that only partly names something to the one whole group that it can mean.

    A mention goes first to the only bearer in its own document, then to the only one anywhere; with two bearers it
    stays apart, for each document on its own.
    """
    bearers = {
        i: [j for j in range(len(groups)) if j != i and _any(groups[i], groups[j], partial)] for i in range(len(groups))
    }
    whole = [i for i in bearers if not bearers[i]] or list(bearers)
    entities = {i: list(groups[i]) for i in whole}
    documents = {i: {f.mention.document for f in groups[i]} for i in whole}
    apart: dict[tuple[int, str], list[Features]] = defaultdict(list)
    for i in set(bearers) - set(whole):
        candidates = _reach(i, bearers) & set(whole)
        for features in groups[i]:
            here = {j for j in candidates if features.mention.document in documents[j]}
            chosen = here if len(here) == 1 else candidates
            if len(chosen) == 1:
                entities[next(iter(chosen))].append(features)
            else:
                apart[i, features.mention.document].append(features)
    return [*entities.values(), *apart.values()]


def _any(group: list[Features], other: list[Features], partial: Callable[[Features, Features], bool]) -> bool:
    one = {f.profile: f for f in group}.values()
    two = {f.profile: f for f in other}.values()
    return any(partial(a, b) for a in one for b in two)


def _reach(start: int, bearers: dict[int, list[int]]) -> set[int]:
    """All groups that bear a name, or a name that bears it, and so on."""
    seen: set[int] = set()
    left = [start]
    while left:
        for j in bearers[left.pop()]:
            if j not in seen:
                seen.add(j)
                left.append(j)
    return seen


def _occurrences(component: list[Features]) -> list[list[Features]]:
    """Joins reports of one occurrence; where that would join two events of one document, only names count."""
    voices = [f.voice for f in component]
    if len(set(voices)) == len(voices):
        return [component]
    reports: dict[tuple[object, ...], list[Features]] = defaultdict(list)
    for features in component:
        reports[_report(features)].append(features)
    joined: UnionFind[tuple[object, ...]] = UnionFind(reports)
    named = [report for report, (first, *_) in reports.items() if first.proper]
    for a, b in combinations(named, 2):
        if same_name(reports[a][0], reports[b][0]):
            joined.union(a, b)
    parts: dict[object, list[Features]] = defaultdict(list)
    for report, same in reports.items():
        parts[joined[report]].extend(same)
    return list(parts.values())


def _named(groups: list[list[Features]]) -> list[Cluster]:
    """Gives each entity its name and id; of two that would share an id the earlier mention keeps the plain one."""
    taken: set[str] = set()
    clusters = []
    parts = list(map(_in_order, groups))
    for group in sorted(parts, key=lambda g: order(g[0].mention)) if len(parts) > 1 else parts:
        earliest = group[0]
        name = chosen_name([f.mention for f in group])
        named = next(f for f in group if f.mention.name == name)
        alone = earliest.mention if named.described or named.scoped else None
        identity = entity_id(earliest.mention.kind, named.slug, alone)
        if identity in taken:
            identity = entity_id(earliest.mention.kind, named.slug, earliest.mention)
        taken.add(identity)
        clusters.append(Cluster(identity, earliest.mention.kind, name, tuple(group)))
    return clusters
