"""Waiting until a server answers: HTTP first, then a query. Always with a time limit."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from functools import partial

from dragoman.errors import LoginError, NoServerError
from dragoman.server.home import HOST, Home, LocalServer

PAUSE = 0.05


class EndedError(NoServerError):
    """The server's process ended before it was ready."""


def wait(server: LocalServer, http_port: int, alive: Callable[[], bool], timeout: float, home: Home) -> None:
    """Returns when the server answers a query.

    Raises `EndedError` when its process ends, `NoServerError` when the time is over, `LoginError` when the home's
    password is not the server's.
    """
    deadline = time.monotonic() + timeout
    questions = (partial(_http_answers, http_port), partial(_query_answers, server))
    for asks in questions:
        while not asks():
            if not alive():
                raise EndedError(f"Neo4j ended while it started: {_cause(home)}")
            if time.monotonic() > deadline:
                raise NoServerError(f"Neo4j was not ready after {timeout:.0f} s: {_cause(home)}")
            time.sleep(PAUSE)
        if not alive():
            raise EndedError(f"Neo4j ended while it started: {_cause(home)}")


def _http_answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _query_answers(server: LocalServer) -> bool:
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    login = (server.user, server.password)
    try:
        with GraphDatabase.driver(server.uri, auth=login, max_transaction_retry_time=0, connection_timeout=5) as driver:
            driver.execute_query("RETURN 1", database_=server.database)
    except AuthError:
        raise LoginError(
            "The local server does not accept its home's password; put the file `password` back as it was, or start "
            "afresh with `dragoman server remove`."
        ) from None
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def _cause(home: Home) -> str:
    """What the logs give as the reason of this start's failure, in one line, and where to read on."""
    printed = home.log.read_text("utf-8", "replace") if home.log.exists() else ""
    logged = home.neo4j_log.read_text("utf-8", "replace") if home.neo4j_log.exists() else ""
    lines = (printed + logged.rpartition(" INFO  Starting...")[2]).splitlines()
    told = [
        match[1]
        for line in lines
        if (match := re.match(r"(?:Caused by: |Exception in .*?|Error.*?)[\w.$]+: (.+)", line))
    ]
    return f"{told[-1] if told else 'it names no reason'} (see {home.neo4j_log})"
