"""The keys that spellings of one name share: functions of a name, its kind and the country that it belongs to.

People are compared word by word, by `names`.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache

from dragoman.loader.names import country_code, data_lines, demonym_code, fold

OWNED = ("ArmedForce", "GovernmentBody")
"""Kinds that belong to a country, which their full name says."""


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(data_lines("stop_words.txt"))


@cache
def _known_bodies() -> dict[str, str]:
    pairs = (line.partition("\t") for line in data_lines("bodies.tsv"))
    return {written: kept.strip() for written, _, kept in pairs}


@cache
def _spellings() -> dict[str, str]:
    return dict(line.split("\t") for line in data_lines("spellings.tsv"))


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    pairs = (line.split("\t") for line in data_lines("phrases.tsv"))
    return tuple((f" {written} ", f" {kept} ") for written, kept in pairs)


def _one_phrase(words: list[str]) -> list[str]:
    """Words with what says the same in one form: `naval forces` → `navy`."""
    text = f" {' '.join(words)} "
    for written, kept in _phrases():
        text = text.replace(written, kept)
    return text.split()


@cache
def _company_forms() -> frozenset[str]:
    return frozenset(data_lines("company_forms.txt"))


@cache
def _body_words() -> frozenset[str]:
    return frozenset(data_lines("body_words.txt"))


@lru_cache(maxsize=4_096)
def name_key(name: str) -> str:
    """A name's telling words in alphabetical order; country names become codes, variants one spelling.

    `Air Force of Turkey`, `Türkiye Air Force` → `TUR air force`.
    """
    words = fold(name)
    words = _known_bodies().get(words, words)
    parts = _one_phrase([_spellings().get(word, word) for word in words.split()])
    kept: list[str] = []
    place = 0
    while place < len(parts):
        for length in (3, 2, 1):
            said = " ".join(parts[place : place + length])
            code = country_code(said) or demonym_code(said)
            if code and (length > 1 or len(parts[place]) > 3):
                kept.append(code)
                place += length
                break
        else:
            if parts[place] not in _stop_words():
                kept.append(parts[place])
            place += 1
    return " ".join(sorted(kept)) or words


def whole_key(kind: str, name: str, owners: Collection[str] = ()) -> str:
    """The key of a name with the one country that owns the body; empty for `the Air Force` of no or several.

    A company is known without its legal form.
    """
    key = name_key(name)
    if kind == "Company":
        return " ".join(word for word in key.split() if word not in _company_forms()) or key
    if kind in OWNED and all(word in _body_words() for word in key.split()):
        return " ".join(sorted([*key.split(), *owners])) if len(owners) == 1 else ""
    return key
