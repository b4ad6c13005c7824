"""Which two mentions have to be looked at together: a symmetric relation of two mentions' features.

For people it holds between equal names and a name and its shorter form; for other named things between equal names, and
a name and another's alias; for events and agreements between two reports of one occurrence. A contradicted part of a
name or date is a veto, an omitted one is not.
"""

from __future__ import annotations

from dragoman.loader.context import OCCURRENCE_DAYS
from dragoman.loader.names import same_word
from dragoman.loader.resolve.features import Features

# For each kind of occurrence: the relations of which actors are compared (none: all), and how many must be shared.
_SHARED: dict[str, tuple[tuple[str, ...], int]] = {
    "Talks": ((), 2),
    "Visit": (("visitor",), 1),
    "Exercise": (("participant",), 2),
    "Statement": (("speaker",), 1),
    "Transfer": ((), 2),
    "Conflict": (("party",), 2),
    "Agreement": (("party", "signatory"), 2),
}


def related(a: Features, b: Features) -> bool:
    """Whether what becomes of one mention may depend on the other."""
    if a.mention.kind != b.mention.kind:
        return False
    if a.described:
        return same_name(a, b) or same_occurrence(a, b)
    if a.mention.kind == "Person":
        return a.key == b.key or same_person(a, b) or shortens(a, b) or shortens(b, a)
    return a.key == b.key or names_alias_of(a, b) or names_alias_of(b, a)


def same_person(a: Features, b: Features) -> bool:
    """Whether two names have the same words, in any order and transliteration, and mean the same generation.

    Words may be written together: `Abdul Rahman`, `Abdulrahman`.
    """
    if a.generation != b.generation:
        return False
    if len(a.words) != len(b.words):
        return same_word("".join(a.words), "".join(b.words))
    return not has_initial(a) and not has_initial(b) and _covers(a.words, b.words)


def has_initial(features: Features) -> bool:
    """Whether a name has words of one letter."""
    return any(len(word) == 1 for word in features.words)


def shortens(short: Features, long: Features) -> bool:
    """Whether a name leaves out or abbreviates parts of another: `Tahirov`, `R. Tahirov`, of `Ramiz Tahirov`.

    Only a family name alone leaves its generation open: `Vilmer Dorn` is not `Vilmer Dorn Jr.`.
    """
    a, b = short.words, long.words
    if short.generation != long.generation and (short.generation or len(a) > 1):
        return False
    if len(a) > len(b) or a == b or (len(a) == len(b) and not has_initial(short)):
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


def names_alias_of(name: Features, other: Features) -> bool:
    """Whether a mention's name is another's alias."""
    return name.key in other.other_keys


def same_name(a: Features, b: Features) -> bool:
    """Whether two events or agreements share a proper name, and neither ordinal nor date (by a month) contradicts."""
    if not a.proper & b.proper or _ordinals_differ(a, b):
        return False
    if a.around is None or b.around is None or not a.around.disjoint(b.around):
        return True
    return a.around.gap(b.around) <= OCCURRENCE_DAYS


def same_occurrence(a: Features, b: Features) -> bool:
    """Whether two documents tell of one occurrence: date, enough of the actors, and no contradiction."""
    if (a.mention.document, a.mention.extractor) == (b.mention.document, b.mention.extractor):
        return False
    if a.days is None or b.days is None or a.days.disjoint(b.days) or _ordinals_differ(a, b):
        return False
    forms = {x.mention.properties.get("form") for x in (a, b)} - {None, ""}
    if len(forms) > 1 or not a.occurrences & b.occurrences:
        return False
    relations, least = _SHARED[a.mention.kind]
    if len(a.tied(*relations) & b.tied(*relations)) < least or _places_differ(a, b):
        return False
    if a.mention.kind == "Statement":
        return a.days == b.days and a.days.days == 1 and bool(a.tied("interviewer") & b.tied("interviewer"))
    return True


def _ordinals_differ(a: Features, b: Features) -> bool:
    return bool(a.ordinal and b.ordinal and a.ordinal != b.ordinal)


def _places_differ(a: Features, b: Features) -> bool:
    """Whether both name a town and none in common; a country may hold any town."""
    towns = [{p for p in x.tied("place") if not p.startswith("c:")} for x in (a, b)]
    return all(towns) and not towns[0] & towns[1]
