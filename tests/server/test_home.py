"""The home folder: what it remembers, and what it keeps to itself."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dragoman.errors import DragomanError, LoginError, UsageError
from dragoman.server.home import State, find_home, local_server
from dragoman.server.java import Memory

STATE = State(bolt_port=21001, http_port=21002)


def test_a_home_that_never_had_a_server_has_no_connection(tmp_path: Path) -> None:
    assert local_server(tmp_path / "home") is None
    assert not (tmp_path / "home").exists()


def test_the_environment_names_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path))
    assert find_home().root == tmp_path


def test_the_connection_is_read_from_the_home_and_hides_its_password(tmp_path: Path) -> None:
    home = find_home(tmp_path)
    home.prepare(STATE)
    server = local_server(tmp_path)
    assert server is not None
    assert server.uri == "bolt://127.0.0.1:21001"
    assert server.password == home.password()
    assert server.password not in repr(server)


def test_folder_and_password_are_the_owners_alone(tmp_path: Path) -> None:
    home = find_home(tmp_path)
    home.prepare(STATE)
    assert stat.S_IMODE(home.neo4j.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE((home.neo4j / "data" / "dbms" / "auth.ini").stat().st_mode) == 0o600


def test_a_folder_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "neo4j").mkdir()
    (tmp_path / "neo4j" / "thesis.txt").touch()
    with pytest.raises(UsageError, match="not of Dragoman's making"):
        find_home(tmp_path).prepare(STATE)
    assert [path.name for path in (tmp_path / "neo4j").iterdir()] == ["thesis.txt"]


def test_a_lost_password_is_told_with_the_way_out(tmp_path: Path) -> None:
    home = find_home(tmp_path)
    home.prepare(STATE)
    home.password_file.unlink()
    with pytest.raises(LoginError, match="dragoman server remove"):
        local_server(tmp_path)


def test_a_state_that_is_no_state_is_named(tmp_path: Path) -> None:
    home = find_home(tmp_path)
    home.prepare(STATE)
    home.state_file.write_text("{")
    with pytest.raises(DragomanError, match=r"server\.json: can't be read"):
        local_server(tmp_path)


@pytest.mark.parametrize(("text", "heap"), [("256m", "256m"), ("1g", "1024m"), ("512 MB", "512m"), ("2GiB", "2048m")])
def test_memory_is_read_as_people_write_it(text: str, heap: str) -> None:
    assert Memory.of(text).text == heap


@pytest.mark.parametrize("text", ["64m", "lots", "1", "-1g"])
def test_memory_that_can_not_be_used_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="at least 128m"):
        Memory.of(text)


def test_memory_comes_from_the_environment_else_it_is_a_gigabyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_SERVER_MEMORY", raising=False)
    assert Memory.of(None).text == "1024m"
    monkeypatch.setenv("DRAGOMAN_SERVER_MEMORY", "300m")
    assert Memory.of(None).text == "300m"
