"""The files of a first load, for `neo4j-admin database import full`: a function of what documents say.

The graph is the one that a load of the same documents makes. Texts are written while they are read; all else that the
documents say, and the graph that follows from it, is in memory until the files are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman.loader.evidence import Evidence, Mention
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Projection, project
from dragoman.loader.resolve import Features, features_of
from dragoman.loader.store.import_files import Tables
from dragoman.loader.store.import_rows import (
    MENTION,
    PASSAGE,
    RESOLVED,
    SEPARATOR,
    Lines,
    SeparatorError,
    Written,
    claim_columns,
    lines_of,
    mention_line,
    quoted,
)
from dragoman.loader.store.load import few_collections
from dragoman.loader.store.loaded import Loaded, counts_of
from dragoman.loader.store.progress import Progress, silent
from dragoman.loader.store.replacing import Fate, fate_of, merge
from dragoman.loader.store.rows import Row, stored_digests

EVERY = 250
"""Documents between two words of progress."""


@dataclass(frozen=True, slots=True)
class Files:
    """The arguments of the import, which is to run in the files' folder, and what the load counts."""

    arguments: tuple[str, ...]
    loaded: Loaded


def write_files(documents: Iterable[Written], folder: Path, *, progress: Progress = silent) -> Files:
    """Writes the files of the graph that documents make into an empty folder.

    A document that comes twice is taken as a load takes it: what its extractors say later replaces what they said
    before, another text is refused. `progress` hears what is being done and how many of it are.
    """
    reading = _Reading(Tables(folder))
    with few_collections():
        for number, one in enumerate(documents, 1):
            reading.take(one)
            if not number % EVERY:
                progress("documents", number)
        progress("resolution", None)
        digests = {identity: node["sha256"] for identity, node in reading.nodes.items()}
        graph = project(reading.evidence.values(), digests, reading.features_of)
        try:
            _write(reading, graph, progress)
        except SeparatorError:
            progress("another separator of lists", None)
            reading.tables.start_again(_free_separator(reading, graph), reading.texts, reading.owners)
            _write(reading, graph, progress)
    return Files(reading.tables.arguments(), reading.loaded)


class _Reading:
    """What was read: evidence without its texts, mentions' features, the documents' nodes and rows, by id."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.texts = tables.nodes("Text", {"id": "string", "text": "string"})
        self.owners = tables.ties("OF", {})
        self.evidence: dict[str, Evidence] = {}
        self.nodes: dict[str, Row] = {}
        self.lines: dict[str, Lines] = {}
        self.features: dict[str, Features] = {}
        self.loaded = Loaded()

    def take(self, written: Written) -> None:
        """Takes in one document as a load would, after those before it."""
        one = written.incoming
        identity = one.id
        old = self.evidence.get(identity)
        fate = fate_of(one, self.nodes.get(identity), replace_text=False)
        after = merge(old, one.evidence) if old and fate is Fate.CHANGED else one.evidence
        self.loaded += counts_of(one, fate, old, after)
        if fate in (Fate.UNCHANGED, Fate.REFUSED):
            return
        if fate is Fate.ADDED:
            text = self.tables.number()
            self.texts.add(f"{text},{quoted(f'text:{identity}')},{quoted(one.evidence.document.text)}")
            self.owners.add(f"{text},{self.tables.number(identity)}")
        features = one.prepared.features if old is None else {m.id: features_of(m) for m in after.mentions}
        self.evidence[identity] = replace(after, document=replace(after.document, text=""))
        self.nodes[identity] = _node(one.node, after, merged=old is not None)
        self.lines[identity] = written.lines if old is None else lines_of(after, features)
        self.features |= features

    def features_of(self, mention: Mention) -> Features:
        """The features of a mention that was read."""
        return self.features[mention.id]

    def mention_line(self, mention: Mention) -> str:
        """A mention's row. Raises `SeparatorError`."""
        known = self.lines[mention.document].mentions.get(mention.id)
        if known is None or self.tables.separator != SEPARATOR:
            return mention_line(self.features_of(mention), self.tables.separator)
        return known


def _node(node: Row, evidence: Evidence, *, merged: bool) -> Row:
    """A document's node; where several extractors came one after the other, with all their digests."""
    return {**node, "digests": stored_digests(evidence)} if merged else node


def _write(reading: _Reading, graph: Projection, progress: Progress) -> None:
    """Writes all but the texts, which stand there already."""
    tables = reading.tables
    kinds = ontology().kinds
    progress("entities and documents", None)
    for identity, properties in graph.entities.items():
        tables.node(kinds[properties["kind"]].labels, properties, tables.number(identity))
    for identity, node in reading.nodes.items():
        tables.node(("Document",), node, tables.number(identity))
    mentions = tables.ties("MENTIONS", MENTION)
    for number, (identity, one) in enumerate(reading.evidence.items()):
        if not number % EVERY:
            progress("mentions of documents", number)
        document = tables.number(identity)
        for mention in one.mentions:
            entity = tables.number(graph.entity_of[mention.id])
            mentions.add(f"{document},{entity},{reading.mention_line(mention)}")
    _write_passages(reading, graph, progress)
    progress("relationships", None)
    for subject, predicate, object_, properties in graph.relationships.values():
        tables.tie(predicate, tables.number(subject), tables.number(object_), properties)


def _write_passages(reading: _Reading, graph: Projection, progress: Progress) -> None:
    """Writes documents' passages with their claims."""
    tables = reading.tables
    passages, places = tables.nodes("Passage", PASSAGE), tables.ties("IN", {})
    claims, statements = tables.nodes("Claim", {**RESOLVED, **claim_columns()}), tables.ties("STATED_IN", {})
    for number, (identity, lines) in enumerate(reading.lines.items()):
        if not number % EVERY:
            progress("claims of documents", number)
        document = tables.number(identity)
        for line, stated in lines.passages:
            passage = tables.number()
            passages.add(f"{passage},{line}")
            places.add(f"{passage},{document}")
            for claim, said in stated.items():
                node, keyed = tables.number(), graph.claims[claim]
                claims.add(f"{node},{quoted(keyed.key)},{quoted(keyed.subject)},{quoted(keyed.object)},{said}")
                statements.add(f"{node},{passage}")


def _free_separator(reading: _Reading, graph: Projection) -> str:
    """The first character that stands in no element of a list."""
    used: set[str] = set()
    for lists in _lists(reading, graph):
        for elements in lists:
            used.update(*map(str, elements))
    return next(chr(point) for point in range(ord(SEPARATOR), 0xD800) if chr(point) not in used | set('",'))


def _lists(reading: _Reading, graph: Projection) -> Iterator[Iterable[list[Any]]]:
    """All lists that the graph holds."""
    rows = [*graph.entities.values(), *reading.nodes.values(), *(r[3] for r in graph.relationships.values())]
    for row in rows:
        yield (value for value in row.values() if isinstance(value, list))
    for one in reading.evidence.values():
        for mention in one.mentions:
            yield [list(mention.aliases), list(mention.context)]
