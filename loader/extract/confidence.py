"""How sure a claim is: the share of such claims that were right in the development corpus, by what made them.

`data/confidence.tsv` is written by `bench/calibrate.py`, which says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dragoman.loader.extract.lexicon import FOLDER, rows

ANY = "*"
Maker = tuple[str, str, str]
"""Predicate, frame and kind of the subject; `ANY` stands for all."""


def makers(predicate: str, frame: str, subject: str) -> tuple[Maker, ...]:
    """The classes that a claim belongs to, the widest first."""
    return (ANY, ANY, ANY), (predicate, ANY, ANY), (predicate, frame, ANY), (predicate, frame, subject)


@cache
def _shares() -> Mapping[Maker, float]:
    table = rows(FOLDER / "confidence.tsv", 4)
    return {(r.cells[0], r.cells[1], r.cells[2]): float(r.cells[3]) for r in table}


def calibrated(predicate: str, frame: str, subject: str) -> float:
    """The confidence of a claim, that of the narrowest class which is known."""
    shares = _shares()
    return next(shares[maker] for maker in reversed(makers(predicate, frame, subject)) if maker in shares)
