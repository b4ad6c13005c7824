"""The files of a first load, for `neo4j-admin database import full`: a function of what documents say.

The graph is the one that a load of the same documents makes. Texts are written while they are read; all else that the
documents say, and the graph that follows from it, is in memory until the files are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.loader.evidence import Evidence, Mention
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed, Projection, project
from dragoman.loader.resolve import Features, features_of
from dragoman.loader.store.load import few_collections
from dragoman.loader.store.loaded import Loaded, counts_of
from dragoman.loader.store.prepared import Incoming
from dragoman.loader.store.progress import Progress, silent
from dragoman.loader.store.replacing import Fate, fate_of, merge
from dragoman.loader.store.rows import Row, claim_row, mention_row, passage_id, stored_digests

OPTIONS = ("--overwrite-destination", "--id-type=integer", "--multiline-fields=true", "--bad-tolerance=0")
"""What the import has to know of the files, beside the separator of lists and their names."""

SEPARATOR = 0x1F
"""The code point between the elements of a list, unless one of them holds it."""

BUFFER = 2**22
"""Bytes that the import reads at a time, and that no field may exceed."""

COLUMNS = 100
"""Properties that one file has room for."""

FLUSHED = 2_000
"""Rows of a file that are kept in memory."""

EVERY = 250
"""Documents between two words of progress."""

_TEXT, _OF = ("Text",), "OF"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", date: "date"}


class _SeparatorError(Exception):
    """An element of a list holds what separates them."""


@dataclass(frozen=True, slots=True)
class Files:
    """The arguments of the import, which is to run in the files' folder, and what the load counts."""

    arguments: tuple[str, ...]
    loaded: Loaded


def write_files(
    documents: Iterable[Incoming],
    folder: Path,
    *,
    progress: Progress = silent,
) -> Files:
    """Writes the files of the graph that documents make into an empty folder.

    A document that comes twice is taken as a load takes it: what its extractors say later replaces what they said
    before, another text is refused. `progress` hears what is being done and how many of it are.
    """
    reading = _Reading(_Tables(folder))
    with few_collections():
        for number, one in enumerate(documents, 1):
            reading.take(one)
            if not number % EVERY:
                progress("documents", number)
        progress("documents, now resolved", len(reading.evidence))
        digests = {identity: node["sha256"] for identity, node in reading.nodes.items()}
        graph = project(reading.evidence.values(), digests, reading.features_of)
        try:
            _write(reading, graph, progress)
        except _SeparatorError:
            reading.tables.start_again(_free_separator(reading, graph))
            _write(reading, graph, progress)
    return Files(reading.tables.arguments(), reading.loaded)


@dataclass(slots=True)
class _Reading:
    """What was read: evidence without its texts, with mentions' features, and the documents' nodes, by id."""

    tables: _Tables
    evidence: dict[str, Evidence] = field(default_factory=dict)
    nodes: dict[str, Row] = field(default_factory=dict)
    features: dict[str, Features] = field(default_factory=dict)
    loaded: Loaded = field(default_factory=Loaded)

    def take(self, one: Incoming) -> None:
        """Takes in one document as a load would, after those before it."""
        identity = one.id
        old = self.evidence.get(identity)
        fate = fate_of(one, self.nodes.get(identity), replace_text=False)
        after = merge(old, one.evidence) if old and fate is Fate.CHANGED else one.evidence
        self.loaded += counts_of(one, fate, old, after)
        if fate in (Fate.UNCHANGED, Fate.REFUSED):
            return
        if fate is Fate.ADDED:
            text = self.tables.node(
                _TEXT, {"id": f"text:{identity}", "text": one.evidence.document.text}, self.tables.number()
            )
            self.tables.tie(_OF, text, self.tables.number(identity), {})
        self.evidence[identity] = replace(after, document=replace(after.document, text=""))
        self.nodes[identity] = _node(one.node, after, merged=old is not None)
        self.features |= one.prepared.features if old is None else {m.id: features_of(m) for m in after.mentions}

    def features_of(self, mention: Mention) -> Features:
        """The features of a mention that was read."""
        return self.features[mention.id]


