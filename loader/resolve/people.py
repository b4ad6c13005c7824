"""Which names of people can mean one person: functions of the names' words and generations."""

from __future__ import annotations

from typing import Protocol

from dragoman.loader.names import same_word


class PersonName(Protocol):
    """A person's name: its folded words, and which of the family's namesakes it means (`jr`, mostly empty)."""

    @property
    def words(self) -> tuple[str, ...]: ...

    @property
    def generation(self) -> str: ...


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether two names have the same words, in any order and transliteration, and mean the same generation.

    Words may be written together: `Abdul Rahman`, `Abdulrahman`.
    """
    if a.generation != b.generation:
        return False
    if len(a.words) != len(b.words):
        return same_word("".join(a.words), "".join(b.words))
    return not _has_initial(a) and not _has_initial(b) and _covers(a.words, b.words)


def _has_initial(name: PersonName) -> bool:
    """Whether a name has words of one letter."""
    return any(len(word) == 1 for word in name.words)


def shortens(short: PersonName, long: PersonName) -> bool:
    """Whether a name leaves out or abbreviates parts of another: `Tahirov`, `R. Tahirov`, of `Ramiz Tahirov`.

    Only a family name alone leaves its generation open: `Vilmer Dorn` is not `Vilmer Dorn Jr.`.
    """
    a, b = short.words, long.words
    if short.generation != long.generation and (short.generation or len(a) > 1):
        return False
    if len(a) > len(b) or a == b or (len(a) == len(b) and not _has_initial(short)):
        return False
    families = {b[0], b[-1]}
    whole = [word for word in a if len(word) > 1]
    return any(same_word(word, family) for word in whole for family in families) and _covers(a, b)


def _covers(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether each word of `a` stands for another word of `b`, whole words first."""
    left = list(b)
    for word in sorted(a, key=lambda w: (-len(w), w)):
        match = next((w for w in left if same_word(word, w)), None)
        if match is None and len(word) == 1:
            match = next((w for w in left if w.startswith(word)), None)
        if match is None:
            return False
        left.remove(match)
    return True
