"""`dragoman check`: the graph's health, or that of claims files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dragoman.cli.options import connection_options
from dragoman.cli.progress import tell
from dragoman.errors import Exit


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@connection_options
def check(files: tuple[str, ...], form: str, uri: str | None, user: str | None, database: str | None) -> None:
    """Check the graph: that it says what its claims say and nothing else.

    With FILE…, check claims files instead, without a server.

    Exit status: 0 all is well, 1 there are findings.
    """
    findings = _files(files) if files else _graph(uri, user, database)
    if form == "json":
        import orjson

        click.echo(orjson.dumps(findings, option=orjson.OPT_INDENT_2).decode())
    else:
        for finding in findings:
            click.echo(finding["text"])
        tell(f"{len(findings)} finding{'s' * (len(findings) != 1)}")
    if findings:
        sys.exit(Exit.FINDINGS)


def _graph(uri: str | None, user: str | None, database: str | None) -> list[dict[str, object]]:
    from dragoman.connection import connect
    from dragoman.loader.store.check import check as check_graph

    with connect(uri, user, database=database) as graph:
        found = check_graph(graph.driver, graph.database)
    return [{**f.to_dict(), "text": f"{f.kind}: {f.where}: {f.message}"} for f in found]


def _files(files: tuple[str, ...]) -> list[dict[str, object]]:
    from dragoman.loader.claims import Rejects, read_claims

    found: list[dict[str, object]] = []
    paths = [p for f in files for p in (sorted(Path(f).rglob("*.jsonl")) if Path(f).is_dir() else [Path(f)])]
    for path in paths:
        rejects = Rejects()
        for _ in read_claims("-" if str(path) == "-" else path, rejects=rejects):
            pass
        for warning in rejects.warnings:
            tell(warning)
        found += [{"file": r.file, "line": r.line, "message": r.reason, "text": str(r)} for r in rejects.kept]
        counts = ", ".join(f"{count.accepted} {kind} records" for kind, count in rejects.counts.items() if count.read)
        tell(f"{path}: {counts or 'no records'}, {rejects.total} rejected")
    return found
