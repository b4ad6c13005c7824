"""The local server as a process: a real Neo4j, in homes of the tests' own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import psutil
import pytest

from dragoman import server
from dragoman.errors import Exit, NoServerError, UsageError
from dragoman.server import LocalServer, ports
from dragoman.server.home import find_home

START = "import sys; from dragoman import server; print(server.start(sys.argv[1], memory='256m').uri)"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose server runs, or was stopped by a test that says so; it never outlives the tests."""
    folder = tmp_path_factory.mktemp("home")
    yield folder
    server.stop(folder)


@pytest.fixture
def running(home: Path) -> LocalServer:
    return start(home)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def start(home: Path, bolt_port: int | None = None, tell: Callable[[str], None] = lambda _: None) -> LocalServer:
    return server.start(home, memory="256m", bolt_port=bolt_port, dies_with_caller=True, tell=tell)


def ask(local: LocalServer, query: str, **parameters: object) -> list[list[object]]:
    with neo4j.GraphDatabase.driver(local.uri, auth=(local.user, local.password)) as driver:
        result = driver.execute_query(query, parameters_=parameters, database_=local.database)
        return [record.values() for record in result.records]


def test_a_started_server_answers_and_is_the_locked_version(home: Path, running: LocalServer) -> None:
    assert ask(running, "CALL dbms.components() YIELD versions RETURN versions[0]") == [[server.status(home).neo4j]]
    assert server.status(home).state == "running"


def test_a_second_start_finds_the_one_that_runs(home: Path, running: LocalServer) -> None:
    said: list[str] = []
    before = server.status(home).pid
    assert start(home, tell=said.append) == running
    assert server.status(home).pid == before
    assert said == [f"A server runs already (process {before})."]


def test_a_start_that_asks_a_running_server_for_another_port_is_told_that_it_keeps_its_own(
    home: Path, running: LocalServer
) -> None:
    said: list[str] = []
    kept = int(running.uri.rpartition(":")[2])
    assert start(home, bolt_port=kept + 1, tell=said.append) == running
    assert said[1:] == [
        f"It keeps its Bolt port {kept}, not {kept + 1}: stop it first (`dragoman server stop`), then start it anew."
    ]
    said.clear()
    start(home, bolt_port=kept, tell=said.append)
    assert len(said) == 1


def test_what_java_unpacks_stays_in_the_home_and_goes_with_a_stop(home: Path, running: LocalServer) -> None:
    arguments = psutil.Process(server.status(home).pid).cmdline()
    assert f"-Djava.io.tmpdir={home / 'neo4j' / 'tmp'}" in arguments
    (home / "neo4j" / "tmp" / "unpacked").mkdir(exist_ok=True)
    server.stop(home)
    assert list((home / "neo4j" / "tmp").iterdir()) == []


def test_it_listens_on_this_machine_only(home: Path, running: LocalServer) -> None:
    process = psutil.Process(server.status(home).pid)
    listening = [c.laddr for c in process.net_connections() if c.status == psutil.CONN_LISTEN]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert len(listening) == 2


def test_the_password_is_in_no_argument_environment_or_log(home: Path, running: LocalServer) -> None:
    process = psutil.Process(server.status(home).pid)
    assert running.password not in " ".join([*process.cmdline(), *process.environ().values()])
    holding = [path for path in home.rglob("*") if path.is_file() and running.password.encode() in path.read_bytes()]
    assert [path.name for path in holding] == ["password"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "http://[::1]:{port}/", "file:///etc/hostname"])
def test_a_query_reads_no_address_and_no_file(address: str, running: LocalServer) -> None:
    url = address.format(port=running.browser.split(":")[2].split("/")[0])
    with pytest.raises(neo4j.exceptions.ClientError, match=r"is blocked via|allow_csv_import_from_file_urls. is false"):
        ask(running, "LOAD CSV FROM $url AS line RETURN line", url=url)


def test_the_browser_is_served(running: LocalServer) -> None:
    import requests

    assert "<title>Neo4j Browser</title>" in requests.get(running.browser, timeout=30).text


def test_a_killed_server_loses_nothing_and_keeps_its_ports(home: Path, running: LocalServer) -> None:
    ask(running, "UNWIND range(1, 5000) AS i CREATE (:Kept {i: i})")
    os.kill(server.status(home).pid, signal.SIGKILL)
    again = start(home)
    assert again == running
    assert ask(again, "MATCH (n:Kept) RETURN count(n)") == [[5000]]


