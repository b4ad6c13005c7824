"""Fetching: the lock decides, wherever the files come from."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.errors import DownloadError, Exit
from dragoman.server.jars import Jar, cache_folder, fetch, locked_jars, neo4j_version

CONTENT = b"a jar, more or less" * 1000
JAR = Jar("org.example", "thing", "1.0", "linux", "jar", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
URL = "/maven/org/example/thing/1.0/thing-1.0-linux.jar"


@dataclass
class Repository:
    """A Maven repository on this machine. `broken` answers are cut short before a whole one is given."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    broken: int = 0
    asked: list[str] = field(default_factory=list)
    logins: set[str] = field(default_factory=set)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """The user's mirror: named by Maven's settings in the home directory that the test has."""
    served = Repository(files={URL: CONTENT})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.logins.add(self.headers.get("Authorization", ""))
            content = served.files.get(self.path)
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            if content and served.broken:
                served.broken -= 1
                content = content[:100]
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.port = server.server_port
        settings = tmp_path / ".m2" / "settings.xml"
        settings.parent.mkdir()
        settings.write_text(
            "<settings xmlns='urn:maven-settings'><mirrors><mirror><id>ours</id>"
            f"<mirrorOf>*</mirrorOf><url>http://127.0.0.1:{served.port}/maven/</url></mirror></mirrors>"
            "<servers><server><id>ours</id><username>u</username><password>${env.MIRROR_PASSWORD}</password></server>"
            "</servers></settings>"
        )
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("MIRROR_PASSWORD", "p")
        yield served
        server.shutdown()


def test_the_lock_names_each_jar_once_with_its_checksum_and_size() -> None:
    jars = locked_jars()
    assert len({jar.path for jar in jars}) == len(jars)
    assert all(len(bytes.fromhex(jar.sha256)) == 32 and jar.size > 0 for jar in jars)


def test_the_lock_holds_one_neo4j_and_its_browser() -> None:
    ours = {jar.version for jar in locked_jars() if jar.group == "org.neo4j"}
    assert ours == {neo4j_version()}
    assert "neo4j-browser" in {jar.artifact for jar in locked_jars()}


def test_jars_come_from_the_users_mirror_with_its_login(repository: Repository, tmp_path: Path) -> None:
    paths = fetch([JAR], tmp_path / "cache")
    assert [path.read_bytes() for path in paths] == [CONTENT]
    assert repository.asked == [URL]
    assert repository.logins == {"Basic dTpw"}


def test_what_is_in_the_cache_is_not_fetched_again(repository: Repository, tmp_path: Path) -> None:
    assert fetch([JAR], tmp_path / "cache") == fetch([JAR], tmp_path / "cache")
    assert len(repository.asked) == 1


def test_a_jar_damaged_in_the_cache_is_fetched_again(repository: Repository, tmp_path: Path) -> None:
    (path,) = fetch([JAR], tmp_path / "cache")
    path.write_bytes(CONTENT[:-1] + b"!")
    said: list[str] = []
    fetch([JAR], tmp_path / "cache", said.append)
    assert path.read_bytes() == CONTENT
    assert said == [f"{path}: this fetched file was damaged (its sha256 is not the locked one); it is fetched again."]


def test_a_damaged_jar_that_can_not_be_fetched_is_named_as_damaged(repository: Repository, tmp_path: Path) -> None:
    (path,) = fetch([JAR], tmp_path / "cache")
    path.write_bytes(CONTENT[:100])
    repository.files.clear()
    with pytest.raises(
        DownloadError,
        match=r"thing-1\.0-linux\.jar: damaged in the cache \(sha256 mismatch\), and can't be fetched again",
    ):
        fetch([JAR], tmp_path / "cache")


def test_a_transfer_that_breaks_off_is_tried_again(repository: Repository, tmp_path: Path) -> None:
    repository.broken = 1
    fetch([JAR], tmp_path / "cache")
    assert len(repository.asked) == 2


def test_a_jar_with_another_checksum_is_refused_and_not_kept(repository: Repository, tmp_path: Path) -> None:
    repository.files[URL] = CONTENT[:-1] + b"!"
    with pytest.raises(DownloadError, match=r"thing-1.0-linux.jar .* expected " + JAR.sha256) as caught:
        fetch([JAR], tmp_path / "cache")
    assert caught.value.exit == Exit.DOWNLOAD
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def test_a_missing_jar_is_named_with_the_answer(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"other-1.0-linux.jar .*'ours': it answers 404"):
        fetch([replace(JAR, artifact="other")], tmp_path / "cache")


@pytest.mark.usefixtures("repository")
def test_without_a_network_the_message_says_so(tmp_path: Path) -> None:
    settings = tmp_path / ".m2" / "settings.xml"
    settings.write_text(settings.read_text().replace("127.0.0.1:", "127.0.0.1:1/"))
    with pytest.raises(DownloadError, match="it can't be reached"):
        fetch([JAR], tmp_path / "cache")


def test_a_file_in_the_place_of_the_cache_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    with pytest.raises(DownloadError, match=r"cache: the cache folder can't be used.*XDG_CACHE_HOME"):
        fetch([JAR], tmp_path / "cache")


def test_the_cache_lies_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder().is_relative_to(tmp_path)
