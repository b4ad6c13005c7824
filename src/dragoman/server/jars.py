"""Neo4j's jars: a function of the lock file `jars.tsv`, fetched once into the user's cache.

jgo knows where a Maven artifact lives; one kept session, retries, a checksum on every file and a rename at the end make
it fast and safe to interrupt. A file in the cache that is not what the lock says is fetched again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DownloadError
from dragoman.server.mirror import Mirror, mirror

if TYPE_CHECKING:
    import requests
    from jgo.maven import MavenContext

CONNECTIONS = 6
"""Files fetched at a time."""

TRIES = 3
"""How often a file is asked for when its content breaks off or is not what the lock says."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock: a Maven artifact, its checksum and its size in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    packaging: str
    sha256: str
    size: int

    @property
    def path(self) -> Path:
        """The place of the file below a repository or a cache."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        name = f"{self.artifact}-{self.version}{suffix}.{self.packaging}"
        return Path(*self.group.split("."), self.artifact, self.version, name)


@cache
def locked_jars(lock: Path | None = None) -> tuple[Jar, ...]:
    """The jars of the local Neo4j, in the order of its class path, as a lock file has them."""
    lines = (lock or files("dragoman.server") / "jars.tsv").read_text("utf-8").splitlines()[1:]
    return tuple(_jar(*line.split("\t")) for line in lines)


def _jar(group: str, artifact: str, version: str, classifier: str, packaging: str, sha256: str, size: str) -> Jar:
    return Jar(group, artifact, version, classifier, packaging, sha256, int(size))


def neo4j_version(jars: Sequence[Jar] | None = None) -> str:
    """The version of Neo4j that the lock holds."""
    return next(jar.version for jar in jars or locked_jars() if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))


def cache_folder() -> Path:
    """The folder that holds what was fetched, below the user's cache; one folder a version of Neo4j."""
    from platformdirs import user_cache_path

    return user_cache_path("dragoman", appauthor=False) / "neo4j"


def fetch(
    jars: Sequence[Jar] | None = None, folder: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """Makes sure that each jar is in the cache, and gives their paths in order.

    On a terminal it shows how far it is; `tell` hears of jars that are damaged. Raises `DownloadError` when the cache
    can't be used, the repository does not answer, or a file is not the locked one.
    """
    wanted = jars or locked_jars()
    place = folder or cache_folder() / neo4j_version(wanted)
    try:
        place.mkdir(parents=True, exist_ok=True)
        missing = [jar for jar in wanted if not _is_intact(place / jar.path, jar)]
        damaged = [place / jar.path for jar in missing if (place / jar.path).exists()]
        for path in damaged:
            tell(f"{path}: this fetched file was damaged (its sha256 is not the locked one); it is fetched again.")
        if missing:
            _fetch_missing(missing, place)
    except DownloadError as error:
        if not damaged:
            raise
        names = ", ".join(path.name for path in damaged[:3]) + (" …" if len(damaged) > 3 else "")
        raise DownloadError(
            f"{place}: {names}: damaged in the cache (sha256 mismatch), and can't be fetched again. {error}"
        ) from None
    except OSError as error:
        reason = error.strerror or error
        raise DownloadError(
            f"{place}: the cache folder can't be used ({reason}); remove what is in its way, make room, "
            "or set XDG_CACHE_HOME to another folder."
        ) from None
    return [place / jar.path for jar in wanted]


def _is_intact(path: Path, jar: Jar) -> bool:
    try:
        return path.stat().st_size == jar.size and hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256
    except FileNotFoundError:
        return False


def _fetch_missing(jars: Sequence[Jar], folder: Path) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    source = mirror()
    context = _context(folder, source)
    session = _session(source)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with (
        session,
        Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress,
        ThreadPoolExecutor(CONNECTIONS) as pool,
    ):
        task = progress.add_task(f"Fetching Neo4j {neo4j_version()}", total=sum(jar.size for jar in jars))

        stopped = threading.Event()

        def advance(size: int) -> None:
            if stopped.is_set():
                raise DownloadError("stopped, since another file failed")
            progress.advance(task, size)

        futures = [pool.submit(_fetch_one, jar, folder, context, session, advance) for jar in jars]
        try:
            for future in futures:
                future.result()
        except BaseException:
            stopped.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _context(folder: Path, source: Mirror | None) -> MavenContext:
    """jgo's notion of repository and cache; its default repository unless the user's settings name a mirror."""
    from jgo.maven import MavenContext

    return MavenContext(repo_cache=folder, remote_repos={source.id: source.url} if source else None)


def _session(source: Mirror | None) -> requests.Session:
    """One session for all files: connections are kept, a busy server is asked again after a pause."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    session = requests.Session()
    if source and source.user:
        session.auth = (source.user, source.password)
    retry = Retry(
        total=4, connect=2, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), raise_on_status=False
    )
    adapter = HTTPAdapter(pool_maxsize=CONNECTIONS, max_retries=retry)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _fetch_one(
    jar: Jar, folder: Path, context: MavenContext, session: requests.Session, advance: Callable[[int], None]
) -> None:
    """Brings one jar into the cache: beside its place first, then renamed, so that half a file never counts."""
    import requests

    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    artifact = component.artifact(jar.classifier, jar.packaging)
    repository, base = next(iter(context.remote_repos.items()))
    url = f"{base}/{component.path_prefix.as_posix()}/{artifact.filename}"
    target = folder / jar.path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    found = cause = ""
    for _ in range(TRIES):
        received = 0
        try:
            with session.get(url, stream=True, timeout=(10, 60)) as response, part.open("wb") as file:
                if response.status_code != requests.codes.ok:
                    cause = f"it answers {response.status_code}"
                    break
                digest = hashlib.sha256()
                for chunk in response.iter_content(1 << 16):
                    file.write(chunk)
                    digest.update(chunk)
                    received += len(chunk)
                    advance(len(chunk))
            found = digest.hexdigest()
            if found == jar.sha256:
                part.replace(target)
                return
        except requests.ConnectionError:
            cause = "it can't be reached"
        except requests.RequestException as error:
            cause = f"the transfer broke off: {type(error).__name__}"
        finally:
            part.unlink(missing_ok=True)
        advance(-received)
    if found:
        raise DownloadError(
            f"{target.name} from the repository {repository!r} has the sha256 {found}, expected {jar.sha256}; it was "
            "not kept. Try again; if it stays so, a proxy or mirror on the way changes files."
        )
    raise DownloadError(
        f"{target.name} can't be fetched from the repository {repository!r}: {cause}. Neo4j is fetched once, from "
        "Maven's central repository or the mirror that ~/.m2/settings.xml names: see to the network, then try again."
    )