@pytest.mark.usefixtures("running")
def test_a_stopped_server_is_gone_and_a_second_stop_finds_none(home: Path) -> None:
    process = psutil.Process(server.status(home).pid)
    assert server.stop(home)
    # One whose first process asks after nobody stays a zombie: it has ended all the same.
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    assert server.status(home).state == "stopped"
    assert not server.stop(home)


def test_a_server_whose_starter_was_killed_early_is_found(home: Path, running: LocalServer) -> None:
    place = find_home(home)
    state = place.state()
    assert state is not None
    place.remember(state.at_rest())
    assert server.status(home).pid == state.pid
    assert start(home) == running


def test_a_failed_start_gives_neo4js_reason_and_leaves_nothing_running(tmp_path: Path) -> None:
    start(tmp_path)
    server.stop(tmp_path)
    (tmp_path / "neo4j" / "data" / "databases" / "system" / "neostore").write_bytes(b"?" * 8192)
    with pytest.raises(NoServerError, match=r"Neo4j ended while it started: .*metadata store.* \(see .*neo4j\.log\)"):
        start(tmp_path)
    assert server.status(tmp_path).state == "stopped"


def test_two_starts_at_once_start_one_server_that_outlives_them(home: Path) -> None:
    server.stop(home)
    command = [sys.executable, "-c", START, str(home)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate(timeout=300)[0] for process in starts]  # Ends only if the pipes are not held open.
    assert answers[0] == answers[1] == server.status(home).uri + "\n"
    serving = [
        p for p in psutil.process_iter(["cmdline"]) if f"--home-dir={home / 'neo4j'}" in (p.info["cmdline"] or [])
    ]
    assert [process.pid for process in serving] == [server.status(home).pid]


def test_a_port_that_is_asked_for_and_taken_is_an_error(home: Path, taken: int) -> None:
    server.stop(home)
    with pytest.raises(NoServerError, match=f"Port {taken} is taken") as caught:
        start(home, bolt_port=taken)
    assert caught.value.exit == Exit.NO_SERVER
    assert server.status(home).state == "stopped"


def test_a_kept_port_that_is_taken_now_is_left_for_another(home: Path) -> None:
    before = start(home)
    server.stop(home)
    said: list[str] = []
    with socket.create_server(("127.0.0.1", int(before.uri.rpartition(":")[2]))):
        after = start(home, tell=said.append)
    assert after.uri != before.uri
    assert after.browser == before.browser
    assert "is taken by another program" in said[0]


def test_a_port_lost_to_another_program_in_between_is_replaced(
    tmp_path: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks = iter([taken])
    pick = ports.pick
    monkeypatch.setattr(ports, "pick", lambda but: next(picks, None) or pick(but))
    try:
        assert ask(start(tmp_path), "RETURN 1") == [[1]]
    finally:
        server.stop(tmp_path)


def test_a_removal_takes_the_database_and_nothing_else(home: Path) -> None:
    start(home)
    (home / "notes.txt").touch()
    assert server.remove(home) == [home / "neo4j"]
    assert server.status(home).state == "absent"
    assert [path.name for path in home.iterdir()] == ["notes.txt"]
    assert server.remove(home) == []


def test_a_removal_with_the_cache_takes_the_jars_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (server.cache_folder() / "5.0.0").mkdir(parents=True)
    assert server.remove(tmp_path / "home", cache=True) == [server.cache_folder()]
    assert not server.cache_folder().exists()


def test_a_removal_leaves_the_jars_that_another_server_runs_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    jar = server.cache_folder() / "5.0.0" / "neo4j.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    code = "import sys; held = open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code, jar], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(UsageError, match=rf"process ids: {other.pid}\), so nothing was removed"):
            server.remove(tmp_path / "home", cache=True)
        assert jar.exists()


def test_a_removal_leaves_a_folder_of_someone_else(tmp_path: Path) -> None:
    (tmp_path / "neo4j").mkdir()
    with pytest.raises(UsageError, match="not of Dragoman's making"):
        server.remove(tmp_path)


def test_without_the_extra_a_start_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install '\.\[server\]'"):
        start(tmp_path)
