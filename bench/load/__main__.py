"""Runs the benchmark and prints its tables; the server lives in a temporary home and ends with the run."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bench.load import bare, command, corpus, curves, graph, offline_import, peers
from bench.load.server import Bench, running

from dragoman.loader.store.export import export_canonical

PARTS = ("loaders", "again", "changes", "growth", "hub", "memory", "batches", "bulk")


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall time and processor time of one load."""

    seconds: float
    cpu: float


@dataclass(slots=True)
class Subject:
    """One loader: what it does, how many nodes and relationships it is to make, and how long it took."""

    name: str
    load: Callable[[], Cost]
    counts: tuple[int, int]
    costs: list[Cost] = field(default_factory=list)
    found: tuple[int, int] = (0, 0)
    again: str = ""

    @property
    def rate(self) -> float:
        """Nodes and relationships a second, at the median time."""
        return sum(self.counts) / statistics.median(c.seconds for c in self.costs)

    @property
    def frugality(self) -> float:
        """Nodes and relationships for a second of processor time, the client's and the server's."""
        return sum(self.counts) / statistics.median(c.cpu for c in self.costs)


def main() -> None:
    """Parses the options and runs what they ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="of the corpus (10,000)")
    parser.add_argument("--repeat", type=int, default=3, help="of each loader; the median counts (3)")
    parser.add_argument("--peers", type=int, default=10_000, help="relationships that slow peers get (10,000; 0: none)")
    parser.add_argument("--until", type=int, default=0, help="let the graph grow to so many relationships")
    parser.add_argument("--memory", default="1g", help="the server's heap (1g)")
    parser.add_argument("parts", nargs="*", default=[], help=f"some of {', '.join(PARTS)}; all without")
    options = parser.parse_args()
    parts = options.parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        parser.error(f"{', '.join(sorted(unknown))}: no such part; use some of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        path = corpus.write(place / "corpus.claims.jsonl", options.documents)
        with running(place / "server", options.memory) as bench:
            rust = "with" if find_spec("neo4j._codec.packstream._rust") else "without"
            say(f"{options.documents} documents, the hub in {corpus.hub_share(1_000):.0%} of the claims;")
            say(f"heap {options.memory}; everyone {rust} neo4j-rust-ext; {options.repeat} runs, medians")
            warm_up(bench, place)
            if "loaders" in parts:
                loaders(bench, place, path, options)
            if "again" in parts:
                again(bench, place, path, options)
            if "changes" in parts:
                changes(bench, place, path, options)
            if "growth" in parts:
                grow(bench, place, path, options)
            if "hub" in parts:
                hub(bench, place)
            if "memory" in parts:
                sizes = (options.documents // 4, options.documents)
                for size, megabytes in curves.memory(bench, place, sizes).items():
                    say(f"client's peak memory, {size} documents: {megabytes:.0f} MB")
            if "batches" in parts:
                batches(bench, place, options)
            if "bulk" in parts:
                bulk(bench, place, path, options)


def say(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warm_up(bench: Bench, place: Path) -> None:
    """Loads once what nobody measures, so that Java has compiled what all need."""
    small = corpus.write(place / "small.claims.jsonl", 1_500)
    command.load(bench, small)
    command.load(bench, corpus.write_shuffled(place / "small-mixed.claims.jsonl", small))
    made = graph.read(export_canonical(bench.driver, bench.database))
    for merge in (True, False):
        bench.empty()
        bare.load(bench, made, merge=merge)


def loaders(bench: Bench, place: Path, path: Path, options: argparse.Namespace) -> None:
    """Every loader in turn, `repeat` times; then each once more over what it made."""
    one = corpus.write(place / "one.claims.jsonl", 1)
    bench.empty()
    command.load(bench, path)
    made = graph.read(export_canonical(bench.driver, bench.database))
    startup = statistics.median(command.load(bench, one).seconds for _ in range(3))
    domain = made.domain()
    part = made.domain(options.peers or 1)
    say(f"the graph: {made.counts[0]} nodes, {made.counts[1]} relationships;")
    say(f"of them entities and what joins them: {domain.counts[0]} nodes, {domain.counts[1]} relationships")
    say(f"start-up and connection of `dragoman load`: {startup:.2f} s")

    def timed(act: Callable[[], object]) -> Cost:
        begin, used, client = time.perf_counter(), bench.cpu, time.process_time()
        done = act()
        seconds, server = time.perf_counter() - begin, bench.cpu - used
        own = done.cpu if isinstance(done, command.Ran) else time.process_time() - client
        return Cost(seconds, server + own)

    def importing() -> Cost:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            done = offline_import.run(made, Path(folder))
        offline.found = done.counts
        say(f"import files written in {done.writing:.1f} s")
        return Cost(done.importing, done.cpu)

    dragoman = Subject("dragoman load", lambda: timed(lambda: command.load(bench, path)), made.counts)
    merging = Subject("bare driver, MERGE", lambda: timed(lambda: bare.load(bench, made, merge=True)), made.counts)
    creating = Subject("bare driver, CREATE", lambda: timed(lambda: bare.load(bench, made, merge=False)), made.counts)
    fast = [dragoman, merging, creating]
    slow = [
        Subject("neo4j-graphrag Neo4jWriter", lambda: timed(lambda: peers.graphrag(bench, part)), part.counts),
        Subject("langchain-neo4j", lambda: timed(lambda: peers.langchain(bench, part)), part.counts),
        Subject("kgx's statements", lambda: timed(lambda: peers.kgx(bench, domain)), domain.counts),
    ]
    if not options.peers:
        slow = []
    offline = Subject("neo4j-admin import", importing, made.counts, again="overwrites")
    for turn in range(options.repeat):
        for subject in (*fast, *slow):
            bench.empty()
            subject.costs.append(subject.load())
            subject.found = bench.counts()
            if turn == options.repeat - 1:
                subject.again = twice(bench, subject)
        offline.costs.append(offline.load())
    say("")
    say("| loader | nodes and relationships | seconds | a second | of bare | its processor time | exact | run again |")
    say("|---|---|---|---|---|---|---|---|")
    for s in (*fast, *slow, offline):
        runs = " ".join(f"{c.seconds:.1f}" for c in sorted(s.costs, key=lambda c: c.seconds))
        exact = (
            "yes"
            if s.found == s.counts
            else f"{s.found[0] - s.counts[0]:+} nodes, {s.found[1] - s.counts[1]:+} relationships"
        )
        say(
            f"| {s.name} | {sum(s.counts):,} | {runs} | {s.rate:,.0f} | {s.rate / merging.rate:.2f} | "
            f"{s.frugality / merging.frugality:.2f} | {exact} | {s.again} |"
        )
    alone = sum(made.counts) / (statistics.median(c.seconds for c in dragoman.costs) - startup)
    say(f"dragoman without start-up: {alone:,.0f}/s, {alone / merging.rate:.2f} of bare MERGE")
    say(f"dragoman: {alone / creating.rate:.2f} of bare CREATE without start-up")


def twice(bench: Bench, subject: Subject) -> str:
    """What a second run of the same load does."""
    try:
        subject.load()
    except Exception as error:  # whatever a peer raises is its answer
        return f"fails: {type(error).__name__}"
    nodes, ties = (now - before for now, before in zip(bench.counts(), subject.found, strict=True))
    return "the same counts" if not nodes and not ties else f"{nodes:+} nodes, {ties:+} relationships"


def again(bench: Bench, place: Path, path: Path, options: argparse.Namespace) -> None:
    """The second load of the same file, and of its lines in another order with one document changed, and then one more.

    With the first change the server plans the statements that it takes.
    """
    one = corpus.write(place / "one.claims.jsonl", 1)
    mixed = corpus.write_shuffled(place / "mixed.claims.jsonl", path)
    other = corpus.write_shuffled(place / "other.claims.jsonl", mixed)
    times: dict[str, list[float]] = {"first": [], "start-up": [], "second": [], "shuffled": [], "and again": []}
    for _ in range(options.repeat):
        bench.empty()
        times["first"].append(command.load(bench, path).seconds)
        times["start-up"].append(command.load(bench, one).seconds)
        times["second"].append(command.load(bench, path).seconds)
        times["shuffled"].append(command.load(bench, mixed).seconds)
        done = command.load(bench, other)
        times["and again"].append(done.seconds)
    middle = {name: statistics.median(found) for name, found in times.items()}
    say("")
    say(f"last: {done.said}")
    for name, found in middle.items():
        runs = " ".join(f"{x:.2f}" for x in times[name])
        ratio = (middle["first"] - middle["start-up"]) / max(found - middle["start-up"], 1e-9)
        say(
            f"{name:<10} {runs}  first/this without start-up: {ratio:.1f}"
            if name != "start-up"
            else f"{name:<10} {runs}"
        )


def changes(bench: Bench, place: Path, path: Path, options: argparse.Namespace) -> None:
    """All documents by the next version of their extractor, then the first third of them retracted by their file."""
    renewed = corpus.write_renewed(place / "renewed.claims.jsonl", path)
    third = corpus.write(place / "third.claims.jsonl", options.documents // 3)
    say("")
    for _ in range(options.repeat):
        bench.empty()
        first = command.load(bench, path).seconds
        for name, done in (
            ("another version", command.load(bench, renewed)),
            ("a third retracted", command.run(bench, "retract", "--yes", third)),
        ):
            say(f"{name:<18} {done.seconds:.1f} s, {done.seconds / first:.2f} of the first load ({done.said})")


def grow(bench: Bench, place: Path, path: Path, options: argparse.Namespace) -> None:
    """Seconds a thousand documents while the graph grows."""
    if options.until:
        path = corpus.write(place / "long.claims.jsonl", options.until // 18)
    report("growth", bench, curves.growth(bench, path, until=options.until))


def hub(bench: Bench, place: Path) -> None:
    """5,900 documents, all of which touch one country."""
    path = corpus.write(place / "hub.claims.jsonl", 6_000, hub=1.0)
    report("one hub", bench, curves.growth(bench, path))


def report(name: str, bench: Bench, costs: list[tuple[float, float]]) -> None:
    """Prints a curve."""
    say("")
    for what, seconds in zip(("wall", "processor"), zip(*costs, strict=True), strict=True):
        curve = " ".join(f"{s:.2f}" for s in seconds)
        say(f"{name}: {what} seconds a thousand documents: {curve}; last/first {seconds[-1] / seconds[0]:.2f}")
    say(f"{name}: {bench.counts()[1]} relationships in the end")


def batches(bench: Bench, place: Path, options: argparse.Namespace) -> None:
    """First loads of a tenth of the corpus by documents a transaction."""
    path = corpus.write(place / "batches.claims.jsonl", max(options.documents // 5, 100))
    sizes = (1, 10, 25, 50, 100, 200, 500, 1_000)
    found = curves.batches(bench, path, sizes)
    best = min(found.values())
    say("")
    say("documents a transaction: speed of the best")
    say("  ".join(f"{size}: {best / seconds:.2f}" for size, seconds in found.items()))


def bulk(bench: Bench, place: Path, path: Path, options: argparse.Namespace) -> None:
    """First loads by `--bulk`, from the claims file to the graph with its constraints, and the bare import of it.

    The import is measured by itself, and with the restart of the server and the constraints that a graph needs.
    """
    times: dict[str, list[float]] = {"load --bulk": [], "import, restart, constraints": [], "bare import": []}
    for _ in range(options.repeat):
        bench.empty()
        done = command.load(bench, path, "--bulk", local=True, watched=True)
        times["load --bulk"].append(done.seconds)
        made = graph.read(export_canonical(bench.driver, bench.database))
        with tempfile.TemporaryDirectory(dir=place) as folder:
            times["bare import"].append(offline_import.run(made, Path(folder)).importing)
        bench.empty()
        with tempfile.TemporaryDirectory(dir=place) as folder:
            times["import, restart, constraints"].append(offline_import.into(bench, made, Path(folder)))
        assert bench.counts() == made.counts
        say(f"{done.said}; the client's peak memory {done.megabytes:.0f} MB")
    middle = {name: statistics.median(found) for name, found in times.items()}
    say("")
    for name, found in middle.items():
        runs = " ".join(f"{seconds:.1f}" for seconds in times[name])
        bare, whole = middle["bare import"] / found, middle["import, restart, constraints"] / found
        say(
            f"{name:<30} {runs} s  {made.size / found:,.0f} nodes and relationships a second, {bare:.2f} of the bare "
            f"import, {whole:.2f} of the whole"
        )


if __name__ == "__main__":
    main()
