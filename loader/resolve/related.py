"""Which two mentions have to be looked at together: a symmetric relation of two mentions' features.

For people it holds between equal names and a name and its shorter form; for other named things between equal names, and
a name and another's alias; for events and agreements between two reports of one occurrence. A contradicted part of a
name or date is a veto, an omitted one is not.
"""

from __future__ import annotations

from dragoman.loader.context import OCCURRENCE_DAYS
from dragoman.loader.resolve.actors import have_in_common
from dragoman.loader.resolve.features import SHARED, Features
from dragoman.loader.resolve.people import same_person, shortens


def related(a: Features, b: Features) -> bool:
    """Whether what becomes of one mention may depend on the other."""
    if a.mention.kind != b.mention.kind:
        return False
    if a.described:
        return same_name(a, b) or same_occurrence(a, b)
    if a.mention.kind == "Person":
        return a.key == b.key or same_person(a, b) or shortens(a, b) or shortens(b, a)
    return a.key == b.key or names_alias_of(a, b) or names_alias_of(b, a)


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
    if a.voice == b.voice:
        return False
    if a.days is None or b.days is None or a.days.disjoint(b.days) or _ordinals_differ(a, b):
        return False
    forms = {x.mention.properties.get("form") for x in (a, b)} - {None, ""}
    if len(forms) > 1 or not a.occurrences & b.occurrences:
        return False
    if not have_in_common(a.actors, b.actors, SHARED[a.mention.kind][1]) or _places_differ(a, b):
        return False
    if a.mention.kind == "Statement":
        return a.days == b.days and have_in_common(a.tied("interviewer"), b.tied("interviewer"), 1)
    return True


def _ordinals_differ(a: Features, b: Features) -> bool:
    return bool(a.ordinal and b.ordinal and a.ordinal != b.ordinal)


def _places_differ(a: Features, b: Features) -> bool:
    """Whether both name a town and none in common; a country may hold any town."""
    towns = [{p for p in x.tied("place") if not p.startswith("c:")} for x in (a, b)]
    return all(towns) and not towns[0] & towns[1]
