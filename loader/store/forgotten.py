"""Names of what a loader once knew: it takes any number of them into a bounded space."""

from __future__ import annotations

from rbloom import Bloom

NAMES = 1_000_000
"""For how many names the space is meant; with more it errs more often."""

ERRORS = 0.01
"""The share of other names that are taken for forgotten ones, and asked for in vain."""


def forgotten() -> Bloom:
    """An empty set of names, as a Bloom filter (Bloom 1970) of 1.2 MB: a name that it denies was never added."""
    return Bloom(NAMES, ERRORS)
