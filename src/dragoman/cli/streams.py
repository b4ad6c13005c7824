"""Standard output and standard error that take any text, and end in peace."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO


def make_robust() -> None:
    """Lets both streams take any text, whatever the locale says.

    Output that goes into a file or a pipe is UTF-8, so that JSON stays JSON; what a terminal can't show is escaped. An
    encoding that PYTHONIOENCODING asks for is kept.
    """
    if sys.stdout is None:  # closed by the shell: `>&-`
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # it stays open to the end
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if not stream.isatty() and not os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")


def flush() -> None:
    """Writes what is still held back, so that a full disk is told while there is somebody to tell."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def silence() -> None:
    """Sends what is yet to be written nowhere, so that the interpreter's end does not fail on a stream that is gone."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not _takes(stream):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _takes(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        return False
    return True
