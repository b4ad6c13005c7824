"""The encoding of bytes that name none: a function of the words that hold other letters than those of ASCII.

English that tells of foreigners is the usual case, so that a handful of names is all the evidence. Each encoding reads
them in its own way; the one whose readings look most like words of a language that it is used for is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WORDS_WEIGHED = 500
REFUSED_FROM = 1.5
"""Cost per word at which no reading is believed."""

_FOREIGN = 4.0  # a letter that the language does not have, or not there
_TOO_MANY = 2.0  # one letter with an accent more than the language's words have
_LACKED = 1.0  # a letter of ASCII that the language does without
_INSIDE = 5.0  # a sign between letters, or a control character
_BESIDE = 2.0  # a sign at one end of a word
_ODD_CASE = 2.0
_ALL_CAPITALS = 1.0  # of Cyrillic: KOI8-R and Windows-1251 change capitals for small letters
_ALONE = 1.0  # one letter that is a word
_RUN = 3.0  # five letters with accents in a row, or nothing else; five Cyrillic consonants
_DOUBT = 0.5  # a language that is seldom meant: another wins where it explains a word as well

_TOKEN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_VOWELS = frozenset("aeiouyáàâäãåąăéèêëęěíìîïıóòôöőõøúùûüűůýæœ")
_MARKS = frozenset("‘’‚“”„–—…•«»‹›¿¡\xa0\xad")
_MEASURES = re.compile(r"^[kcm]?m[²³]$|^[¹²³¼½¾]+$")
_CONSONANTS = re.compile("[бвгджзклмнпрстфхцчшщъь]{5}", re.IGNORECASE)
_SIGNS = frozenset("€£¥§©®™°±µ×·ªº")
_SELDOM = frozenset({"Icelandic", "Slovak"})


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, and some words as it reads them, for a person to judge by."""

    encoding: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of a language that ASCII lacks: those that stand anywhere, and those that keep to a place.

    `at_most` says how many of them a word has, `lacks` which letters of ASCII its words do without.
    """

    language: str
    encodings: tuple[str, ...]
    at_most: int
    lacks: str
    anywhere: str = ""
    before_vowel: str = ""
    before_consonant: str = ""
    after_vowel: str = ""
    after_consonant: str = ""
    last: str = ""

    def cost(self, word: str) -> float:
        """How unlike a word of the language this is, in small letters."""
        foreign = [at for at, letter in enumerate(word) if not letter.isascii()]
        cost = sum(_FOREIGN for at in foreign if not self.has(word, at))
        cost += _TOO_MANY * max(0, len(foreign) - self.at_most)
        cost += _LACKED * any(letter in word for letter in self.lacks)
        return cost + _DOUBT * (self.language in _SELDOM)

    def has(self, word: str, at: int) -> bool:
        """Whether the language has this letter of the word, at this place."""
        letter, before, after = word[at], word[max(0, at - 1) : at], word[at + 1 : at + 2]
        return (
            letter in self.anywhere
            or (letter in self.before_vowel and after in _VOWELS)
            or (letter in self.before_consonant and after.isalpha() and after not in _VOWELS)
            or (letter in self.after_vowel and before in _VOWELS)
            or (letter in self.after_consonant and (not before.isalpha() or before == "i" or before not in _VOWELS))
            or (letter in self.last and not after.isalpha())
        )


def guess(raw: bytes) -> Guess | None:
    """The likeliest encoding; none where nothing that is known reads as words."""
    tokens = Counter(_TOKEN.findall(raw))
    weighed = dict(tokens.most_common(WORDS_WEIGHED))
    costs = {encoding: _cost(weighed, encoding) for encoding in _alphabets()}
    best = min(costs, key=costs.__getitem__)
    if costs[best] >= REFUSED_FROM * sum(weighed.values()):
        return None
    words = (token.decode(best, "replace") for token in tokens)
    return Guess(best, tuple(word for word in words if any(c.isalpha() and not c.isascii() for c in word))[:3])


@cache
def _alphabets() -> Mapping[str, tuple[Alphabet, ...]]:
    """The alphabets of each encoding; of two that explain as much, the encoding named first is taken."""
    rows = (files("dragoman.loader.sources") / "data" / "letters.tsv").read_text("utf-8").splitlines()[1:]
    alphabets = []
    for row in rows:
        language, encodings, at_most, *letters = row.split("\t")
        alphabets.append(Alphabet(language, tuple(encodings.split()), int(at_most), *letters))
    named = dict.fromkeys(encoding for alphabet in alphabets for encoding in alphabet.encodings)
    return {e: tuple(a for a in alphabets if e in a.encodings) for e in named}


def _cost(tokens: Mapping[bytes, int], encoding: str) -> float:
    return sum(_word_cost(token.decode(encoding, "replace"), _alphabets()[encoding]) * n for token, n in tokens.items())


def _word_cost(token: str, alphabets: tuple[Alphabet, ...]) -> float:
    """How unlike a word the reading is: 0 for what a language of the encoding might write."""
    cost = 0.0
    for word in re.findall(r"[^\W\d_]+", _MEASURES.sub("", token)):
        small = word.replace("İ", "i").lower()
        if small.isascii():
            continue
        cost += min(alphabet.cost(small) for alphabet in alphabets) + _form_cost(word)
    for match in re.finditer(r"[\W\d_]", token):
        sign, before, after = (
            match[0],
            token[max(0, match.start() - 1) : match.start()],
            token[match.end() : match.end() + 1],
        )
        if sign == "\ufffd" or (not sign.isprintable() and sign not in _MARKS):
            cost += _INSIDE
        elif before.isalpha() and after.isalpha():
            cost += _INSIDE * (sign not in _MARKS)
        elif sign not in _MARKS:
            cost += _BESIDE if before + after else _DOUBT * (sign not in _SIGNS)
    return cost


def _form_cost(word: str) -> float:
    """What speaks against a word whatever its language: capitals inside it, two scripts, letters that never meet."""
    cost = 0.0
    if re.search(r"[^\W\d_]", word[1:]) and not word.isupper() and not word[1:].islower():
        cost += _ODD_CASE
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in word)
    if len(word) == 1:
        cost += _ALONE
    elif cyrillic and cyrillic < len(word):
        cost += _FOREIGN * 2
    elif cyrillic:
        cost += _ALL_CAPITALS * word.isupper() + _RUN * bool(_CONSONANTS.search(word))
    elif re.search(r"[^\x00-\x7f]{5}|^[^\x00-\x7f]{3,}$", word):
        cost += _RUN * len(word)
    return cost
