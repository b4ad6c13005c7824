"""Processes, known by their id and a mark in their command line.

An id alone is not enough: the system gives it to another program after a while, and that one must never be taken for
the server, or ended in its stead.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

PAUSE = 0.1


def alive(pid: int, mark: str) -> bool:
    """Whether the process lives and has the mark among its arguments."""
    import psutil

    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and mark in process.cmdline()
    except psutil.Error:
        return False


def find(mark: str) -> int:
    """The id of a process with the mark among its arguments, 0 when there is none."""
    import psutil

    found = (p.pid for p in psutil.process_iter(["cmdline"]) if mark in (p.info["cmdline"] or ()))
    return next((pid for pid in found if alive(pid, mark)), 0)


def holding(folder: Path) -> set[int]:
    """The ids of processes that have a file below the folder open, as far as the system tells."""
    import psutil

    def opened(process: psutil.Process) -> list[Path]:
        try:
            return [Path(file.path) for file in process.open_files()]
        except psutil.Error:  # it is another user's, or has ended
            return []

    return {p.pid for p in psutil.process_iter() if any(folder in path.parents for path in opened(p))}


def end(pid: int, timeout: float) -> None:
    """Asks the process to end, waits, and kills it when it has not ended in so many seconds."""
    import psutil

    try:
        process = psutil.Process(pid)
        process.terminate()
        if not _ends(process, timeout):
            process.kill()
            _ends(process, timeout)
    except psutil.NoSuchProcess:
        return


def _ends(process: psutil.Process, timeout: float) -> bool:
    """Whether a process ends in time; one that its living starter has not asked after is a zombie, and has ended."""
    import psutil

    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        try:
            process.wait(PAUSE)
            return True
        except psutil.TimeoutExpired:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
    return False
