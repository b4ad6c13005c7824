"""A made database takes the place of the old one wholly or not at all, whenever its process is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.server import swap
from dragoman.server.home import Home
from dragoman.server.locking import exclusive

DYING = """
import os, signal, sys
from pathlib import Path
from dragoman.server.home import Home
from dragoman.server.swap import put_in_place

rename, left = Path.rename, int(sys.argv[2])

def dying(path, target):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return rename(path, target)

Path.rename = dying
put_in_place(Home(Path(sys.argv[1])))
"""
RENAMES = 5


def write(folder: Path, text: str) -> None:
    for name in swap.KEPT:
        (folder / "data" / name / "neo4j").mkdir(parents=True)
        (folder / "data" / name / "neo4j" / "store").write_text(text, "utf-8")


def stores(home: Home) -> set[str]:
    return {(home.neo4j / "data" / name / "neo4j" / "store").read_text("utf-8") for name in swap.KEPT}


@pytest.mark.parametrize("renames", range(RENAMES + 1))
def test_a_swap_that_is_killed_is_settled(tmp_path: Path, renames: int) -> None:
    home = Home(tmp_path)
    write(home.neo4j, "old")
    write(swap.made_folder(home), "new")
    killed = subprocess.run([sys.executable, "-c", DYING, str(tmp_path), str(renames)], check=False)
    assert killed.returncode == (-signal.SIGKILL if renames < RENAMES else 0)
    swap.settle(home)
    swap.settle(home)
    assert stores(home) == {"new" if renames else "old"}
    assert list(home.bulk.iterdir()) == []


def test_files_stay_as_long_as_their_maker_lives(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.bulk / "files").mkdir(parents=True)
    with exclusive(home.bulk_lock):
        swap.settle(home)
        assert (home.bulk / "files").exists()
    swap.settle(home)
    assert not (home.bulk / "files").exists()
