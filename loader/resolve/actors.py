"""Whether two reports tell of the same actors: a function of the keys by which their contexts know them."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from dragoman.loader.names import word_block
from dragoman.loader.resolve.people import same_person, shortens


@dataclass(frozen=True, slots=True)
class _Person:
    words: tuple[str, ...]
    generation: str


def have_in_common(some: Set[str], others: Set[str], least: int) -> bool:
    """Whether one (`least` 1) or two (2) actors of each are the same, in whatever spelling."""
    if sum(key.startswith("c:") for key in some & others) >= least:
        return True
    pairs = [(a, b) for a in some for b in others if alike(a, b)]
    if least == 1:
        return bool(pairs)
    return any(not alike(a, c) and not alike(b, d) for (a, b), (c, d) in combinations(pairs, 2))


@lru_cache(maxsize=4_096)
def alike(a: str, b: str) -> bool:
    """Whether two keys can mean one actor, as mentions of one entity can; of people the family name tells enough."""
    if a == b:
        return True
    if a.startswith("p:") and b.startswith("p:"):
        one, other = _person(a), _person(b)
        families = {word_block(one.words[-1]), word_block(other.words[-1])}
        return len(families) == 1 or same_person(one, other) or shortens(one, other) or shortens(other, one)
    if a[1:2] == ":" or b[1:2] == ":":
        return False
    names, more = a.split("|"), b.split("|")
    return names[0] in more or more[0] in names


def _person(key: str) -> _Person:
    words, _, generation = key.removeprefix("p:").partition("|")
    return _Person(tuple(words.split()), generation)
