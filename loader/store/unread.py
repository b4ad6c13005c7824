"""Documents of a claims file that need not be read: their lines were read before, and the graph holds what they say.

They are found by the digests of their lines, in the notes of whatever files, so that it does not matter in which order
the lines are, or what else stands in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from dragoman.errors import DataError
from dragoman.loader.claims.survey import Survey
from dragoman.loader.inputs import InputFile
from dragoman.loader.store.journal import Journal, are_many
from dragoman.loader.store.noted import Noted, documents_of, shortened, unlike

SHARE = 100
"""Noted documents that are looked through for one of a file; reading it takes ten times as long."""


class Known(NamedTuple):
    """What is noted of a document, and the note in which that stands: its id, size and extractors."""

    noted: Noted
    note: str
    size: int
    extractors: Collection[str]


def unread_of(file: InputFile, journal: Journal, last: Collection[str]) -> tuple[Survey | None, Mapping[str, Known]]:
    """The documents of a file that need not be read, by own id, and how to read the file without them.

    None is among `last`, which may still have to be written, and none is one that the rest of the file tells of too:
    what that says of it may come first.
    """
    survey = file.survey() if file.survey and journal.size else None
    number = len(survey.digests) if survey else 0
    if survey is None or not are_many(number) or number < journal.size / SHARE:
        return None, {}
    found = {own: one for own, one in _found(survey, journal).items() if one.noted.id not in last}
    asked = ((own, one.noted, one.extractors) for own, one in found.items())
    for own in unlike(journal.driver, journal.database, asked):
        del found[own]
    try:
        others = survey.identities(found) if 0 < len(found) < number else set[str]()
    except DataError:  # reading it will tell
        return None, {}
    found = {own: one for own, one in found.items() if one.noted.id not in others}
    return (survey.without(found), found) if found else (None, {})


def _found(survey: Survey, journal: Journal) -> dict[str, Known]:
    owners = {shortened(lines): own for own, lines in survey.digests.items()}
    found = {}
    for note in journal.notes():
        for one in documents_of(note):
            if one.lines in owners:
                found[owners[one.lines]] = Known(one, note["id"], note["size"], note["extractors"])
    return found


def outdated(known: Collection[Known]) -> list[str]:
    """The ids of those notes of which nearly all is known of a file: its own note says that, and what is newer."""
    sizes = {one.note: one.size for one in known}
    return [note for note, number in Counter(one.note for one in known).items() if number >= 0.9 * sizes[note]]
