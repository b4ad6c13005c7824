"""`dragoman check`: the graph's health, or that of claims files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from dragoman.cli.options import connection_options
from dragoman.cli.progress import counting, counting_each, tell
from dragoman.errors import Exit, UsageError

Finding = dict[str, object]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--repair", is_flag=True, help="Bring the graph back to what its claims say; tell what can't be.")
@connection_options
def check(
    files: tuple[str, ...], form: str, repair: bool, uri: str | None, user: str | None, database: str | None
) -> None:
    """Check the graph: that it says what its claims say and nothing else.

    With FILE…, check claims files instead, without a server.

    Exit status: 0 all is well, 1 there are findings, with --repair after the repair.
    """
    if repair and files:
        raise UsageError("--repair mends the graph; the rejects file of a load is what to mend of a claims file")
    found = 0
    with _writer(form) as write:

        def tell_of(finding: Finding) -> None:
            nonlocal found
            found += 1
            write(finding)

        if files:
            _check_files(files, tell_of)
        else:
            for finding in _graph(uri, user, database, repair=repair):
                tell_of(finding)
    if form == "text":
        tell(f"{found:,} finding{'s' * (found != 1)}")
    if found:
        sys.exit(Exit.FINDINGS)


@contextmanager
def _writer(form: str) -> Iterator[Callable[[Finding], None]]:
    """Writes findings as they come: as lines, or as one JSON array."""
    if form == "text":
        from dragoman.queries.results import printable

        yield lambda finding: click.echo(printable(finding["text"]))
        return
    import orjson

    lead = "[\n"

    def write(finding: Finding) -> None:
        nonlocal lead
        click.echo(lead + orjson.dumps(finding).decode(), nl=False)
        lead = ",\n"

    yield write
    click.echo("[]" if lead[0] == "[" else "\n]")


def _graph(uri: str | None, user: str | None, database: str | None, *, repair: bool) -> Iterator[Finding]:
    from dragoman.cli.waits import waits_told
    from dragoman.connection import connect
    from dragoman.loader.store.absence import absence
    from dragoman.loader.store.check import check as check_graph
    from dragoman.loader.store.repair import repair as repair_graph

    with connect(uri, user, database=database) as graph, waits_told(), counting_each("documents read") as count:
        if (nothing := absence(graph.driver, graph.database)) and not nothing.prepared:
            tell(nothing.reason)
            return
        if repair:
            before, found = repair_graph(graph.driver, graph.database, count)
        else:
            before, found = [], check_graph(graph.driver, graph.database, count)
    for finding in before:
        tell(f"repaired: {finding}" if finding not in found else f"not repaired: {finding}")
    for finding in found:
        yield {**finding.to_dict(), "text": str(finding)}


def _check_files(files: tuple[str, ...], tell_of: Callable[[Finding], None]) -> None:
    from dragoman.loader.claims import Reject, Rejects, read_claims

    def told(reject: Reject) -> None:
        tell_of({"file": reject.file, "line": reject.line, "message": reject.reason, "text": str(reject)})

    for name in files:
        if name != "-" and not Path(name).exists():
            raise UsageError(f"{name}: no such file or folder")
    paths = [p for f in files for p in (sorted(Path(f).rglob("*.jsonl")) if Path(f).is_dir() else [Path(f)])]
    ignored = Rejects()
    for path in paths:
        rejects = Rejects(each=told, ignored=ignored.ignored)
        with counting("documents") as count:
            for done, _ in enumerate(read_claims("-" if str(path) == "-" else path, rejects=rejects), 1):
                count(done)
        counts = ", ".join(f"{count.accepted} {kind} records" for kind, count in rejects.counts.items() if count.read)
        tell(f"{path}: {counts or 'no records'}, {rejects.total} rejected")
    for warning in ignored.warnings:
        tell(warning)
    if not paths:
        tell(f"{', '.join(files)}: no claims files (.jsonl) found")
