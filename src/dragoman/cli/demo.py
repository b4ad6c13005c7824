"""`dragoman demo`: from dispatches to a graph that answers, in one command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dragoman.cli.progress import counting, tell
from dragoman.cli.rows import print_rows

if TYPE_CHECKING:
    from dragoman.connection import Graph

MEMORY = "256m"
QUERIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("agreements-between", {"a": "Azerbaijan", "b": "Türkiye"}),
    ("who-met-whom", {"who": "Aliyev"}),
)
BROKERS = 5


@click.command()
def demo() -> None:
    """Load the sample dispatches into a local Neo4j, then show what the graph says and what to try next.

    Starts the local server if it does not run, and fetches it the first time. A second run changes nothing.
    """
    from dragoman import server
    from dragoman.connection import connect
    from dragoman.loader.extract import load_extractor

    server.need_extra()
    load_extractor()  # before a server is started that would then have nothing to load
    tell("Starting Neo4j, a real one, on this machine only …")
    local = server.start(memory=MEMORY, tell=tell)
    with connect(local.uri, local.user, local.password, local.database) as graph:
        graph.browser = local.browser
        _load(graph)
        for name, parameters in QUERIES:
            _query(graph, name, parameters)
        _brokers(graph)
        _next()


def _load(graph: Graph) -> None:
    from dragoman.loader.inputs import read_bundles
    from dragoman.loader.sources import Problem
    from dragoman.loader.store.load import load
    from dragoman.sample import sample_paths

    problems: list[Problem] = []
    tell("Reading the sample dispatches …")
    with counting("documents") as count:
        bundles = read_bundles(sample_paths(), problems=problems.append)
        loaded = load(
            graph.driver,
            graph.database,
            bundles,
            progress=lambda done: count(done.changes + done.documents_unchanged),
        )
    for problem in (*problems, *loaded.refused):
        tell(str(problem))
    click.echo(loaded.summary())


def _query(graph: Graph, name: str, parameters: dict[str, str]) -> None:
    from dragoman.queries.catalog import get_query

    given = " ".join(f"--{key} {value}" for key, value in parameters.items())
    click.echo(f"\n{get_query(name).title}: dragoman query run {name} {given}\n")
    print_rows("table", graph.run(name, **parameters))


def _brokers(graph: Graph) -> None:
    from dragoman.queries.analysis import brokers
    from dragoman.queries.results import Rows

    columns = ("name", "side", "gatekeeper", "liaison", "total")
    found = [b for b in brokers(graph.network()) if b.total][:BROKERS]
    click.echo("\nWho brokers between sides (networkx): dragoman analyze brokers\n")
    print_rows("table", Rows.of(columns, ([getattr(b, c) for c in columns] for b in found)))


def _next() -> None:
    from dragoman import server
    from dragoman.queries.browser import browser_url
    from dragoman.queries.catalog import get_query

    click.echo("\nTry next:")
    for command in (
        "dragoman query list",
        "dragoman query run disagreements",
        "dragoman find Erdoğan",
        "dragoman load YOUR-ARTICLES/",
        "dragoman server stop",
    ):
        click.echo(f"    {command}")
    local = server.local_server()
    if local is None:
        return
    click.echo("In the Neo4j Browser (dragoman server env shows the password):")
    for name in ("start-here", "disagreements"):
        one = get_query(name)
        link = browser_url(local.browser, local.uri, one.short, one.example, database=local.database, user=local.user)
        if sys.stdout.isatty():  # a terminal shows the title alone and opens the link
            click.echo(
                f"    \033]8;;{link}\033\\{one.title}\033]8;;\033\\  (or dragoman query run {name} --format url)"
            )
        else:
            click.echo(f"    {one.title}: {link}")
