"""The stored mentions whose entity may depend on mentions that come or go.

Grows from those mentions along `related` until nothing is added; two mentions can only be related in a shared block,
and blocks are indexed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dragoman.loader.resolve import Features, related
from dragoman.loader.resolve.clusters import LARGEST_BLOCK
from dragoman.loader.store.known import Alike, Known, Profile
from dragoman.loader.store.view import View


def neighbourhood(view: View, seeds: Iterable[Features], going: Collection[str], known: Known) -> dict[Profile, Alike]:
    """The profiles of stored mentions that are related to the seeds, directly or through others.

    `going`: ids of the mentions that are being taken out; they may be seeds, but do not count as stored.
    """
    # Of an event's mentions each counts: who tells of it matters, and one that changes goes and comes under one id.
    distinct = {id(f) if f.described else f.profile: f for f in seeds if not f.fixed}
    frontier = [(f.profile, f) for f in distinct.values()]
    active: dict[Profile, Alike] = {}
    while frontier:
        blocks = {block for _, f in frontier for block in (*f.blocks, *f.occurrences)}
        _read(view, known.unread(blocks), going, known)
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


def _read(view: View, blocks: set[str], going: Collection[str], known: Known) -> None:
    if blocks:
        known.take_in(blocks, (p for p in view.mentions_in_blocks(blocks) if p.mention.id not in going))
