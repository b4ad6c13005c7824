"""The errors that Dragoman raises, and the exit status that each stands for.

A message says what is wrong, where, and what to do; it never holds a secret.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit status of the command line, by cause."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    NO_SERVER = 3
    LOGIN = 4
    VERSION = 5
    DOWNLOAD = 6
    WOULD_WRITE = 7
    OTHER = 8
    INTERRUPTED = 130


def how_to_install(extra: str) -> str:
    """The command that installs an extra, from a clone, since no index has Dragoman."""
    return f"pip install '.[{extra}]' in the folder of Dragoman's repository"


class DragomanError(Exception):
    """Root of all errors that Dragoman raises on purpose."""

    exit = Exit.OTHER


class UsageError(DragomanError):
    """A call, option, parameter or name that can't be understood."""

    exit = Exit.USAGE


class NoServerError(DragomanError):
    """No Neo4j server answers, or its port is taken, or TLS is refused."""

    exit = Exit.NO_SERVER


class LoginError(DragomanError):
    """The server refuses the user, the password or the database."""

    exit = Exit.LOGIN


class VersionError(DragomanError):
    """The server, or the graph on it, is of a version that this Dragoman does not work with."""

    exit = Exit.VERSION


class DownloadError(DragomanError):
    """Something can't be fetched, its checksum is wrong, or the cache can't be used."""

    exit = Exit.DOWNLOAD


class WouldWriteError(DragomanError):
    """A read-only door was asked to write or fetch, or a large removal was not confirmed."""

    exit = Exit.WOULD_WRITE


class InterruptedWorkError(DragomanError):
    """Ctrl-C ended a load or a retraction: the message says how much is done."""

    exit = Exit.INTERRUPTED


class DataError(DragomanError):
    """Input that can't be read: the message names file, line and field."""

    exit = Exit.FINDINGS
