"""A large claims file is read by processes beside this one, and nobody can tell but by the time."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psutil
import pytest

from dragoman.errors import DataError
from dragoman.loader.claims import Rejects, make_of_claims, read_claims, reader, spool, write_claims
from dragoman.loader.claims.assembly import Assembly
from dragoman.loader.claims.beside import beside
from dragoman.loader.claims.reader import itself
from dragoman.loader.claims.spool import Line
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.prepared import incoming

from ...laws.test_counts import FLAWS
from ...robustness.corpus import copies

FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "as written": lambda lines: b"\n".join(lines) + b"\n",
    "with a byte order mark": lambda lines: b"\xef\xbb\xbf" + b"\n".join(lines) + b"\n",
    "with blank lines and carriage returns": lambda lines: b"\r\n \r\n".join(lines) + b"\r\n\r\n",
    "with a very long blank line": lambda lines: (
        b"\n".join(lines[:400]) + b"\n" + b" " * reader.MOST + b"\n" + b"\n".join(lines[400:]) + b"\n"
    ),
    "cut at the end": lambda lines: b"\n".join(lines)[:-20],
    "flawed": lambda lines: b"\n".join(flawed(lines)) + b"\n",
}


def flawed(lines: list[bytes]) -> list[bytes]:
    """Lines of entities and claims of which one in forty has a flaw, which leaves documents where they are."""
    chance = random.Random(3)
    flaws = sorted(FLAWS.keys() - {"missing", "cut in the middle"})

    def told(line: bytes) -> bytes:
        if b'"record":"document"' in line or chance.random() > 0.025:
            return line
        return FLAWS[chance.choice(flaws)](line)

    return list(map(told, lines))


def written(path: Path, form: str) -> Path:
    with path.open("wb") as stream:
        write_claims(stream, copies(8))
    path.write_bytes(FORMS[form](path.read_bytes().splitlines()))
    return path


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[DocumentClaims]:
    """The documents of large files that this process reads; parts of these are small."""
    monkeypatch.setattr(spool, "PART", 4_000)
    read: list[DocumentClaims] = []

    def noted(lines: Iterator[Line], run: Assembly) -> Iterator[DocumentClaims]:
        for bundle in assembled(lines, run):
            read.append(bundle)
            yield bundle

    assembled = reader._assembled
    monkeypatch.setattr(reader, "_assembled", noted)
    return read


@pytest.mark.parametrize("form", FORMS)
def test_what_is_read_and_told_is_the_same(form: str, tmp_path: Path, read_here: list[DocumentClaims]) -> None:
    path = written(tmp_path / "large.claims.jsonl", form)
    here, there = Rejects(tmp_path / "here.jsonl"), Rejects(tmp_path / "there.jsonl")
    with here, there:
        expected = [incoming(bundle) for bundle in read_claims(path, rejects=here)]
        assert list(make_of_claims(path, incoming, rejects=there, processes=2)) == expected
    assert (there.kept, there.counts, there.ignored) == (here.kept, here.counts, here.ignored)
    assert set_aside(there) == set_aside(here)
    if form in ("flawed", "with a very long blank line"):
        assert 0 < len(read_here) < len(expected)
    else:  # of what is cut at the end, nothing
        assert read_here == []


@pytest.mark.usefixtures("read_here")
def test_strictly_the_first_flaw_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "large.claims.jsonl", "flawed")
    found = []
    for processes in (0, 2):
        read: list[DocumentClaims] = []
        with pytest.raises(DataError) as raised:
            read.extend(make_of_claims(path, itself, strict=True, processes=processes))
        found.append((read, str(raised.value)))
    assert found[0] == found[1]


@pytest.mark.usefixtures("read_here")
def test_a_file_that_is_replaced_meanwhile_is_read_to_its_end(tmp_path: Path) -> None:
    path = written(tmp_path / "large.claims.jsonl", "as written")
    expected = list(read_claims(path, rejects=Rejects()))
    results = make_of_claims(path, itself, rejects=Rejects(), processes=1)
    found = [next(results)]
    written(tmp_path / "other.claims.jsonl", "cut at the end").replace(path)
    assert [*found, *results] == expected


def set_aside(rejects: Rejects) -> bytes:
    return rejects.path.read_bytes() if rejects.path and rejects.path.exists() else b""


def test_a_small_file_is_read_here(tmp_path: Path) -> None:
    path = written(tmp_path / "small.claims.jsonl", "as written")
    next(make_of_claims(path, itself, rejects=Rejects(), processes=2))
    assert not active_children()


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(beside(math.sqrt, [n * n for n in range(100)], 3)) == list(range(100))


def test_what_a_process_fails_at_is_told_here() -> None:
    results = beside(math.sqrt, [4, -1], 1)
    assert next(results) == 2
    with pytest.raises(ValueError, match="math domain"):
        next(results)


def test_nothing_is_lost_when_processes_are_killed() -> None:
    results = beside(math.sqrt, [n * n for n in range(50)], 2)
    found = [next(results)]
    for child in active_children():
        child.kill()
    assert [*found, *results] == list(range(50))


def test_all_is_done_here_when_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: SpawnProcess) -> None:
        raise OSError("no room for another process")

    monkeypatch.setattr(SpawnProcess, "start", refuse)
    assert list(beside(math.sqrt, [n * n for n in range(50)], 2)) == list(range(50))


def test_processes_end_with_the_iteration() -> None:
    results = beside(math.sqrt, range(50), 2)
    next(results)
    results.close()
    assert not active_children()


SCRIPT = """
import time
from multiprocessing import active_children
from dragoman.loader.claims.assembly import Assembly
from dragoman.loader.claims.beside import beside
if __name__ == "__main__":
    results = beside(abs, range(100), 2)
    next(results)
    print(*(child.pid for child in active_children()), flush=True)
    time.sleep(60)
"""


def test_processes_end_when_the_one_that_asks_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    asking = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    helpers = [psutil.Process(int(pid)) for pid in asking.stdout.readline().split()]
    asking.kill()
    asking.communicate()
    _, alive = psutil.wait_procs(helpers, timeout=30)
    assert (len(helpers), alive) == (2, [])
