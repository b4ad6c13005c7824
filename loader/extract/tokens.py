"""Words and sentences of a text, with their places in it: a function of the text and the list of abbreviations.

The splitter is ours, not the model's: a passage is a sentence, so its borders must be right, and the model's are not
after initials, in quotations and in lists.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from dragoman.loader.extract.lexicon import Lexicon

FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " ", "–": "-", "—": "-"})
WRAPPED = 100


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: `text` is folded (plain quotes), `start` and `end` are code points of the document."""

    start: int
    end: int
    text: str


def fold(text: str) -> str:
    """The text with plain quotes, dashes and spaces; each code point keeps its place."""
    return text.translate(FOLD)


def quotations_of(text: str) -> list[tuple[int, int]]:
    """The stretches between quotation marks, each within one paragraph; an unclosed one ends with its paragraph."""
    found = []
    at = 0
    wrapped = max((len(line) for line in text.split("\n")), default=0) <= WRAPPED
    for paragraph in re.split(r"(\n\s*\n)" if wrapped else r"(\n)", text):
        begin = -1
        for m in re.finditer(r"[\u201c\u201d\"]", paragraph):
            opens = m.group() == "\u201c" or (m.group() == '"' and begin < 0)
            if opens and begin < 0:
                begin = m.start()
            elif not opens and begin >= 0:
                found.append((at + begin, at + m.end()))
                begin = -1
        if begin >= 0:
            found.append((at + begin, at + len(paragraph)))
        at += len(paragraph)
    return found


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a folded text. Hyphenated words stay whole, but for pairs such as `U.S.-Poland`."""
    return [Token(m.start(), m.end(), m.group()) for m in _pattern(lexicon).finditer(text)]


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    short = "|".join(sorted((re.escape(a) for a in lexicon.cue("abbreviation") if len(a) > 2), key=len, reverse=True))
    zones = "|".join(sorted(lexicon.cue("time-zone")))
    return re.compile(
        rf"""
        \d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)(?:\s(?:{zones})\b)?
      | (?<!\w)(?:{short})(?!\w)
      | (?:[A-Z]\.){{2,}}
      | (?<![\w.])[A-Z]\.(?=\s?[A-Z])
      | [$£€¥]?\d[\d,.]*\d(?:-\d+)?(?:st|nd|rd|th|mm|m|bn|km|kg|s|[A-Z]\b)? | [$£€¥]?\d(?:st|nd|rd|th|m|bn)?
      | \w+?(?=n't\b)|n't\b
      | (?:(?:\w+)(?=-U\.[SKN]\.))
      | (?:[Tt]hen|[Ee]x|[Nn]on)(?=-[A-Z])
      | [^\W\d_]\w*(?:(?:-|'(?!(?:s|ll|re|ve|d|m)\b)|&|/)\w+)*
      | '(?:s|ll|re|ve|d|m)\b
      | \w+ | \S
        """,
        re.VERBOSE,
    )


def sentences(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The sentences of a document's own text (not folded), as half-open spans without surrounding space."""
    folded = fold(text)
    abbreviations = lexicon.cue("abbreviation")
    attributed = re.compile(rf"[^\".]{{0,80}}?\b(?:{'|'.join(sorted(lexicon.cue('attribution')))})\b")
    wrapped = max((len(line) for line in text.split("\n")), default=0) <= WRAPPED
    cuts = {0, len(text)}
    for m in re.finditer(r"\n\s*\n|\n", text):
        line_end = text[: m.start()].rstrip()[-1:]
        following = text[m.end() :].lstrip()[:1]
        if m.group().count("\n") > 1 or not wrapped or line_end in '.!?:"”' or following in "•*-–—·":
            cuts.add(m.end())
    for m in re.finditer(r"(\S*?)([.!?…]+)([\"')\]]*)(\s+|(?=[A-Z][a-z]))", folded):
        before, mark, closing, gap = m.groups()
        after = folded[m.end() : m.end() + 1]
        word = re.sub(r"^[\"'(\[]+", "", before).rpartition("-")[2]
        if not gap and (not re.search(r"[a-z]{2}$", before) or mark != "." or "/" in before or "@" in before):
            continue
        if gap and not (after.isupper() or after.isdigit() or after in "\"'([•-$£€" or not after):
            continue
        if '"' in closing and mark in "!?" and attributed.match(folded, m.end()):
            continue
        if mark == "." and not closing and _abbreviates(word, lexicon, folded, m.end(), abbreviations):
            continue
        cuts.add(m.end())
    spans = []
    borders = sorted(cuts)
    for begin, end in itertools.pairwise(borders):
        piece = text[begin:end]
        left = len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        if stripped:
            spans.append((begin + left, begin + left + len(stripped)))
    return spans


def _abbreviates(word: str, lexicon: Lexicon, folded: str, position: int, abbreviations: frozenset[str]) -> bool:
    """Whether the stop after a word only abbreviates it, so that the sentence goes on."""
    dotted = word + "."
    following = re.match(r"\w+", folded[position:])
    if following and following.group() in lexicon.cue("time-zone"):
        return True
    if dotted in lexicon.cue("closing-abbreviation"):
        return False
    if dotted in abbreviations and dotted not in lexicon.cue("final-abbreviation"):
        return True
    if dotted in abbreviations or re.fullmatch(r"[A-Z]|(?:[A-Z]\.)+[A-Z]", word):
        first = re.match(r"\w+", folded[position:])
        return len(word) < 2 or first is None or first.group() not in lexicon.cue("starter")
    return False
