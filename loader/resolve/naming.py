"""Which mention comes first, and which name an entity goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from dragoman.loader.dates import chronological
from dragoman.loader.evidence import Mention
from dragoman.loader.names import country_code, country_name, fold, person_words


def order(mention: Mention) -> tuple[tuple[bool, date, str], str, int, str]:
    """Sort key: by publication (unknown last), document, and place in its text."""
    return chronological(mention.published), mention.document, mention.start, mention.id


def chosen_name(mentions: Iterable[Mention]) -> str:
    """Of the whole names the one that most documents use, then the longest, then the first by code point."""
    said = {(m.document, m.kind, m.name) for m in mentions}
    uses = Counter((kind, name) for _, kind, name in said)
    return min(uses, key=lambda use: (not is_whole(*use), -uses[use], -len(use[1]), use[1]))[1]


def is_whole(kind: str, name: str) -> bool:
    """Whether a name is as one would write it: a country's ISO name, a person's without title, in full."""
    if kind == "Country":
        return name == country_name(country_code(name))
    words = person_words(name)
    return kind != "Person" or (" ".join(words) == fold(name) and len(words) > 1 and min(map(len, words)) > 1)
