"""A few short dispatches to try Dragoman with: invented outlets, in the manner of newswires, for practice only.

They are no reporting. They agree and disagree as reports do: two give different days for one signing, one announces a
drill and another reports it, one denies what another states, and names come in several spellings.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path


def sample_paths() -> tuple[Path, ...]:
    """The files of the sample dispatches, by date.

    >>> sample_paths()[0].name
    '2021-06-16-shusha-declaration.txt'
    """
    with as_file(files("dragoman.sample")) as folder:
        return tuple(sorted(folder.glob("*.txt")))
