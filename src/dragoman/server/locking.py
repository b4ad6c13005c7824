"""A lock between processes, held on a file and given back by the operating system when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.errors import DragomanError

PATIENCE = 600.0
"""Seconds to wait for another process (which may be fetching Neo4j over a slow line)."""


class HeldError(DragomanError):
    """Another process holds the lock."""


@contextmanager
def exclusive(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the lock; waits for whoever has it. Raises `HeldError` when that takes longer than so many seconds."""
    deadline = time.monotonic() + patience
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while not _try_lock(descriptor):
                if time.monotonic() > deadline:
                    raise HeldError(
                        f"{path}: another dragoman has held this lock for {patience:.0f} s; see what it does."
                    )
                time.sleep(0.1)
            if not _is_at(path, descriptor):  # its last holder removed the file: a newcomer would lock another one
                continue
            yield
            return
        finally:
            os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
