"""The stored mentions whose entity may depend on mentions that come or go.

Grows from those mentions along `related` until nothing is added; two mentions can only be related in a shared block,
and blocks are indexed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from neo4j import ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Mention
from dragoman.loader.resolve import Features, features_of, related
from dragoman.loader.resolve.clusters import LARGEST_BLOCK
from dragoman.loader.store.rows import mention_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A stored mention and the entity that it now belongs to."""

    mention: Mention
    entity: str


def neighbourhood(tx: ManagedTransaction, seeds: Iterable[Mention], leaving: Collection[str]) -> dict[str, Placed]:
    """Stored mentions by id that are related to the seeds, directly or through others.

    `leaving` names the documents that are being taken out: their mentions are seeds, but not in the result.
    """
    frontier = [f for f in map(features_of, seeds) if not f.fixed]
    pool: dict[str, tuple[Features, Placed]] = {}
    by_block: dict[str, dict[tuple[object, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    active: dict[str, Placed] = {}
    read: set[str] = set()
    while frontier:
        unread = {block for f in frontier for block in (*f.blocks, *f.occurrences)} - read
        read |= unread
        for placed in _fetch(tx, unread):
            if placed.mention.document in leaving or placed.mention.id in pool:
                continue
            features = features_of(placed.mention)
            pool[placed.mention.id] = features, placed
            for block in (*features.blocks, *features.occurrences):
                by_block[block][features.profile].append(placed.mention.id)
        found: dict[str, Placed] = {}
        for features in _distinct(frontier):
            for block in (*features.blocks, *features.occurrences):
                profiles = by_block[block]
                for profile, members in profiles.items():
                    if members[0] in active or members[0] in found:
                        continue
                    if profile == features.profile or (
                        len(profiles) <= LARGEST_BLOCK and related(features, pool[members[0]][0])
                    ):
                        found |= {member: pool[member][1] for member in members}
        active |= found
        frontier = [pool[member][0] for member in found]
    return active


def _distinct(frontier: Iterable[Features]) -> Iterable[Features]:
    return {f.profile: f for f in frontier}.values()


def _fetch(tx: ManagedTransaction, blocks: set[str]) -> list[Placed]:
    if not blocks:
        return []
    rows = tx.run(statement("read/mentions_in_blocks"), blocks=sorted(blocks))
    return [Placed(mention_of(row), row["entity"]) for row in rows]
