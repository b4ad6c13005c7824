"""The home of the local server: its folders, ports, password and configuration.

Below `DRAGOMAN_HOME` (the user's data folder by default) lies `neo4j/`, readable by its owner alone:
`server.json` (ports, process), `password`, `server.log`, and Neo4j's own `conf/`, `data/` and `logs/`. Reading the
connection (`local_server`) needs these files only, no server and no extra.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dragoman.errors import DragomanError, LoginError, UsageError
from dragoman.server.locking import exclusive

HOST = "127.0.0.1"
USER = "neo4j"
DATABASE = "neo4j"
HASH_ROUNDS = 1024


@dataclass(frozen=True, slots=True)
class LocalServer:
    """How to reach the local server. Its password is not shown by `repr`."""

    uri: str
    browser: str
    user: str = USER
    password: str = field(default="", repr=False)
    database: str = DATABASE


@dataclass(frozen=True, slots=True)
class State:
    """What a home remembers: its ports for good, its process while one runs, and how that was started last.

    `lock` is the file of its jars, empty for `jars.tsv`; `settings` are the lines of `neo4j.conf` that were asked for.
    """

    bolt_port: int
    http_port: int
    neo4j: str = ""
    memory: str = ""
    lock: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    pid: int = 0

    def at_rest(self) -> State:
        """The same home when no server runs."""
        return replace(self, pid=0)


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder; nothing is made until `prepare`."""

    root: Path

    @property
    def neo4j(self) -> Path:
        """The folder that is the server's, and that `remove` removes."""
        return self.root / "neo4j"

    @property
    def conf(self) -> Path:
        """The folder of Neo4j's configuration."""
        return self.neo4j / "conf"

    @property
    def log(self) -> Path:
        """What the server's process prints: nothing, unless Java itself fails."""
        return self.neo4j / "server.log"

    @property
    def neo4j_log(self) -> Path:
        """What Neo4j logs for its users."""
        return self.neo4j / "logs" / "neo4j.log"

    @property
    def state_file(self) -> Path:
        """What a home remembers, as JSON."""
        return self.neo4j / "server.json"

    @property
    def password_file(self) -> Path:
        """The generated password, readable by its owner alone."""
        return self.neo4j / "password"

    @property
    def lock_file(self) -> Path:
        """The file that a start, stop or removal holds."""
        return self.root / "server.lock"

    @property
    def bulk(self) -> Path:
        """Where a first load makes its files and a database of them; see `swap` for what lies in it."""
        return self.neo4j / "bulk"

    @property
    def bulk_lock(self) -> Path:
        """The file that a first load holds as long as its files are needed."""
        return self.neo4j / "bulk.lock"

    @property
    def temporary(self) -> Path:
        """Where Java unpacks what it needs for a while, the Browser among it."""
        return self.neo4j / "tmp"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One start, stop or removal at a time."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{self.root}: can't be a home ({error.strerror}); set DRAGOMAN_HOME.") from None
        with exclusive(self.lock_file):
            yield

    def state(self) -> State | None:
        """What the home remembers; none when no server was ever started in it. Raises `DragomanError` if unreadable."""
        try:
            return State(**json.loads(self.state_file.read_text("utf-8")))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, TypeError) as error:
            raise DragomanError(
                f"{self.state_file}: can't be read ({error}); `dragoman server remove` removes the database with it."
            ) from None

    def remember(self, state: State) -> None:
        """Writes the state so that a reader sees the old or the new one, never a part."""
        part = self.state_file.with_suffix(".part")
        part.write_text(json.dumps(asdict(state), indent=1) + "\n", "utf-8")
        part.replace(self.state_file)

    def password(self) -> str:
        """The stored password. Raises `LoginError` when it is lost."""
        try:
            return self.password_file.read_text("utf-8").strip()
        except OSError as error:
            raise LoginError(
                f"{self.password_file}: the password can't be read ({error.strerror}). Put the file back, or start "
                "afresh with `dragoman server remove`."
            ) from None

    def prepare(self, state: State) -> None:
        """Makes the folders, and for a new database a password that only its owner can read."""
        if self.neo4j.exists() and not self.state_file.exists() and any(self.neo4j.iterdir()):
            raise UsageError(
                f"{self.neo4j}: this folder is not of Dragoman's making, so nothing was changed in it; "
                "set DRAGOMAN_HOME to another folder."
            )
        self.neo4j.mkdir(mode=0o700, exist_ok=True)
        self.remember(state)
        for name in ("conf", "data/dbms", "logs", "import", "plugins"):
            (self.neo4j / name).mkdir(parents=True, exist_ok=True)
        if not (self.neo4j / "data" / "databases" / "system").exists():
            password = secrets.token_urlsafe(24)
            _write_private(self.password_file, password + "\n")
            _write_private(self.neo4j / "data" / "dbms" / "auth.ini", _login_line(password))

    def clear_temporary(self) -> None:
        """Empties the temporary folder; for when no server runs."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(exist_ok=True)

    def configure(self, state: State, page_cache: str, more: Mapping[str, str]) -> None:
        """Writes `neo4j.conf` for these ports: this machine only, no reports, no reading of files or addresses.

        `more` are other settings, which come last and count.
        """
        settings = {
            "server.default_listen_address": HOST,
            "server.bolt.listen_address": f"{HOST}:{state.bolt_port}",
            "server.bolt.advertised_address": f"{HOST}:{state.bolt_port}",
            "server.http.listen_address": f"{HOST}:{state.http_port}",
            "server.http.advertised_address": f"{HOST}:{state.http_port}",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": page_cache,
            "dbms.usage_report.enabled": "false",
            "client.allow_telemetry": "false",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
            "db.logs.query.enabled": "OFF",
            "db.tx_log.preallocate": "false",
            "db.tx_log.rotation.size": "2m",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
            "internal.server.bolt.connection_shutdown_wait_time": "0s",
            **more,
        }
        lines = ["# Written by `dragoman server start`, each time anew.", *(f"{k}={v}" for k, v in settings.items())]
        (self.conf / "neo4j.conf").write_text("\n".join(lines) + "\n", "utf-8")


def find_home(folder: Path | str | None = None) -> Home:
    """The given home, else `DRAGOMAN_HOME`, else the user's data folder."""
    chosen = folder or os.environ.get("DRAGOMAN_HOME")
    if chosen:
        return Home(Path(chosen).expanduser().absolute())
    from platformdirs import user_data_path

    return Home(user_data_path("dragoman", appauthor=False))


def local_server(home: Path | str | None = None) -> LocalServer | None:
    """How to reach the local server; none when none was ever started in this home.

    It reads the home's files and does not ask whether the server runs: a refused connection tells that.
    """
    place = find_home(home)
    state = place.state()
    return reach(place, state) if state else None


def reach(home: Home, state: State) -> LocalServer:
    """The connection of a home in a state."""
    return LocalServer(
        uri=f"bolt://{HOST}:{state.bolt_port}",
        browser=f"http://{HOST}:{state.http_port}/browser/",
        password=home.password(),
    )


def _login_line(password: str) -> str:
    """The user's line in the form that Neo4j reads at its first start.

    It is what `neo4j-admin dbms set-initial-password` writes, without the password as an argument, which every user of
    the machine could read in the list of processes.
    """
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{HASH_ROUNDS}:"


def _write_private(path: Path, text: str) -> None:
    """Writes a file that never, not for a moment, can be read by others."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
