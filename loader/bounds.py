"""How long things may be: one place for the reader of claims, the sources and whoever makes ids.

An indexed value that is longer than Neo4j allows would fail its whole transaction, so it is refused on the way in.
"""

from __future__ import annotations

MAX_ID = 120
"""Characters of an id, an extractor's name, or the name of an identifier."""

MAX_NAME = 1_000
"""Characters of a name, alias, address, title, publisher or qualifier."""

MAX_VALUE = 10_000
"""Characters of a property's value, which no index holds."""

MAX_TEXT = 20_000_000
"""Bytes of a document's text in UTF-8, and of a file that holds one."""
