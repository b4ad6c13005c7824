"""Names made comparable: folded, without honorifics, and across transliterations.

Folding is a function of the name alone; the words that it knows come from the files in `loader/data`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

_FOLDED = 2_000  # characters; some signs become a dozen words, and an index holds no more than 8,000
_VOWELS = frozenset("aeiouy")
_CLOSE, _OPEN = frozenset("iy"), frozenset("aou")  # Rashid is not Rashad, though Ahmed is Ahmad and Abdullah Abdallah
_SAME_WORD = 60.0  # of 100: two spellings of one consonant skeleton may differ in vowels, not in length


def data_lines(name: str) -> list[str]:
    """The lines of a data file in `loader/data` that are neither empty nor a comment."""
    text = (files("dragoman.loader") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A name in lower-case ASCII words: `fold("Recep Tayyip Erdoğan’s") == "recep tayyip erdogan"`."""
    plain = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"'s\b", "", plain)))[:_FOLDED].rstrip()


def slug(text: str, most: int = 80) -> str:
    """A folded name as the tail of an id, cut at `most` characters; a name of no letters gives `unnamed`."""
    return fold(text).replace(" ", "-")[:most].strip("-") or "unnamed"


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(data_lines("honorifics.txt"))


@cache
def _transliterations() -> tuple[tuple[str, str], ...]:
    pairs = (line.partition("\t") for line in data_lines("transliteration.tsv"))
    return tuple((written, kept.strip()) for written, _, kept in pairs)


def _kept_letters(word: str) -> str:
    for written, kept in _transliterations():
        word = word.replace(written, kept)
    return word


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """What all transliterations of a folded word share: its consonants, an initial vowel as `a`, a final a."""
    word = _kept_letters(word)
    first = "a" if word[:1] in _VOWELS else word[:1]
    letters = first + "".join(c for c in word[1:] if c not in _VOWELS)
    if len(word) > 1 and word[-1] == "a":  # Tahirova is not Tahirov
        letters += "a"
    return re.sub(r"(.)\1+", r"\1", letters)


@lru_cache(maxsize=65_536)
def same_word(a: str, b: str) -> bool:
    """Whether two folded words are spellings of one name: `same_word("eliyev", "aliyev")`."""
    if a == b:
        return True
    same = skeleton(a) == skeleton(b) and len(skeleton(a)) > 1 and ratio(a, b) >= _SAME_WORD
    return same and not _vowels_clash(a, b)


def _vowels_clash(a: str, b: str) -> bool:
    """Whether between the same consonants one word has only close vowels where the other has only open ones."""
    one, other = (re.split("[^aeiouy]", re.sub(r"([^aeiouy])\1+", r"\1", _kept_letters(word))) for word in (a, b))
    if len(one) != len(other):
        return False
    pairs = [(set(x), set(y)) for x, y in zip(one, other, strict=True) if x and y]
    return any((x <= _CLOSE and y <= _OPEN) or (x <= _OPEN and y <= _CLOSE) for x, y in pairs)


@lru_cache(maxsize=65_536)
def person_words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name, leading titles and ranks dropped as long as a name remains."""
    words = fold(name).split()
    while len(words) > 1 and words[0] in _honorifics():
        words = words[1:]
    return tuple(words)


@cache
def _country_codes() -> dict[str, str]:
    import pycountry

    codes: dict[str, str] = {}
    heads: dict[str, set[str]] = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name", "alpha_3"):
            if value := getattr(country, attribute, None):
                codes[fold(value)] = country.alpha_3
                heads.setdefault(fold(value.partition(",")[0]), set()).add(country.alpha_3)
    for head, bearers in heads.items():  # "Iran, Islamic Republic of" is Iran, but "Korea, …" is neither
        if len(bearers) == 1:
            codes.setdefault(head, *bearers)
    codes |= dict(line.split("\t") for line in data_lines("countries.tsv"))
    return codes


def country_code(name: str) -> str:
    """The ISO 3166-1 alpha-3 code of a country's name in any usual spelling, or an empty string."""
    folded = fold(name)
    return _country_codes().get(folded) or _country_codes().get(folded.removeprefix("the "), "")


@cache
def country_name(code: str) -> str:
    """The short English name of an alpha-3 code, or an empty string."""
    import pycountry

    country = pycountry.countries.get(alpha_3=code)
    return "" if country is None else str(getattr(country, "common_name", country.name))
