"""`dragoman analyze`: network analyses, of the graph in Neo4j or of claims files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.options import connection_options
from dragoman.cli.rows import absent, print_rows

if TYPE_CHECKING:
    import networkx

LIMIT = 20
_LEFT_OUT = ("id", "kind")  # a table has no room for them


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        connection_options,
        click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True, help="At most N rows."),
        click.option(
            "--format", "form", type=click.Choice(["table", "csv", "json", "jsonl"]), default="table", show_default=True
        ),
        click.option(
            "--graphml",
            type=click.Path(dir_okay=False),
            metavar="FILE",
            help="Write the network there too, the results as properties of its nodes.",
        ),
        click.option("--since", metavar="DATE", help="Only what was last published on that date or later."),
        click.argument("inputs", nargs=-1, metavar="[INPUT]..."),
    ):
        command = option(command)
    return command


@click.group()
def analyze() -> None:
    """Network analyses, of the graph in Neo4j, or of claims files when some are named (no server is needed then).

    Countries, persons and organisations are tied by the events and agreements that they share; what is only planned
    does not count.
    """


@analyze.command()
@_options
def centrality(**options: Any) -> None:
    """Who is central: partners, weight of ties, and betweenness (Freeman 1977)."""
    from dragoman.queries.analysis import Centrality, centrality

    _run("centrality", centrality, Centrality, **options)


@analyze.command()
@_options
def brokers(**options: Any) -> None:
    """Who links those that have no tie of their own, by roles between sides (Gould and Fernandez 1989)."""
    from dragoman.queries.analysis import Brokerage, brokers

    _run("brokerage", brokers, Brokerage, **options)


def _run(
    name: str,
    analysis: Callable[[networkx.MultiDiGraph[str]], Sequence[Any]],
    kind: type,
    *,
    inputs: tuple[str, ...],
    since: str | None,
    graphml: str | None,
    form: str,
    limit: int,
    uri: str | None,
    user: str | None,
    database: str | None,
) -> None:
    from dragoman.queries.results import Rows

    network, why = _network(inputs, since, uri, user, database)
    found = analysis(network)
    if graphml:
        _write_graphml(network, name, found, graphml)
    rows = Rows.of_dataclasses(kind, found[:limit])
    print_rows(form, rows.select(*(c for c in rows.columns if c not in _LEFT_OUT)) if form == "table" else rows, why)
    if len(found) > limit:
        click.echo(f"Only the first {limit} of {len(found)}; more with --limit.", err=True)


def _network(
    inputs: tuple[str, ...], since: str | None, uri: str | None, user: str | None, database: str | None
) -> tuple[networkx.MultiDiGraph[str], str]:
    """The network, and why it is empty if it is."""
    if inputs:
        from dragoman.offline import read_network

        return read_network(*inputs, since=since), ""
    from dragoman.connection import connect

    with connect(uri, user, database=database) as graph:
        network = graph.network(since=since)
        return network, "" if len(network) else absent(graph)


def _write_graphml(network: networkx.MultiDiGraph[str], name: str, found: Sequence[Any], path: str) -> None:
    from dragoman.queries.network import to_graphml

    for row in found:
        values = asdict(row)
        node = values.pop("id")
        for column in ("name", "kind"):
            values.pop(column)
        network.nodes[node].update({f"{name}_{column}": v for column, v in values.items() if v is not None})
    to_graphml(network, path)
    click.echo(f"Wrote {path}: {len(network)} entities, {network.number_of_edges()} relationships.", err=True)
