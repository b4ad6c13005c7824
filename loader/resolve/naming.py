"""Which mention comes first, and which name an entity goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from dragoman.loader.dates import chronological
from dragoman.loader.evidence import Mention
from dragoman.loader.names import country_code, country_name, fold, person_words


def order(mention: Mention) -> tuple[tuple[bool, date, str], str, int, str]:
    """Sort key: by publication (unknown last), document, and place in its text."""
    return chronological(mention.published), mention.document, mention.start, mention.id


def chosen_name(mentions: Iterable[Mention]) -> str:
    """The name of an entity, by the names of its mentions."""
    said = {(m.document, m.kind, m.name) for m in mentions}
    kind = next(iter(said))[1]
    return most_used(kind, Counter(name for _, _, name in said))


def most_used(kind: str, uses: Mapping[str, int]) -> str:
    """Of the whole names the one that most documents use, then the longest, then the first by code point."""
    return min(uses, key=lambda name: (not is_whole(kind, name), -uses[name], -len(name), name))


def is_whole(kind: str, name: str) -> bool:
    """Whether a name is as one would write it: a country's ISO name, a person's without title, in full."""
    if kind == "Country":
        return name == country_name(country_code(name))
    words = person_words(name)
    return kind != "Person" or (" ".join(words) == fold(name) and len(words) > 1 and min(map(len, words)) > 1)
