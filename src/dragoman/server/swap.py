"""A database that is made beside the old one takes its place wholly or not at all, whatever is killed and when.

All of it happens below `bulk/` in the home. Of what lies in `files` a database is `made`. One rename makes it `whole`:
from then on the new database counts, and whoever holds the home's lock next brings it to its place.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from dragoman.server.home import DATABASE, Home
from dragoman.server.locking import HeldError, exclusive

KEPT = ("databases", "transactions")
"""The folders below `data` that hold a database."""


def made_folder(place: Home) -> Path:
    """An empty folder, the home of a database that is to be made; for who holds the home's lock."""
    folder = place.bulk / "made"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def put_in_place(place: Home) -> None:
    """Puts the database that was made in the place of the home's, whose server does not run."""
    (place.bulk / "made").rename(place.bulk / "whole")
    settle(place)


def settle(place: Home) -> None:
    """Ends what a killed process has begun: brings a whole database to its place, and removes all else.

    For who holds the home's lock while no server runs.
    """
    whole = place.bulk / "whole"
    for name in KEPT:
        new, there = whole / "data" / name / DATABASE, place.neo4j / "data" / name / DATABASE
        if new.exists():
            if there.exists():
                (whole / "old" / name).mkdir(parents=True, exist_ok=True)
                there.rename(whole / "old" / name / DATABASE)
            there.parent.mkdir(parents=True, exist_ok=True)
            new.rename(there)
    for folder in (whole, place.bulk / "made"):
        shutil.rmtree(folder, ignore_errors=True)
    if (place.bulk / "files").exists():
        with suppress(HeldError), exclusive(place.bulk_lock, patience=0):  # else their maker lives, and needs them
            shutil.rmtree(place.bulk / "files", ignore_errors=True)
