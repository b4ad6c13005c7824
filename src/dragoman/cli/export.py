"""`dragoman export`: the claims as they were loaded, or the whole graph for comparison."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from dragoman.cli.options import connection_options, in_a_folder, is_plain
from dragoman.cli.progress import tell
from dragoman.cli.rows import absent

if TYPE_CHECKING:
    from dragoman.connection import Graph


@click.group()
def export() -> None:
    """Export the claims, or the whole graph for comparison."""


_output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="A file instead of standard output.",
)


def _opened(output: Path | None) -> AbstractContextManager[IO[bytes]]:
    opened: AbstractContextManager[IO[bytes]] = click.open_file(str(output or "-"), "wb", atomic=is_plain(output))
    return opened


def _tell_absence(graph: Graph) -> None:
    if why := absent(graph):
        tell(why)


@export.command()
@_output
@connection_options
def claims(output: Path | None, uri: str | None, user: str | None, database: str | None) -> None:
    """The claims file of all that is loaded: loading it into an empty graph gives the same graph."""
    from dragoman.connection import connect
    from dragoman.loader.claims import write_claims
    from dragoman.loader.store.export import export_claims

    with connect(uri, user, database=database) as graph, _opened(output) as stream:
        write_claims(stream, export_claims(graph.driver, graph.database))
        _tell_absence(graph)


@export.command()
@_output
@connection_options
def canonical(output: Path | None, uri: str | None, user: str | None, database: str | None) -> None:
    """The whole graph as sorted JSON Lines, without internal ids and load times: equal graphs give equal bytes."""
    from dragoman.connection import connect
    from dragoman.loader.store.export import export_canonical

    with connect(uri, user, database=database) as graph, _opened(output) as stream:
        for line in export_canonical(graph.driver, graph.database):
            stream.write(line)
        _tell_absence(graph)
