"""`dragoman` as a user runs it: a process of its own, its wall time and its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from bench.load.server import Bench


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that ended well, with the processes that it started; `megabytes` is their peak, if it was watched."""

    seconds: float
    cpu: float
    megabytes: float
    said: str


def load(bench: Bench, *arguments: str | Path, local: bool = False, watched: bool = False) -> Ran:
    """Runs `dragoman load`, with `local` into the server that is its own to stop and start; raises if it fails.

    To watch its memory takes processor time from it.
    """
    return run(bench, "load", *arguments, local=local, watched=watched)


def run(bench: Bench, *arguments: str | Path, local: bool = False, watched: bool = False) -> Ran:
    """Runs `dragoman` with these arguments, as `load` does."""
    command = [sys.executable, "-m", "dragoman", *map(str, arguments)]
    own = {"DRAGOMAN_HOME": str(bench.home), "DRAGOMAN_NEO4J_URI": ""}
    begin = time.perf_counter()
    child = subprocess.Popen(
        command,
        env=os.environ | (own if local else bench.environment),
        cwd=bench.home,
        stdout=subprocess.PIPE,
        text=True,
    )
    most = 0
    with suppress(psutil.NoSuchProcess):  # getrusage would count what the parent had when it forked
        process = psutil.Process(child.pid)
        while watched and process.status() != psutil.STATUS_ZOMBIE:
            family = [process, *process.children(recursive=True)]
            most = max(most, sum(one.memory_info().rss for one in family))
            time.sleep(0.02)
    assert child.stdout
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"dragoman {arguments[0]} ended with {child.returncode}: {said}")
    return Ran(seconds, usage.ru_utime + usage.ru_stime, most / 2**20, said.strip())
