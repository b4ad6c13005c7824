"""How fast the extractor reads, beside spaCy's bare pipeline on the same texts, and whether its memory stays flat.

python bench/extraction.py [--eval FOLDER] [--rounds 3] [--flat 10000]

Both are measured in processor time of one process, in turns, so that other work on the machine weighs little; the
medians of the rounds are printed as a ratio. Two processes are compared with one by the clock.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from dragoman.loader.extract import load_extractor, read_all  # noqa: E402
from dragoman.loader.extract.model import load_model  # noqa: E402
from dragoman.loader.records import Document  # noqa: E402
from dragoman.loader.sources import read_documents  # noqa: E402


def measured(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds that some work takes by a clock."""
    begin = clock()
    work()
    return clock() - begin


def read(documents: list[Document], processes: int = 1) -> int:
    """Extracts from all documents."""
    return sum(1 for _ in read_all(documents, processes=processes))


def again_and_again(documents: list[Document], number: int) -> Iterator[Document]:
    """So many documents, made as they are asked for."""
    for place, document in enumerate(itertools.islice(itertools.cycle(documents), number)):
        yield Document(f"d{place}", document.text, title=document.title, published=document.published)


def main() -> None:
    """Measures and prints."""
    default = os.environ.get("DRAGOMAN_EVAL", str(ROOT.parent / "shared" / "eval"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path(default))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--flat", type=int, default=0, metavar="N", help="read N documents and watch the memory")
    options = parser.parse_args()
    documents = list(read_documents([options.eval / "fresh"]))
    if not documents:
        raise SystemExit(f"{options.eval}/fresh: no articles; give the folder with --eval or DRAGOMAN_EVAL")
    model = load_model()
    load_extractor().extract(documents[0])
    tell = sys.stdout.write

    bare, ours, one, two = [], [], [], []
    for _ in range(options.rounds):
        bare.append(measured(lambda: [model(document.text) for document in documents], time.process_time))
        ours.append(measured(lambda: read(documents), time.process_time))
    speed = len(documents) / statistics.median(ours)
    tell(f"{len(documents)} articles: {speed:.1f} documents a second of processor time, ")
    tell(f"{statistics.median(bare) / statistics.median(ours):.2f} of the bare spaCy pipeline\n")
    for _ in range(options.rounds):
        one.append(measured(lambda: read(documents), time.perf_counter))
        two.append(measured(lambda: read(documents * 2, processes=2), time.perf_counter))
    tell(f"two processes: {2 * statistics.median(one) / statistics.median(two):.2f} of one, with their start\n")
    if options.flat:
        for done, _ in enumerate(read_all(again_and_again(documents, options.flat)), 1):
            if done in (options.flat // 10, options.flat):
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                tell(f"after {done:,} documents: at most {peak:.0f} MB\n")


if __name__ == "__main__":
    main()
