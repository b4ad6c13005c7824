"""Names made comparable: folded, without honorifics, and across transliterations.

Folding is a function of the name alone; the words that it knows come from the files in `loader/data`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

_FOLDED = 2_000  # characters; some signs become a dozen words, and an index holds no more than 8,000
_SHORT = 4  # letters: of a word this short every letter tells


def data_lines(name: str) -> list[str]:
    """The lines of a data file in `loader/data` that are neither empty nor a comment."""
    text = (files("dragoman.loader") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=4_096)
def fold(text: str) -> str:
    """A name in lower-case ASCII words: `fold("Recep Tayyip Erdoğan’s") == "recep tayyip erdogan"`."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        for written, kept in _pairs("letters.tsv"):
            text = text.replace(written, kept)
    plain = anyascii(text).casefold() or " ".join(f"u{ord(sign):x}" for sign in text if sign.isalnum())
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"'s\b", "", plain)))[:_FOLDED].rstrip()


def slug(text: str, most: int = 80) -> str:
    """A folded name as the tail of an id, cut at `most` characters; a name of no letters gives `unnamed`."""
    return fold(text).replace(" ", "-")[:most].strip("-") or "unnamed"


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(data_lines("honorifics.txt"))


@cache
def _pairs(name: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.partition("\t") for line in data_lines(name))
    return tuple((written, kept.strip()) for written, _, kept in pairs)


def _letters(word: str) -> str:
    """A folded word in one transliteration: `djeyhun` → `jeihun`, `polderovskiy` → `polderovski`."""
    for written, kept in _pairs("name_endings.tsv"):
        if word.endswith(written):
            word = word.removesuffix(written) + kept
            break
    for written, kept in _pairs("transliteration.tsv"):
        word = word.replace(written, kept)
    word = re.sub(r"^ye", "e", re.sub(r"^i(?=[aeou])", "y", word))
    word = re.sub(r"[iy][iyj]", "i", word)
    word = re.sub(r"(?<=[aeou])[iy](?=[aeou])", "", word)
    word = word[:1] + word[1:].replace("y", "i")
    if len(word) > _SHORT:
        word = re.sub(r"(?<=[aeou])h$", "", word)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _variants() -> dict[str, str]:
    """The class of each spelling in `name_variants.txt`, by its letters."""
    return {_letters(word): f"={line.split()[0]}" for line in data_lines("name_variants.txt") for word in line.split()}


@lru_cache(maxsize=4_096)
def word_key(word: str) -> str:
    """What all spellings of one folded word of a name share, and words of other names do not.

    Transliterations are brought into one, and sibilants, which scripts write with one letter or two, in longer words:
    `rouzmer` is `ruzmer`, `jong` is not `jung`, `becker` not `backer`. Given names, and family names made of them, are
    known by a list of their spellings.
    """
    letters = _letters(word)
    if letters in _variants():
        return _variants()[letters]
    for ending in _family_endings():
        stem = letters.removesuffix(ending)
        if 2 < len(stem) < len(letters) and stem in _variants():
            return f"{_variants()[stem]}+{ending}"
    rough = letters.replace("sh", "s").replace("ch", "c")
    return re.sub(r"(.)\1+", r"\1", rough if len(rough) > _SHORT else letters)


@cache
def _family_endings() -> list[str]:
    return sorted(data_lines("family_endings.txt"), key=len, reverse=True)


def same_word(a: str, b: str) -> bool:
    """Whether two folded words are spellings of one name: `same_word("temirkhanov", "temirhanov")`.

    A q is a k in one script and a g in another: `quliyev` is `guliyev`, `qasim` is `kasim`.
    """
    return word_key(a) == word_key(b) or (("q" in a or "q" in b) and word_block(a) == word_block(b))


@lru_cache(maxsize=4_096)
def word_block(word: str) -> str:
    """What all words that `same_word` takes for one have in common."""
    return word_key(word).replace("g", "k")


def generation(name: str) -> str:
    """Which of a family's namesakes a person's name means: `jr` of `Vilmer Dorn Jr.`, mostly an empty string."""
    return next((_generations()[word] for word in fold(name).split()[1:] if word in _generations()), "")


@cache
def _generations() -> dict[str, str]:
    return dict(_pairs("name_suffixes.tsv"))


@lru_cache(maxsize=4_096)
def person_words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name; titles, ranks and generation are dropped as long as a name remains."""
    first, *more = fold(name).split() or [""]
    words = [first, *(word for word in more if word not in _generations())] if first else []
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
def _demonyms() -> dict[str, str]:
    import countryinfo
    import pycountry

    found: dict[str, str] = {}
    for country in pycountry.countries:
        try:
            said = countryinfo.CountryInfo(country.alpha_3).demonym() or ""
        except (countryinfo.CountryNotFoundError, KeyError):
            continue
        for demonym in filter(None, map(fold, said.split(","))):
            found.setdefault(demonym, country.alpha_3)
    return found | dict(line.split("\t") for line in data_lines("demonyms.tsv"))


def demonym_code(word: str) -> str:
    """The alpha-3 code of the country that an adjective names (`turkish`), or an empty string."""
    return _demonyms().get(fold(word), "")


@cache
def country_name(code: str) -> str:
    """The short English name of an alpha-3 code, or an empty string."""
    import pycountry

    country = pycountry.countries.get(alpha_3=code)
    return "" if country is None else str(getattr(country, "common_name", country.name))
