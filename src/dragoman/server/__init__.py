"""The local Neo4j: fetched once, started and stopped from here, in a folder of its own.

What runs is Neo4j Community, unchanged and as its makers publish it, under their licence (GPL version 3); Dragoman does
not contain it: the first start fetches it, checks every file against `jars.tsv`, and runs it as a process of its own.
It needs the extra `server` (Java comes with that), listens on this machine only, and reports to nobody.

A server is a function of its home folder (`DRAGOMAN_HOME`): ports, password and data live there and nowhere else.
"""

from __future__ import annotations

from dragoman.server.home import LocalServer, local_server
from dragoman.server.jars import cache_folder
from dragoman.server.process import Status, need_extra, remove, start, status, stop

__all__ = ["LocalServer", "Status", "cache_folder", "local_server", "need_extra", "remove", "start", "status", "stop"]
