"""Writes a lock of every jar that a local Neo4j needs, with its size and sha256.

Run it by hand with Maven (`mvn`) on the path when Neo4j's version changes: `python bench/lock_server_jars.py 5.26.30
5.24.0`, which writes `src/dragoman/server/jars.tsv`; for the newest calendar release, on which the smoke tests run too,
with `2026.08.1 5.24.0 tests/server/jars-newest.tsv`; for one that is too old, with `5.25.1 5.24.0
tests/server/jars-old.tsv`. Maven decides which version of a jar wins (jgo decides otherwise in places) and checks the
repository's own checksums; the set is the one that Neo4j's build would put together.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).parent.parent / "src" / "dragoman" / "server" / "jars.tsv"
LINE = re.compile(
    r"^ +(?P<group>[^: ]+):(?P<artifact>[^:]+):(?P<packaging>[^:]+):(?:(?P<classifier>[^:]+):)?(?P<version>[^:]+)"
    r":(?:compile|runtime):(?P<path>\S+)"
)


def pom(neo4j: str, browser: str) -> str:
    """A project that depends on the server and on the Neo4j Browser, and on nothing else."""
    wanted = (
        ("org.neo4j", "neo4j", neo4j),
        ("org.neo4j.app", "neo4j-server", neo4j),
        ("org.neo4j.client", "neo4j-browser", browser),
    )
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"
        for group, artifact, version in wanted
    )
    return (
        "<project><modelVersion>4.0.0</modelVersion><groupId>dragoman</groupId><artifactId>server</artifactId>"
        f"<version>0</version><dependencies>{dependencies}</dependencies></project>"
    )


def lock(neo4j: str, browser: str) -> list[str]:
    """The lines of the lock file, sorted, without the head."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pom.xml").write_text(pom(neo4j, browser), "utf-8")
        command = ["mvn", "--batch-mode", "--quiet", "--strict-checksums", f"-Dmaven.repo.local={folder}/repository"]
        options = ["-DincludeScope=runtime", "-DoutputAbsoluteArtifactFilename=true", f"-DoutputFile={folder}/list.txt"]
        subprocess.run([*command, "dependency:list", *options], cwd=folder, check=True, stdout=sys.stderr)
        listing = re.sub(r"\x1b\[[0-9;]*m", "", Path(folder, "list.txt").read_text("utf-8"))
        found = [match for line in listing.splitlines() if (match := LINE.match(line))]
        lines = []
        for jar in found:
            content = Path(jar["path"]).read_bytes()
            fields = [jar[name] or "" for name in ("group", "artifact", "version", "classifier", "packaging")]
            lines.append("\t".join([*fields, hashlib.sha256(content).hexdigest(), str(len(content))]))
        return sorted(lines)


if __name__ == "__main__":
    head = "group\tartifact\tversion\tclassifier\tpackaging\tsha256\tsize"
    jars = lock(*sys.argv[1:3])
    path = Path(sys.argv[3]) if len(sys.argv) > 3 else LOCK
    path.write_text("\n".join([head, *jars]) + "\n", "utf-8")
    print(f"{len(jars)} jars in {path}")  # noqa: T201