def _node(node: Row, evidence: Evidence, *, merged: bool) -> Row:
    """A document's node; where several extractors came one after the other, with all their digests."""
    return {**node, "digests": stored_digests(evidence)} if merged else node


def _write(reading: _Reading, graph: Projection, progress: Progress) -> None:
    """Writes all but the texts, which stand there already."""
    tables = reading.tables
    kinds = ontology().kinds
    for identity, properties in graph.entities.items():
        tables.node(kinds[properties["kind"]].labels, properties, tables.number(identity))
    for number, (identity, one) in enumerate(reading.evidence.items()):
        if not number % EVERY:
            progress("documents written", number)
        document = tables.number(identity)
        tables.node(("Document",), reading.nodes[identity], document)
        for mention in one.mentions:
            entity = tables.number(graph.entity_of[mention.id])
            tables.tie("MENTIONS", document, entity, mention_row(reading.features_of(mention)))
        _write_passages(tables, document, (graph.claims[claim.id] for claim in one.claims))
    progress("relationships written", len(graph.relationships))
    for subject, predicate, object_, properties in graph.relationships.values():
        tables.tie(predicate, tables.number(subject), tables.number(object_), properties)


def _write_passages(tables: _Tables, document: int, claims: Iterable[Keyed]) -> None:
    """Writes a document's passages with their claims."""
    passages: dict[tuple[int, int], int] = {}
    for claim in claims:
        stated = claim.stated
        place = stated.passage.start, stated.passage.end
        if place not in passages:
            said = {"id": passage_id(stated), "start": place[0], "end": place[1], "text": stated.passage.text}
            passages[place] = tables.node(("Passage",), said, tables.number())
            tables.tie("IN", passages[place], document, {})
        node = tables.node(("Claim",), claim_row(claim), tables.number())
        tables.tie("STATED_IN", node, passages[place], {})


def _free_separator(reading: _Reading, graph: Projection) -> int:
    """The first code point that stands in no element of a list."""
    used: set[str] = set()
    for lists in _lists(reading, graph):
        for elements in lists:
            used.update(*map(str, elements))
    return next(point for point in range(0x1F, 0xD800) if chr(point) not in used | set('",'))


def _lists(reading: _Reading, graph: Projection) -> Iterator[Iterable[list[Any]]]:
    """All lists that the graph holds."""
    rows = [*graph.entities.values(), *reading.nodes.values(), *(r[3] for r in graph.relationships.values())]
    for row in rows:
        yield (value for value in row.values() if isinstance(value, list))
    for one in reading.evidence.values():
        for mention in one.mentions:
            yield [list(mention.aliases), list(mention.context)]


