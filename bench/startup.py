"""How long the command line takes to answer, on a warm disk: the median of several runs, in seconds."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 11
COMMANDS = (["--help"], ["query", "list"])


def main() -> None:
    """Prints a line for each command."""
    for arguments in COMMANDS:
        seconds = []
        for _ in range(RUNS):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-m", "dragoman", *arguments], check=True, capture_output=True)
            seconds.append(time.perf_counter() - begin)
        print(f"dragoman {' '.join(arguments):<12} {statistics.median(seconds):.2f} s")  # noqa: T201


if __name__ == "__main__":
    main()
