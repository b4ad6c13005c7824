"""The files of `neo4j-admin database import full`, and the arguments that name them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.loader.store.import_rows import SEPARATOR, Columns, cell

OPTIONS = ("--overwrite-destination", "--id-type=integer", "--multiline-fields=true", "--bad-tolerance=0")
"""What the import has to know of the files, beside the separator of lists and their names."""

BUFFER = 2**22
"""Bytes that the import reads at a time, and that no field may exceed."""

COLUMNS = 100
"""Properties that one file has room for."""

FLUSHED = 2_000
"""Rows of a file that are kept in memory."""

_NODE, _TIE = (":ID",), (":START_ID", ":END_ID")


class Tables:
    """Files of rows, for each set of labels and each type one, or several where the columns demand it.

    Nodes are known by numbers. The header of each file is one of its own.
    """

    def __init__(self, folder: Path) -> None:
        self.separator = SEPARATOR
        self._folder = folder
        self._numbers: dict[str, int] = {}
        self._last = 0
        self._nodes: dict[tuple[str, ...], list[_Table | Rows]] = defaultdict(list)
        self._ties: dict[str, list[_Table | Rows]] = defaultdict(list)

    def number(self, identity: str = "") -> int:
        """The number by which files know a node: that of an id, or without one the next free one."""
        known = self._numbers.get(identity) if identity else None
        if known is None:
            known = self._last = self._last + 1
            if identity:
                self._numbers[identity] = known
        return known

    def node(self, labels: tuple[str, ...], properties: Mapping[str, Any], number: int) -> None:
        """Writes a node with whatever properties. Raises `SeparatorError`."""
        self._row(self._nodes[labels], "-".join(labels), _NODE, str(number), properties)

    def tie(self, type_: str, start: int, end: int, properties: Mapping[str, Any]) -> None:
        """Writes a relationship with whatever properties. Raises `SeparatorError`."""
        self._row(self._ties[type_], type_, _TIE, f"{start},{end}", properties)

    def nodes(self, label: str, columns: Columns) -> Rows:
        """A file of nodes whose rows come written: the number, then these columns."""
        rows = Rows(self._folder, label, _NODE, columns)
        self._nodes[label,] = [rows]
        return rows

    def ties(self, type_: str, columns: Columns) -> Rows:
        """A file of relationships whose rows come written: the numbers of both ends, then these columns."""
        rows = Rows(self._folder, type_, _TIE, columns)
        self._ties[type_] = [rows]
        return rows

    def start_again(self, separator: str, *kept: Rows) -> None:
        """Forgets all but the `kept`; lists are to be separated by another character."""
        self.separator = separator
        self._nodes = defaultdict(list, {key: files for key, files in self._nodes.items() if set(files) & set(kept)})
        self._ties = defaultdict(list, {key: files for key, files in self._ties.items() if set(files) & set(kept)})

    def arguments(self) -> tuple[str, ...]:
        """Finishes the files, and gives the arguments that name them."""
        found = [(f"--nodes={':'.join(labels)}", file) for labels, files in self._nodes.items() for file in files]
        found += [(f"--relationships={type_}", file) for type_, files in self._ties.items() for file in files]
        named = [f"{option}={file.finish()}" for option, file in found]
        buffer = max(BUFFER, *(file.longest * 5 for _, file in found))  # a character has up to four bytes
        return (*OPTIONS, f"--array-delimiter=U+{ord(self.separator):04X}", f"--read-buffer-size={buffer}", *named)

    def _row(
        self, tables: list[_Table | Rows], name: str, first: tuple[str, ...], ends: str, properties: Mapping[str, Any]
    ) -> None:
        types, cells = {}, {}
        for column, value in properties.items():
            types[column], cells[column] = cell(value, self.separator)
        table = next((t for t in tables if isinstance(t, _Table) and t.takes(types)), None)
        if table is None:
            table = _Table(self._folder, f"{name}-{len(tables)}" if tables else name, first)
            tables.append(table)
            table.takes(types)
        table.add(ends, cells)


class _File(ABC):
    """Rows in one file, and their header in another."""

    def __init__(self, folder: Path, name: str, first: tuple[str, ...], columns: Columns) -> None:
        self.longest = 0
        self._folder = folder
        self._name = name
        self._first = first
        self._columns = dict(columns)
        self._begun = False

    def finish(self) -> str:
        """Writes what is left and the header; gives the names of both files."""
        self._flush()
        header = [*self._first, *(f"{name}:{type_}" for name, type_ in self._columns.items())]
        (self._folder / f"{self._name}.header.csv").write_text(",".join(header) + "\n", "utf-8")
        return f"./{self._name}.header.csv,./{self._name}.csv"  # calendar releases want a folder

    @abstractmethod
    def _flush(self) -> None:
        """Writes the rows that wait."""

    def _write(self, lines: Sequence[str]) -> None:
        self.longest = max(self.longest, *map(len, lines)) if lines else self.longest
        with (self._folder / f"{self._name}.csv").open("ab" if self._begun else "wb") as file:
            file.write("".join([f"{line}\n" for line in lines]).encode())
        self._begun = True


class Rows(_File):
    """A file whose rows come written."""

    def __init__(self, folder: Path, name: str, first: tuple[str, ...], columns: Columns) -> None:
        super().__init__(folder, name, first, columns)
        self._lines: list[str] = []

    def add(self, line: str) -> None:
        """Adds a row."""
        self._lines.append(line)
        if len(self._lines) == FLUSHED:
            self._flush()

    def _flush(self) -> None:
        self._write(self._lines)
        self._lines.clear()


class _Table(_File):
    """A file whose columns are those of its first rows."""

    def __init__(self, folder: Path, name: str, first: tuple[str, ...]) -> None:
        super().__init__(folder, name, first, {})
        self._rows: list[tuple[str, Mapping[str, str]]] = []

    def takes(self, types: Mapping[str, str]) -> bool:
        """Makes room for a row whose columns are of these types; false when that can't be.

        Once the first rows are written, there is no room for other columns.
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

    def _flush(self) -> None:
        self._write([",".join([ends, *[cells.get(c, "") for c in self._columns]]) for ends, cells in self._rows])
        self._rows.clear()
