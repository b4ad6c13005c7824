"""The wheel holds all that the package needs, under one name."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel that is built by way of the sdist, from what git tracks."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tree)], check=True, capture_output=True)
    built = [sys.executable, "-m", "build", "--outdir", str(folder), str(tree)]
    subprocess.run(built, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["loader", "queries", "cypher"])
def test_the_wheel_holds_every_file_of_a_linked_folder(wheel: set[str], folder: str) -> None:
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    assert {f"dragoman/{name}" for name in listed.stdout.split()} <= wheel


def test_the_wheel_holds_types_jars_and_sample(wheel: set[str]) -> None:
    assert {"dragoman/py.typed", "dragoman/server/jars.tsv"} <= wheel
    assert any(name.startswith("dragoman/sample/") and name.endswith(".txt") for name in wheel)


def test_the_wheel_has_one_top_level_name(wheel: set[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"dragoman"}