class _Tables:
    """Files of rows, for each set of labels and each type one, or several where the columns demand it.

    The header of each is a file of its own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.separator = SEPARATOR
        self._longest = 0
        self._numbers: dict[str, int] = {}
        self._last = 0
        self._nodes: dict[tuple[str, ...], list[_Table]] = defaultdict(list)
        self._ties: dict[str, list[_Table]] = defaultdict(list)

    def number(self, identity: str = "") -> int:
        """The number by which files know a node: that of an id, or without one the next free one."""
        known = self._numbers.get(identity) if identity else None
        if known is None:
            known = self._last = self._last + 1
            if identity:
                self._numbers[identity] = known
        return known

    def node(self, labels: tuple[str, ...], properties: Mapping[str, Any], number: int) -> int:
        """Writes a node, and gives its number."""
        self._row(self._nodes[labels], "-".join(labels), (":ID",), str(number), properties)
        return number

    def tie(self, type_: str, start: int, end: int, properties: Mapping[str, Any]) -> None:
        """Writes a relationship."""
        self._row(self._ties[type_], type_, (":START_ID", ":END_ID"), f"{start},{end}", properties)

    def start_again(self, separator: int) -> None:
        """Forgets all but the texts; lists are to be separated by another code point."""
        self.separator = separator
        self._nodes = defaultdict(list, {_TEXT: self._nodes[_TEXT]})
        self._ties = defaultdict(list, {_OF: self._ties[_OF]})

    def arguments(self) -> tuple[str, ...]:
        """Finishes the files, and gives the arguments that name them."""
        buffer = max(BUFFER, self._longest * 5)  # a character has up to four bytes
        found = [*OPTIONS, f"--array-delimiter=U+{self.separator:04X}", f"--read-buffer-size={buffer}"]
        found += [f"--nodes={':'.join(labels)}={t.finish()}" for labels, tables in self._nodes.items() for t in tables]
        found += [f"--relationships={type_}={t.finish()}" for type_, tables in self._ties.items() for t in tables]
        return tuple(found)

    def _row(
        self, tables: list[_Table], name: str, first: tuple[str, ...], ends: str, properties: Mapping[str, Any]
    ) -> None:
        separator = chr(self.separator)
        types, cells = {}, {}
        for column, value in properties.items():
            types[column], cells[column] = _, cell = _cell(value, separator)
            if len(cell) > self._longest:
                self._longest = len(cell)
        table = next((t for t in tables if t.takes(types)), None)
        if table is None:
            table = _Table(self.folder, f"{name}-{len(tables)}" if tables else name, first)
            tables.append(table)
            table.takes(types)
        table.add(ends, cells)


class _Table:
    """One file of rows."""

    def __init__(self, folder: Path, name: str, first: tuple[str, ...]) -> None:
        self._folder = folder
        self._name = name
        self._first = first
        self._columns: dict[str, str] = {}
        self._rows: list[tuple[str, Mapping[str, str]]] = []
        self._begun = False

    def takes(self, types: Mapping[str, str]) -> bool:
        """Makes room for a row whose columns are of these types; false when that can't be.

        Columns come from the first rows; once these are written, there is no room for others.
        """
        known = self._columns
        if types.items() <= known.items():
            return True
        new = {column: type_ for column, type_ in types.items() if column not in known}
        if any(known.get(column, type_) != type_ for column, type_ in types.items()):
            return False
        if self._begun or (known and len(known) + len(new) > COLUMNS):
            return False
        known |= new
        return True

    def add(self, ends: str, cells: Mapping[str, str]) -> None:
        """Adds a row."""
        self._rows.append((ends, cells))
        if len(self._rows) == FLUSHED:
            self._flush()

    def finish(self) -> str:
        """Writes what is left and the header; gives the names of both files."""
        self._flush()
        header = [*self._first, *(f"{name}:{type_}" for name, type_ in self._columns.items())]
        (self._folder / f"{self._name}.header.csv").write_text(",".join(header) + "\n", "utf-8")
        return f"./{self._name}.header.csv,./{self._name}.csv"  # calendar releases want a folder

    def _flush(self) -> None:
        with (self._folder / f"{self._name}.csv").open("ab" if self._begun else "wb") as file:
            lines = [",".join([ends, *[cells.get(c, "") for c in self._columns]]) for ends, cells in self._rows]
            file.write("".join(f"{line}\n" for line in lines).encode())
        self._rows.clear()
        self._begun = True


def _cell(value: Any, separator: str) -> tuple[str, str]:
    """A value's type and how it is written; text stands in quotes, so that an empty one differs from none."""
    kind = type(value)
    if kind is str:
        return "string", '"' + value.replace('"', '""') + '"'
    if kind is list:
        type_ = "string[]" if not value else f"{_TYPES[type(value[0])]}[]"
        joined = separator.join(value if type_ == "string[]" else map(str, value))
        if value and joined.count(separator) != len(value) - 1:
            raise _SeparatorError
        return type_, '"' + joined.replace('"', '""') + '"'
    if kind is bool:
        return "boolean", "true" if value else "false"
    return _TYPES[kind], str(value)
