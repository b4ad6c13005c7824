"""`dragoman query`: the canned queries from the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.options import connection_options, typed
from dragoman.cli.rows import absent, print_rows
from dragoman.errors import DragomanError
from dragoman.queries.catalog import Query, catalog, get_query
from dragoman.queries.parameters import Parameter

if TYPE_CHECKING:
    from dragoman.connection import Graph

FORMATS = ("table", "csv", "json", "jsonl", "url")
LIMIT = 1_000
TIMEOUT = 60.0


class Queries(click.Group):
    """A command for each query of the catalogue; its options are the query's parameters."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(catalog())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return _command(get_query(cmd_name))


@click.group()
def query() -> None:
    """Canned queries: each answers one question and shows the sentences behind every row."""


@query.command("list")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def list_(form: str) -> None:
    """List the queries by theme."""
    queries = catalog().values()
    if form == "json":
        click.echo(json.dumps([one.describe() for one in queries], ensure_ascii=False, indent=2))
        return
    width = max(len(one.name) for one in queries)
    for theme, group in groupby(queries, key=lambda one: one.theme):
        click.echo(f"{theme}\n" + "".join(f"  {one.name:<{width}}  {one.title}\n" for one in group))
    click.echo("Run one: dragoman query run NAME; its parameters: dragoman query run NAME --help")


@query.command()
@click.argument("name")
def show(name: str) -> None:
    """Print a query with its example's parameters, ready to paste into the Neo4j Browser.

    Entities are given by the exact names that the graph has, where a server can be asked for them.
    """
    from dragoman.queries.browser import pasteable

    one = get_query(name)
    click.echo(pasteable(one, _example(one)), nl=not one.text.endswith("\n"))
    if one.parameters:
        click.echo("Run the :param lines first, then the statement, so that the Browser shows its rows.", err=True)


def _example(one: Query) -> Mapping[str, object]:
    """The parameters of a query's example, entities by name as the graph has it."""
    from dragoman.connection import connect
    from dragoman.queries.parameters import bind
    from dragoman.queries.run import named

    values = bind(one.name, one.parameters, one.example)
    if not any(p.type == "entity" and values[p.name] for p in one.parameters):
        return values
    try:
        with connect() as graph:
            return named(graph.driver, graph.database, one, one.example)
    except DragomanError:
        click.echo("No graph has these names; the Browser takes an id or an exact name: dragoman find TEXT", err=True)
        return values


@query.group(cls=Queries, invoke_without_command=True, subcommand_metavar="NAME [--PARAMETER VALUE]...")
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run a query and print its rows; entities by id or in any spelling of their names.

    Exit status: 0 done, also with no rows; 2 a parameter is missing, wrong or ambiguous; 7 the statement would write.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _command(one: Query) -> click.Command:
    def call(
        form: str, limit: int, timeout: float, uri: str | None, user: str | None, database: str | None, **given: Any
    ) -> None:
        from dragoman.connection import connect
        from dragoman.queries.run import resolved
        from dragoman.queries.run import run as run_query

        params = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
        params = {name: value for name, value in params.items() if value not in (None, [])}
        with connect(uri, user, database=database) as graph:
            if form == "url":
                values = resolved(graph.driver, graph.database, one, params)
                click.echo(_url(graph, one, values, user))
                return
            rows = run_query(graph.driver, graph.database, one, params, limit=limit, timeout=timeout)
            why = "" if len(rows) else absent(graph)
        print_rows(form, rows, why)
        if not rows.complete:
            click.echo(f"Only the first {limit} rows; more with --limit.", err=True)

    options = [_option(parameter) for parameter in one.parameters] + _common()
    example = " ".join(f"--{name.replace('_', '-')} {_quoted(value)}" for name, value in one.example.items())
    command = click.Command(
        one.name,
        callback=call,
        params=options,
        help=f"{one.title}.\n\n{one.description}",
        short_help=one.title,
        epilog=f"Example: dragoman query run {one.name} {example}".rstrip(),
    )
    return connection_options(command)


def _option(parameter: Parameter) -> click.Option:
    default = "" if parameter.required or parameter.default is None else f" [default: {parameter.default}]"
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", parameter.name],
        type=typed,
        metavar=parameter.type.upper(),
        multiple=parameter.type == "list",
        help=f"{parameter.description}{' [required]' if parameter.required else default}",
    )


def _common() -> list[click.Parameter]:
    return [
        click.Option(["--format", "form"], type=click.Choice(FORMATS), default="table", show_default=True),
        click.Option(["--limit"], type=click.IntRange(1), default=LIMIT, show_default=True, help="At most N rows."),
        click.Option(
            ["--timeout"], type=click.FloatRange(0, min_open=True), default=TIMEOUT, help="Seconds. [default: 60]"
        ),
    ]


def _quoted(value: object) -> str:
    import shlex

    return shlex.quote(str(value))


def _url(graph: Graph, one: Query, values: Mapping[str, object], user: str | None) -> str:
    from dragoman.queries.browser import browser_url

    info = graph.driver.get_server_info()
    host, port = info.address[0], info.address[1]
    host = f"[{host}]" if ":" in str(host) else str(host)
    if not graph.browser:
        click.echo(f"Taking the Browser to be at its usual port: http://{host}:7474", err=True)
    return browser_url(
        graph.browser or f"http://{host}:7474",
        f"{'bolt+s' if graph.driver.encrypted else 'bolt'}://{host}:{port}",
        one.short,
        values,
        database=graph.database or "neo4j",
        user=user or os.environ.get("DRAGOMAN_NEO4J_USER") or "neo4j",
    )
