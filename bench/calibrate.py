"""Calibrates the extractor's confidence on the development corpus, and prints how reliable it is.

python bench/calibrate.py [--eval FOLDER] [--write]

A claim's confidence is the share of right claims (as `score.py` judges: `CLAIMS strict`) of its class: predicate,
frame and kind of subject. Small classes are drawn to the wider class around them, as if that had added `WEIGHT` claims
of its own (an m-estimate: Cestnik, Estimating probabilities, ECAI 1990). The table printed is cross-validated: each
document's claims are judged by the shares of the other documents. `--write` writes the shares of all.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

from eval import as_lines, read_document  # noqa: E402

from dragoman.loader.extract import load_extractor  # noqa: E402
from dragoman.loader.extract.confidence import Maker, makers  # noqa: E402

TABLE = ROOT / "loader" / "extract" / "data" / "confidence.tsv"
WEIGHT = 40.0
BINS = (0.0, 0.8, 0.85, 0.9, 1.01)
HEAD = """# How sure claims are: the share of right ones in the development corpus, by what made them; `*` is any.
# Written by bench/calibrate.py. Columns: predicate, frame, kind of the subject, confidence.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of a document, what made it, and whether it is right."""

    document: str
    split: str
    classes: tuple[Maker, ...]
    right: bool


def scorer(folder: Path) -> ModuleType:
    """The corpus' own `score.py`."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder}/score.py: not found; give the folder with --eval or DRAGOMAN_EVAL")
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def verdicts(score: ModuleType, gold: Any, predicted: Any) -> dict[str, bool]:
    """Whether each claim that counts is strictly right, by its id; background knowledge is left out."""
    pairs = score.align(gold, predicted)
    left: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for claim in gold.claims:
        left[claim["subject"], claim["predicate"], claim["object"]].append(claim)

    def marks(claim: dict[str, Any], name: str) -> tuple[str, ...]:
        return tuple(score.words(str(claim.get("qualifiers", {}).get(name, ""))))

    found: dict[str, bool] = {}
    seen = set()
    for claim in predicted.claims:
        raw = claim["subject"], claim["predicate"], claim["object"]
        if (raw, marks(claim, "title")) in seen:
            continue
        seen.add((raw, marks(claim, "title")))
        triple = pairs.get(raw[0]), raw[1], pairs.get(raw[2])
        if not left[triple]:
            if not (raw[1] in score.BACKGROUND and triple[0] and triple[2]):
                found[claim["id"]] = False
            continue
        truth = max(left[triple], key=lambda c: marks(c, "title") == marks(claim, "title"))
        left[triple].remove(truth)
        asked = [name for name in ("role", "title") if name in truth.get("qualifiers", {})]
        found[claim["id"]] = (
            all(marks(truth, name) == marks(claim, name) for name in asked)
            and truth.get("modality", "asserted") == claim.get("modality", "asserted")
            and score.same_evidence(claim, truth, gold.document["text"])
        )
    return found


def judge(folder: Path) -> list[Judged]:
    """Extracts the corpus and judges every claim."""
    score, extractor = scorer(folder), load_extractor()
    judged = []
    with tempfile.TemporaryDirectory() as out:
        for path in sorted((folder / "dev").glob("*.claims.jsonl")):
            bundle, origins = extractor.read(read_document(path))
            predicted = Path(out) / path.name
            predicted.write_text(as_lines(bundle), "utf-8")
            (gold,), (said,) = score.read(path), score.read(predicted)
            right = verdicts(score, gold, said)
            kinds = {entity.id: entity.kind for entity in bundle.entities}
            for origin in origins:
                claim = origin.claim
                if claim.id in right:
                    classes = makers(claim.predicate, origin.frame, kinds[claim.subject])
                    judged.append(Judged(path.name, gold.document.get("split", ""), classes, right[claim.id]))
    if not judged:
        raise SystemExit(f"{folder}/dev: no gold articles; give the folder with --eval or DRAGOMAN_EVAL")
    return judged


def shares(judged: Iterable[Judged]) -> dict[Maker, float]:
    """The share of right claims of each class, drawn to that of the class around it."""
    counts: dict[Maker, list[int]] = defaultdict(lambda: [0, 0])
    around: dict[Maker, Maker] = {}
    for one in judged:
        for wider, maker in zip((None, *one.classes), one.classes, strict=False):
            counts[maker][0] += one.right
            counts[maker][1] += 1
            if wider is not None:
                around[maker] = wider
    found: dict[Maker, float] = {}
    for maker, (right, number) in counts.items():  # a class comes after those around it
        prior = found[around[maker]] if maker in around else right / number
        found[maker] = (right + WEIGHT * prior) / (number + WEIGHT)
    return found


def cross_validated(judged: Sequence[Judged]) -> list[tuple[float, Judged]]:
    """Each claim with the confidence that the other documents give it."""
    found = []
    for document in sorted({one.document for one in judged}):
        known = shares(one for one in judged if one.document != document)
        found += [(confidence(known, one), one) for one in judged if one.document == document]
    return found


def confidence(known: Mapping[Maker, float], one: Judged) -> float:
    """The share of the narrowest class that is known."""
    return next(known[maker] for maker in reversed(one.classes) if maker in known)


def reliability(scored: Sequence[tuple[float, Judged]]) -> Iterable[str]:
    """The table of bins in Markdown, the mean error, and the share below 0.9."""
    yield "| confidence | claims | mean confidence | right | right in `check` |"
    yield "|---|---|---|---|---|"
    error = 0.0
    for low, high in pairwise(BINS):
        part = [(value, one) for value, one in scored if low <= value < high]
        if not part:
            continue
        mean = sum(value for value, _ in part) / len(part)
        right = sum(one.right for _, one in part) / len(part)
        check = [one.right for _, one in part if one.split == "check"]
        error += abs(mean - right) * len(part) / len(scored)
        told = f"{sum(check) / len(check):.2f} of {len(check)}" if check else "none"
        yield f"| {low:.2f} to {min(high, 1):.2f} | {len(part)} | {mean:.2f} | {right:.2f} | {told} |"
    below = sum(value < 0.9 for value, _ in scored) / len(scored)
    yield f"\nmean error {error:.3f}; {below:.0%} of {len(scored)} claims below 0.9"


def main() -> None:
    """Calibrates, prints and perhaps writes."""
    default = os.environ.get("DRAGOMAN_EVAL", str(ROOT.parent / "shared" / "eval"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path(default))
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.relative_to(ROOT)}")
    options = parser.parse_args()
    judged = judge(options.eval)
    sys.stdout.write("\n".join(reliability(cross_validated(judged))) + "\n")
    if options.write:
        lines = ["\t".join([*maker, f"{share:.2f}"]) for maker, share in sorted(shares(judged).items())]
        TABLE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
