"""Ports of this machine: is one free, does one answer, pick one."""

from __future__ import annotations

import random
import socket
import sys
import time

from dragoman.errors import NoServerError

HOST = "127.0.0.1"
RANGE = range(20_000, 30_000)
"""Below what Linux, macOS and Windows give to outgoing connections, so that a port kept for years stays free."""


def free(*ports: int) -> bool:
    """Whether a server could listen on each of these now."""
    return all(_free(port) for port in ports)


def free_soon(port: int, patience: float = 2.0) -> bool:
    """Whether the port is free, or becomes so in a moment: a killed program keeps its ports while it vanishes."""
    deadline = time.monotonic() + patience
    while not free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _free(port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform != "win32":  # There it would mean the opposite: share the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def pick(but: set[int]) -> int:
    """A free port, none of `but`. Another program may take it before it is used: the caller tries again."""
    for port in random.SystemRandom().sample(RANGE, 200):
        if port not in but and free(port):
            return port
    raise NoServerError(f"No free port was found between {RANGE.start} and {RANGE.stop}.")


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((HOST, port), timeout=2):
            return True
    except OSError:
        return False
