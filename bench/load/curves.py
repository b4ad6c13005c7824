"""How Dragoman's time and memory depend on the size of the graph, on hubs and on the size of a batch."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from bench.load import command, corpus
from bench.load.server import Bench

from dragoman.loader.claims import Rejects
from dragoman.loader.inputs import read_bundles
from dragoman.loader.store import load as loading
from dragoman.loader.store.loaded import Loaded

STEP = 1_000


def growth(bench: Bench, path: Path, *, until: int | None = None) -> list[tuple[float, float]]:
    """Wall and processor seconds for each thousand documents of a claims file, loaded into an empty graph.

    With `until` it ends at the first thousand that takes the graph beyond so many relationships.
    """
    bench.empty()
    seconds: list[tuple[float, float]] = []

    def now() -> tuple[float, float]:
        return time.perf_counter(), time.process_time() + bench.cpu

    begin = now()

    def note(done: Loaded) -> None:
        nonlocal begin
        if done.documents_added >= STEP * (len(seconds) + 1):
            end = now()
            seconds.append((end[0] - begin[0], end[1] - begin[1]))
            if until and bench.counts()[1] >= until:
                raise StopIteration
            begin = now()

    with suppress(StopIteration):
        loading.load(bench.driver, bench.database, read_bundles([path], rejects=Rejects()), progress=note)
    return seconds


def memory(bench: Bench, folder: Path, sizes: tuple[int, ...]) -> dict[int, float]:
    """The client's peak memory in MB, by number of documents."""
    found = {}
    for size in sizes:
        bench.empty()
        found[size] = command.load(bench, corpus.write(folder / f"memory-{size}.jsonl", size), watched=True).megabytes
    return found


def batches(bench: Bench, path: Path, sizes: tuple[int, ...]) -> dict[int, float]:
    """Seconds of a first load, by documents a transaction."""
    found = {}
    before = loading.BATCH
    for size in sizes:
        bench.empty()
        loading.BATCH = size
        try:
            begin = time.perf_counter()
            loading.load(bench.driver, bench.database, read_bundles([path], rejects=Rejects()))
            found[size] = time.perf_counter() - begin
        finally:
            loading.BATCH = before
    return found
