"""`dragoman server`: the local Neo4j from the command line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from dragoman.errors import Exit, NoServerError, WouldWriteError

PORT = click.IntRange(1, 65535)


@click.group()
def server() -> None:
    """A local Neo4j: fetched once, run in a folder of its own (DRAGOMAN_HOME), open to this machine only.

    What is fetched and run is Neo4j Community, under its makers' licence (GPL version 3).
    """


@server.command()
@click.option("--memory", metavar="SIZE", help="Heap, as 256m or 1g (also DRAGOMAN_SERVER_MEMORY). [default: 1g]")
@click.option("--bolt-port", type=PORT, help="Port for queries. [default: a free one, then kept]")
@click.option("--http-port", type=PORT, help="Port for the Neo4j Browser. [default: a free one, then kept]")
def start(memory: str | None, bolt_port: int | None, http_port: int | None) -> None:
    """Start the server and wait until it answers; fetch it first if need be.

    Exit status: 0 it runs (also when it ran before), 3 a port is taken or it does not come up, 6 it can't be fetched.
    """
    from dragoman import server as local

    running = local.start(memory=memory, bolt_port=bolt_port, http_port=http_port, tell=_tell)
    click.echo(f"Neo4j answers at {running.uri}")
    click.echo(f"Browser: {running.browser}")
    _tell('Connection for a shell: eval "$(dragoman server env)"')


@server.command()
def stop() -> None:
    """Stop the server and wait until it has ended. Nothing is lost."""
    from dragoman import server as local

    click.echo("Stopped." if local.stop() else "No server runs.")


@server.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status(form: str) -> None:
    """Say whether the server runs, and where.

    Exit status: 0 it runs, 3 it does not.
    """
    from dragoman import server as local

    known = local.status()
    fields = {name: value for name, value in asdict(known).items() if form == "json" or value}
    if form == "json":
        click.echo(json.dumps(fields, indent=2))
    else:
        width = max(len(name) for name in fields)
        for name, value in fields.items():
            click.echo(f"{name:<{width}}  {value}")
    if known.state in ("stopped", "absent"):
        sys.exit(Exit.NO_SERVER)


@server.command()
def env() -> None:
    """Print the connection as shell lines, password included.

    For a shell: eval "$(dragoman server env)"
    """
    import shlex

    from dragoman import server as local

    reached = local.local_server() if local.status().state == "running" else None
    if reached is None:
        raise NoServerError("No local server runs; start it with `dragoman server start`.")
    for name in ("uri", "user", "password", "database"):
        value = shlex.quote(getattr(reached, name)).strip("'")
        click.echo(f"export DRAGOMAN_NEO4J_{name.upper()}='{value}'")


@server.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--cache", is_flag=True, help="Remove the fetched Neo4j too, which all homes share.")
def remove(yes: bool, cache: bool) -> None:
    """Stop the server and remove its database, password and ports for good.

    Exit status: 2 when other servers run from what --cache is to remove, 7 when it was not confirmed.
    """
    from dragoman import server as local

    if not yes:
        question = f"Remove the database in {local.status().home} with all that is loaded?"
        if not sys.stdin.isatty():
            raise WouldWriteError(f"{question} Say so with --yes.")
        if not click.confirm(question, err=True):
            raise WouldWriteError("Nothing was removed.")
    removed = local.remove(cache=cache)
    for folder in removed:
        click.echo(f"Removed {folder}")
    if not removed:
        click.echo("There was nothing to remove.")


def _tell(message: str) -> None:
    click.echo(message, err=True)
