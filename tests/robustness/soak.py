"""Kills by the thousand and a fuzzed reader, for hours: `make soak`. It goes on where it was stopped.

What is done stands in `.soak/state.json`; remove the folder to begin anew. Exit status 1 when anything was wrong.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import neo4j

from dragoman import server
from dragoman.errors import Exit
from dragoman.loader.inputs import read_bundles
from dragoman.loader.store.load import load

from ..conftest import wipe
from .corpus import write_versions
from .kills import LocalNeo4j, canonical, findings, kill_loader, kill_server

FOLDER = Path(".soak").absolute()  # loaders run in it
COPIES = 60
LOADER_KILLS = 1_000
SERVER_KILLS = 30
FUZZED = 100_000
EXAMPLES = 2_500
"""Of each of the two fuzzing tests, in a run; the profile `soak` in `tests/conftest.py` says so."""


@dataclass
class State:
    """How far the soak is."""

    loader_kills: int = 0
    server_kills: int = 0
    completed: int = 0
    fuzzed: int = 0
    tries: int = 0
    wrong: list[str] = field(default_factory=list)

    def save(self) -> None:
        part = FOLDER / "state.part"
        part.write_text(json.dumps(asdict(self), indent=1), "utf-8")
        part.replace(FOLDER / "state.json")  # whole, whenever the soak is stopped
        told = (
            f"loader killed {self.loader_kills} times, server {self.server_kills} times, {self.completed} loads "
            f"completed, {self.fuzzed} files fuzzed, {len(self.wrong)} wrong"
        )
        sys.stdout.write(told + "\n")
        sys.stdout.flush()


def main() -> int:
    """Runs what is left of the soak."""
    FOLDER.mkdir(exist_ok=True)
    saved = FOLDER / "state.json"
    state = State(**json.loads(saved.read_text("utf-8"))) if saved.exists() else State()
    _fuzz(state)
    files = write_versions(FOLDER, COPIES)
    place = LocalNeo4j(FOLDER / "home")
    try:
        _kill(state, files, place)
    finally:
        server.stop(place.home)
    sys.stdout.writelines(f"{line}\n" for line in state.wrong)
    return 1 if state.wrong else 0


def _fuzz(state: State) -> None:
    """Runs the suite's own fuzzing tests, with other seeds and more examples."""
    tests = ["tests/loader/claims/test_bad_lines.py", "-k", "test_a_mutated_file or test_any_json_value"]
    while state.fuzzed < FUZZED:
        options = ["--quiet", "--hypothesis-profile=soak", f"--hypothesis-seed={state.fuzzed}"]
        done = subprocess.run([sys.executable, "-m", "pytest", *options, *tests], capture_output=True, check=False)
        if done.returncode:
            state.wrong.append(done.stdout.decode(errors="replace"))
        state.fuzzed += 2 * EXAMPLES
        state.save()


def _kill(state: State, files: tuple[Path, Path], place: LocalNeo4j) -> None:
    with place.start() as driver:
        _empty(driver, place.database)
        load(driver, place.database, read_bundles(files))
        undisturbed = canonical(driver, place.database)
        _empty(driver, place.database)
    while state.loader_kills < LOADER_KILLS or state.server_kills < SERVER_KILLS:
        state.tries += 1
        chance = random.Random(state.tries)
        if state.server_kills * LOADER_KILLS < state.loader_kills * SERVER_KILLS:
            driver, status = kill_server(files, place, FOLDER, chance)
            state.server_kills += 1
            expected: tuple[int, int] = (Exit.DONE, Exit.NO_SERVER)
        else:
            driver = place.start()
            status = kill_loader(files, place.environment, FOLDER, chance)
            state.loader_kills += status == -signal.SIGKILL
            expected = (Exit.DONE, -signal.SIGKILL)
        if status not in expected:
            state.wrong.append(f"try {state.tries}: the loader ended with {status} (see {FOLDER / 'load.log'})")
        with driver:
            _judge(state, driver, place.database, undisturbed if status == Exit.DONE else None)
        state.save()


def _judge(state: State, driver: neo4j.Driver, database: str, undisturbed: bytes | None) -> None:
    """After a kill the graph must be healthy, and a load that came to its end the undisturbed one; then it is wiped."""
    after = f"after {state.loader_kills} and {state.server_kills} kills"
    state.wrong += [f"{after}: {finding}" for finding in findings(driver, database)]
    if undisturbed is not None:
        state.completed += 1
        if canonical(driver, database) != undisturbed:
            state.wrong.append(f"{after}: a completed load differs from the undisturbed one")
        _empty(driver, database)


def _empty(driver: neo4j.Driver, database: str) -> None:
    with driver.session(database=database) as session:
        wipe(session)


if __name__ == "__main__":
    sys.exit(main())
