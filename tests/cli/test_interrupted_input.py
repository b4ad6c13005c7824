"""Ctrl-C while standard input is being read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .test_commands import Shell, many, shell

__all__ = ["shell"]


@pytest.mark.parametrize("command", ["load", "extract"])
def test_nothing_is_left_in_the_temporary_folder(shell: Shell, tmp_path: Path, command: str) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", command, "-"],
        cwd=shell.folder,
        env={**os.environ, **shell.environment, "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert running.stdin is not None
    running.stdin.write(many(2000).encode())
    running.stdin.flush()
    while not list(temporary.glob("*/*")):
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    assert running.wait() == 130
    assert list(temporary.iterdir()) == []
