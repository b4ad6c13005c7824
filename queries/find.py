"""Finds entities by id or by any spelling of a name, best first.

What counts as best: the id itself; the id that a mention has alone (it leads to what the mention was merged into); the
name as written; an alias as written; a name or alias that differs in case, diacritics or script only, then in
transliteration; a person's name of which it is a part; a name that has words in common. The database finds candidates
by index (`cypher/read/find.cypher`); the ranking here is a function of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.cypher import statement
from dragoman.errors import DragomanError, UsageError
from dragoman.loader.names import fold, slug
from dragoman.loader.ontology import ontology
from dragoman.queries.countries import country_in_any_language, known_country
from dragoman.queries.matching import Match, match_of, says_all
from dragoman.queries.results import Rows

if TYPE_CHECKING:
    import neo4j

COLUMNS = (
    "id", "kind", "name", "aliases", "documents", "relationships", "first_published", "last_published", "match",
)  # fmt: skip
MOST = 50
TIMEOUT = 30.0

_SHOWN = 5
_INDEX = "entity_names"


@dataclass(frozen=True, slots=True)
class _Candidate:
    match: Match
    record: Mapping[str, Any]

    @property
    def order(self) -> tuple[Match, float, int, str]:
        return (self.match, -round(self.record["score"], 3), -self.record["documents"], self.record["id"])


def find(driver: neo4j.Driver, database: str | None, text: str) -> Rows:
    """The entities that `text` may mean, at most `MOST`, best first; how each matched is in the column `match`.

    Any text is taken as a name, whatever signs it holds.
    """
    candidates = _candidates(driver, database, text)
    records = [{**c.record, "match": c.match.name.lower()} for c in candidates]
    return Rows.of(COLUMNS, ([record[column] for column in COLUMNS] for record in records))


def resolve(driver: neo4j.Driver, database: str | None, text: str, parameter: str, kinds: Collection[str] = ()) -> str:
    """The id of the one entity that `text` means best, among those of some `kinds` where they are given.

    Raises `UsageError` when several match equally well (with their ids) and when none matches but by common words. Of
    some kinds, a name that has all the words is enough where only one has.
    """
    found = _candidates(driver, database, text, sorted(kinds))
    candidates = [c for c in found if not kinds or c.record["kind"] in kinds]
    sure = [c for c in candidates if c.match is not Match.WORDS]
    best = [c for c in sure if c.match is sure[0].match]
    if not best and kinds:
        best = [c for c in candidates if says_all(c.record, text)]
    if len(best) == 1:
        return str(best[0].record["id"])
    if best:
        raise UsageError(f'{parameter} "{text}" may be one of {_listed(best)}; give the id of the one that you mean')
    near = f"; near are {_listed(candidates)}" if candidates else ""
    others = [c for c in _candidates(driver, database, text) if c.match is not Match.WORDS] if kinds else []
    if others:
        kind = "/".join(sorted({c.record["kind"] for c in others}))
        near = f", but a {kind}: {_listed(others)}{near}"
    what = f"no {' or '.join(sorted(kinds))}" if others else "nothing"
    raise UsageError(f'{parameter} "{text}" is {what} that the graph names{near}. Look with: dragoman find TEXT')


def _candidates(driver: neo4j.Driver, database: str | None, text: str, kinds: Sequence[str] = ()) -> list[_Candidate]:
    """What a text may mean, best first. Where nothing is sure, it may be a country's name in another language."""
    text = text.strip()
    if not text:
        return []
    country = known_country(text)
    found = _looked_up(driver, database, text, country, kinds)
    if any(c.match is not Match.WORDS for c in found) or not (country := country_in_any_language(text)):
        return found
    return _looked_up(driver, database, text, country, kinds)


def _looked_up(
    driver: neo4j.Driver, database: str | None, text: str, country: str, wanted: Sequence[str]
) -> list[_Candidate]:
    import neo4j
    from neo4j.exceptions import ClientError

    kinds = ontology().kinds.values()
    ids = {f"{_kebab(kind.name)}:{slug(text)}" for kind in kinds if not kind.described}
    parameters = {
        "text": text,
        "ids": sorted({text, *ids, *(f"country:{code}" for code in [country] if code)}),
        "prefixes": sorted(f"{_kebab(kind.name)}:{slug(text)}~" for kind in kinds),
        "words": lucene(text),
        "kinds": list(wanted),
        "most": MOST,
    }
    with driver.session(
        database=database, default_access_mode=neo4j.READ_ACCESS, notifications_min_severity="OFF"
    ) as session:

        @neo4j.unit_of_work(timeout=TIMEOUT)
        def read(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return transaction.run(statement("read/find"), parameters).data()

        try:
            records = session.execute_read(read)
        except ClientError as error:
            if _INDEX not in str(error.message):
                raise
            if session.run(statement("read/counts")).single(strict=True)["entities"]:
                raise DragomanError(f"the index {_INDEX} is missing; any load makes it again") from None
            return []  # nothing was ever loaded
    return sorted((_Candidate(match_of(record, text, country), record) for record in records), key=lambda c: c.order)[
        :MOST
    ]


def lucene(text: str) -> str:
    """A full-text query for all words of a text as written, else as folded, else near them; nothing in it is syntax.

    >>> lucene("Əliyev OR (x)")
    '(+"Əliyev" +"OR" +"x") OR (+"aliyev" +"or" +"x") OR (aliyev~1 "or" "x")'
    """
    written = re.findall(r"\w+", text)[:20]
    folded = fold(text).split()[:20]
    near = [f"{word}~{1 if len(word) < 7 else 2}" if len(word) > 3 else f'"{word}"' for word in folded]
    groups = [[f'+"{word}"' for word in written], [f'+"{word}"' for word in folded], near]
    return " OR ".join(f"({' '.join(group)})" for group in groups if group) or '""'


def _listed(candidates: list[_Candidate]) -> str:
    shown = [f"{c.record['id']} ({c.record['name']})" for c in candidates[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else "")


def _kebab(kind: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()
