"""Extracts the evaluation articles from their texts alone, scores them and prints the tables.

python bench/eval.py [--eval FOLDER] [--errors FILE] [--frames]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from dragoman.loader.extract import load_extractor  # noqa: E402
from dragoman.loader.records import Document, DocumentClaims  # noqa: E402

FIRST = "01-*"


def as_lines(said: DocumentClaims) -> str:
    """The records of one document as JSON Lines."""
    records = [{"record": "document", **asdict(said.document)}]
    records += [{"record": "entity", **asdict(e)} for e in said.entities]
    records += [{"record": "claim", **asdict(c)} for c in said.claims]
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def read_document(path: Path) -> Document:
    """The document of a claims file; everything else in the file is left alone."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["record"] == "document":
            fields = ("id", "text", "url", "title", "publisher", "published", "language")
            return Document(**{k: record.get(k, "") for k in fields})
    raise SystemExit(f"{path}: no document")


def score(folder: Path, gold: list[Path], predicted: Path, *arguments: str) -> None:
    """Runs the scorer over some gold files and prints what it says."""
    with tempfile.TemporaryDirectory() as part:
        for path in gold:
            (Path(part) / path.name).symlink_to(path.resolve())
        subprocess.run([sys.executable, str(folder / "score.py"), part, str(predicted), *arguments], check=False)


def main() -> None:
    """Parses the options, extracts, scores and prints."""
    default = os.environ.get("DRAGOMAN_EVAL", str(ROOT.parent / "shared" / "eval"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, default=Path(default))
    parser.add_argument("--errors", type=Path)
    options = parser.parse_args()
    gold = sorted((options.eval / "dev").glob("*.claims.jsonl"))
    if not gold:
        raise SystemExit(f"{options.eval}/dev: no gold articles; give the folder with --eval or DRAGOMAN_EVAL")
    extractor = load_extractor()
    fired: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        for path in gold:
            document = read_document(path)
            (Path(out) / path.name).write_text(as_lines(extractor.extract(document)), "utf-8")
        seconds = time.perf_counter() - begin
        for path in gold:
            fired.update(set(extractor.firings(read_document(path))))
        errors = ("--errors", str(options.errors)) if options.errors else ()
        first = [p for p in gold if p.match(FIRST)]
        for name, part, extra in (
            ("01", first, ()),
            ("the others", [p for p in gold if p not in first], ()),
            ("all", gold, errors),
        ):
            sys.stdout.write(f"\n== {name} ==\n")
            sys.stdout.flush()
            score(options.eval, part, Path(out), *extra)
    sys.stdout.write(f"\n{len(gold) / seconds:.1f} documents a second\n\ndocuments in which each frame fired\n")
    for frame, count in fired.most_common():
        sys.stdout.write(f"{frame:<28}{count:>4}\n")


if __name__ == "__main__":
    main()
