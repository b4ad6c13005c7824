"""How a text that someone typed and an entity agree: a function of the two alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

from dragoman.loader.names import fold, person_words, word_key

_SILENT = dict.fromkeys(map(ord, "ьъЬЪ"))


class Match(IntEnum):
    """How a text and an entity agree; less is better."""

    ID = 0
    MENTION = 1
    NAME = 2
    ALIAS = 3
    SPELLING = 4
    TRANSLITERATION = 5
    PART = 6
    WORDS = 7


def match_of(record: Mapping[str, Any], text: str, country: str = "") -> Match:
    """How a candidate agrees with a text; `country` is the code of the country that the text names, if it does."""
    names = [record["name"], *record["aliases"]]
    if record["id"] == text:
        return Match.ID
    if record["mentioned"]:
        return Match.MENTION
    if record["name"] == text:
        return Match.NAME
    if text in names:
        return Match.ALIAS
    folded = _without_article(text)
    if folded and any(folded == _without_article(name) for name in names):
        return Match.SPELLING
    if country and record["id"] == f"country:{country}":
        return Match.SPELLING
    keys = _keys(folded.split())
    if keys and any(keys == _keys(_without_article(name).split()) for name in names):
        return Match.TRANSLITERATION
    if record["kind"] == "Person":
        return _match_of_person(names, text)
    return Match.WORDS


def says_all(record: Mapping[str, Any], text: str) -> bool:
    """Whether one of an entity's names has every word of a text: `shusha` and `Shusha Declaration`."""
    keys = set(_keys(_without_article(text).split()))
    return bool(keys) and any(keys <= set(_keys(fold(n).split())) for n in (record["name"], *record["aliases"]))


def _match_of_person(names: Iterable[str], text: str) -> Match:
    """`ALIYEV ILHAM` is a whole name in another order; `I. Aliyev` and `President Aliyev` are parts of one."""
    words = person_words(_audible(text))
    known = [person_words(_audible(name)) for name in names]
    if words and any(sorted(_keys(words)) == sorted(_keys(one)) for one in known):
        return Match.TRANSLITERATION
    all_words = {word for one in known for word in one}
    keys, initials = set(_keys(all_words)), {word[0] for word in all_words}
    long = [word for word in words if len(word) > 1]
    if long and set(_keys(long)) <= keys and {word for word in words if len(word) == 1} <= initials:
        return Match.PART
    return Match.WORDS


def _without_article(text: str) -> str:
    return fold(_audible(text)).removeprefix("the ")


def _audible(text: str) -> str:
    """A text without Cyrillic signs that stand for no sound: `Ильхам` is one word, not `il'` and `kham`."""
    return text.translate(_SILENT)


def _keys(words: Iterable[str]) -> list[str]:
    return [word_key(word) for word in words]
