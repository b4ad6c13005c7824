"""The stored mentions whose entity may depend on mentions that come or go.

Grows from those mentions along `related` until nothing is added; two mentions can only be related in a shared block,
and blocks are indexed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from neo4j import ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.resolve import Features, related
from dragoman.loader.resolve.clusters import LARGEST_BLOCK
from dragoman.loader.store.known import Alike, Known, Placed, Profile
from dragoman.loader.store.rows import mention_of


def neighbourhood(
    tx: ManagedTransaction, seeds: Iterable[Features], leaving: Collection[str], known: Known
) -> dict[Profile, Alike]:
    """The profiles of stored mentions that are related to the seeds, directly or through others.

    `leaving` names the documents that are being taken out: their mentions may be seeds, but do not count as stored.
    """
    # Of an event's mentions each counts: who tells of it matters, and one that changes goes and comes under one id.
    distinct = {id(f) if f.described else f.profile: f for f in seeds if not f.fixed}
    frontier = [(f.profile, f) for f in distinct.values()]
    active: dict[Profile, Alike] = {}
    while frontier:
        blocks = {block for _, f in frontier for block in (*f.blocks, *f.occurrences)}
        _read(tx, known.unread(blocks), leaving, known)
        found: dict[Profile, Alike] = {}
        for profile, features in frontier:
            for block in (*features.blocks, *features.occurrences):
                near = known.profiles(block)
                small = len(near) <= LARGEST_BLOCK
                for other, alike in near.items():
                    if other in active or other in found:
                        continue
                    known_as = small or (features.described and block in features.blocks)
                    if other == profile or (known_as and any(related(features, one) for one in alike.voices)):
                        found[other] = alike
        active |= found
        frontier = [(profile, features) for profile, alike in found.items() for features in alike.voices]
    return active


def _read(tx: ManagedTransaction, blocks: set[str], leaving: Collection[str], known: Known) -> None:
    if not blocks:
        return
    rows = tx.run(statement("read/mentions_in_blocks"), blocks=sorted(blocks))
    known.take_in(blocks, (Placed(mention_of(row), row["entity"]) for row in rows if row["document"] not in leaving))
