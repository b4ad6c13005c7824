"""All Cypher text: `schema/`, `load/`, `read/` and the canned queries in `explore/<theme>/`.

`statement("read/find")` is the text of `read/find.cypher`. A file may hold placeholders for a label or a relationship
type, which Cypher takes no parameter for (`__TYPE__`); they are filled only with names of the ontology.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dragoman.errors import DataError

_PLACEHOLDER = re.compile(r"__([A-Z][A-Z0-9]*)__")


@cache
def statement(path: str, **placeholders: str) -> str:
    """The statement in `<path>.cypher`, with `__NAME__` filled from the keyword argument `name`.

    Raises `DataError` when there is no such file, when a placeholder is left over or not in the file, and when a value
    is neither kind, group nor predicate of the ontology.

    >>> statement("read/nothing")
    Traceback (most recent call last):
    dragoman.errors.DataError: cypher/read/nothing.cypher: no such file
    """
    where = f"cypher/{path}.cypher"
    try:
        text = (files(__name__) / f"{path}.cypher").read_text("utf-8").strip()
    except FileNotFoundError:
        raise DataError(f"{where}: no such file") from None
    values = {name.upper(): value for name, value in placeholders.items()}
    wanted = set(_PLACEHOLDER.findall(text))
    if wanted != set(values):
        raise DataError(f"{where}: has the placeholders {sorted(wanted)}, but values for {sorted(values)} were given")
    for name, value in values.items():
        if value not in _names():
            raise DataError(f'{where}: "{value}" for {name} is neither kind, group nor predicate of the ontology')
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


@cache
def _names() -> frozenset[str]:
    from dragoman.loader.ontology import ontology

    known = ontology()
    groups = {kind.group for kind in known.kinds.values() if kind.group}
    return frozenset(known.kinds) | frozenset(known.predicates) | groups
