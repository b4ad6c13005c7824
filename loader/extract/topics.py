"""Fields of cooperation and equipment in a stretch of text. A function of the text and the table of topics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

MOST = 5


@lru_cache(maxsize=4)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    parts = [re.escape(p[:-1]) + r"\w*" if p.endswith("*") else re.escape(p) for p in ordered]
    return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w])", re.IGNORECASE)


def topics_in(text: str, table: Mapping[str, str]) -> list[str]:
    """The topics that a text names, in its order, the general one only when nothing narrower is said."""
    found: list[str] = []
    for m in _pattern(tuple(table)).finditer(text):
        word = re.sub(r"\s+", " ", m.group().lower())
        topic = table.get(word) or next(
            (table[p] for p in sorted(table, key=len, reverse=True) if p.endswith("*") and word.startswith(p[:-1])),
            None,
        )
        if topic and topic not in found:
            found.append(topic)
    return found[:MOST]
