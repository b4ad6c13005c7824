"""The connection to a graph: from arguments, else the environment, else the local server.

Passwords come from the environment, from the local server's own store or from the caller's code, and are never shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dragoman.cypher import statement
from dragoman.errors import DragomanError, LoginError, NoServerError, UsageError, VersionError, WouldWriteError
from dragoman.tls import tls_flaw

if TYPE_CHECKING:
    import neo4j
    import networkx

    from dragoman.queries.results import Rows

OLDEST = (5, 26)
"""The oldest Neo4j that Dragoman works with."""

RETRY_SECONDS = 30
"""How long a transaction is tried again that failed for a passing reason."""

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class Graph:
    """A Dragoman graph in a Neo4j database; use it in a `with` statement.

    `driver` and `database` are for Cypher of your own; `browser` is the Neo4j Browser's address, if it is known.
    `local` tells that it is the local server's.
    """

    def __init__(self, driver: neo4j.Driver, database: str | None, browser: str = "", *, local: bool = False) -> None:
        self.driver = driver
        self.database = database
        self.browser = browser
        self.local = local

    def find(self, text: str) -> Rows:
        """What the graph has under a name, in any spelling: ids, kinds, names, aliases, counts."""
        from dragoman.queries.find import find

        return find(self.driver, self.database, text)

    def run(self, name: str, **parameters: Any) -> Rows:
        """The answer of a canned query: `graph.run("agreements-between", a="Azerbaijan", b="Türkiye")`."""
        from dragoman.queries.run import run

        return run(self.driver, self.database, name, parameters)

    def network(self, since: str | None = None) -> networkx.MultiDiGraph[str]:
        """The domain layer as a network, the same as `dragoman.read_network` makes of the claims.

        `since` (EDTF) keeps the relationships that were last published on that date or later.
        """
        from dragoman.queries.network import read_from_graph

        return read_from_graph(self.driver, self.database, since)

    def close(self) -> None:
        """Closes the connection."""
        self.driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(
    uri: str | None = None, user: str | None = None, password: str | None = None, database: str | None = None
) -> Graph:
    """Connects to a graph.

    What is not given comes from `DRAGOMAN_NEO4J_URI`, `_USER`, `_PASSWORD` and `_DATABASE`; without an address it is
    the local server's. Raises `UsageError` for a wrong address, `NoServerError` when no server answers, `LoginError`
    when it refuses, `VersionError` when it is too old.
    """
    browser = ""
    local = None
    uri = uri or os.environ.get("DRAGOMAN_NEO4J_URI")
    if uri:
        user = user or os.environ.get("DRAGOMAN_NEO4J_USER") or "neo4j"
        password = password if password is not None else os.environ.get("DRAGOMAN_NEO4J_PASSWORD", "")
        database = database or os.environ.get("DRAGOMAN_NEO4J_DATABASE")
    else:
        from dragoman.server import local_server

        local = local_server()
        if local is None:
            raise NoServerError(
                "no Neo4j is known: start the local one (dragoman server start), or name yours with --uri or "
                "DRAGOMAN_NEO4J_URI, DRAGOMAN_NEO4J_USER and DRAGOMAN_NEO4J_PASSWORD"
            )
        uri, user, password = local.uri, user or local.user, local.password if password is None else password
        database, browser = database or local.database, local.browser
    if uri.partition("://")[0] not in _SCHEMES:
        raise UsageError(f"{without_login(uri)}: the address of a Neo4j begins with one of {', '.join(_SCHEMES)}")

    if database == "system":
        raise LoginError(f"{without_login(uri)}: the database system holds no graph; set DRAGOMAN_NEO4J_DATABASE")
    if "@" in uri:  # else it would stand in every message of the driver's
        raise UsageError(f"{without_login(uri)}: leave the login out; it goes into DRAGOMAN_NEO4J_USER and _PASSWORD")

    import logging

    import neo4j

    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else its warnings go to standard error
    with explained(uri):
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=(user, password or ""),
            connection_timeout=10,
            connection_acquisition_timeout=20,
            max_transaction_retry_time=RETRY_SECONDS,
            notifications_min_severity="OFF",
        )
    try:
        with explained(uri):
            driver.verify_connectivity()  # fails at once, where a query would be retried
            _check_version(driver, database, uri)
    except BaseException:
        driver.close()
        raise
    return Graph(driver, database, browser, local=local is not None)


def _check_version(driver: neo4j.Driver, database: str | None, uri: str) -> None:
    records, _, _ = driver.execute_query(statement("read/server"), database_=database)
    found = str(records[0]["version"]) if records else ""
    numbers = re.match(r"(\d+)\.(\d+)", found)
    if numbers and (int(numbers[1]), int(numbers[2])) < OLDEST:
        raise VersionError(
            f"{without_login(uri)}: the server is Neo4j {found}; Dragoman needs {OLDEST[0]}.{OLDEST[1]} or newer"
        )


def without_login(uri: str) -> str:
    """An address without user and password, fit to be shown; a password may hold a slash or an @."""
    return re.sub(r"(?<=://).*@", "", uri)


@contextmanager
def explained(uri: str = "") -> Iterator[None]:
    """Turns the driver's errors into Dragoman's, which say what to do and hold no secret."""
    from neo4j import exceptions

    try:
        yield
    except (exceptions.Neo4jError, exceptions.DriverError) as error:
        raise explain(error, uri) from None
    except ValueError as error:
        raise UsageError(f"{without_login(uri)}: {error}") from None


def explain(error: Exception, uri: str = "") -> DragomanError:
    """Dragoman's error for one of the driver's."""
    from neo4j import exceptions

    where = f"{without_login(uri)}: " if uri else ""
    code = getattr(error, "code", "") or ""
    if isinstance(error, exceptions.AuthError):
        return LoginError(
            f"{where}the server refuses user or password; set DRAGOMAN_NEO4J_USER and DRAGOMAN_NEO4J_PASSWORD"
        )
    if "DatabaseNotFound" in code or "DatabaseUnavailable" in code:
        return LoginError(
            f"{where}the server has no such database, or it is offline ({_first_line(error)}); "
            "set DRAGOMAN_NEO4J_DATABASE"
        )
    if "ReadOnly" in code:
        return LoginError(f"{where}the database is read-only on this server: {_first_line(error)}")
    if isinstance(error, exceptions.Forbidden):
        return LoginError(f"{where}the user may not do this: {_first_line(error)}")
    if isinstance(error, exceptions.UnsupportedServerProduct):
        return VersionError(
            f"{where}no protocol of this server is known here: it is no Neo4j, or of a version that is too old; "
            f"Dragoman needs Neo4j {OLDEST[0]}.{OLDEST[1]} or newer"
        )
    if isinstance(error, exceptions.ConfigurationError):
        return UsageError(f"{where}{str(error).partition(' Given URI')[0]}")  # which holds the password
    if "AccessMode" in code:
        return WouldWriteError(f"{where}this would write: {_first_line(error)}")
    if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
        if flaw := tls_flaw(uri):
            return NoServerError(f"{where}{flaw}")
        reason = _first_line(error).partition(" (resolved to")[0]
        return NoServerError(
            f"{where}no Neo4j answers, or it refuses the connection ({reason}); is it running? "
            "The local one starts with dragoman server start, and is found without DRAGOMAN_NEO4J_URI"
        )
    return DragomanError(f"{where}{code}: {_first_line(error)}" if code else f"{where}{_first_line(error)}")


def retry_reason(error: Exception) -> tuple[str, str]:
    """Why a transaction is tried again after one of the driver's errors: in a few words, and as the driver has it."""
    from neo4j import exceptions

    code = str(getattr(error, "code", "") or "")
    if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
        return "the connection is lost", _first_line(error)
    if code.endswith("DeadlockDetected"):
        return "a deadlock with another writer", ""
    return code or type(error).__name__, _first_line(error)


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "message", "") or error)
    lines: Sequence[str] = text.splitlines()
    return lines[0].strip() if lines else type(error).__name__
