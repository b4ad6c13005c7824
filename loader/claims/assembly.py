"""The lines of one document become `DocumentClaims`: a function of them alone, in whatever order they are.

A bad record is set aside with its reason and takes with it only what rests on it: a document its entities and claims,
an entity the claims that use it. An id of two documents, or of two entities of one document, stands for neither. Of a
document in which the file is cut off nothing is read, for nobody knows what else was said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.errors import DataError
from dragoman.loader.claims.fields import show
from dragoman.loader.claims.rejects import Reject, Rejects
from dragoman.loader.claims.rows import Row, parse_row, read_row
from dragoman.loader.claims.spool import CUT, Line, Spool
from dragoman.loader.claims.survey import digest_of, number_of
from dragoman.loader.claims.validate import claim_problems, unknown_fields
from dragoman.loader.evidence import extractor_name
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity

_SIGNED = ("entity", "claim")
"""The kinds of records, beside documents, that may name an extractor."""


@dataclass(slots=True)
class _Entities:
    """What may stand at the end of a document's claims: ids of good entities and, with their lines, of bad ones.

    `loose` entities name no document; those that a claim uses are `adopted`.
    """

    good: dict[str, Entity] = field(default_factory=dict)
    bad: dict[str, int] = field(default_factory=dict)
    loose: dict[str, Row] = field(default_factory=dict)
    adopted: list[Row] = field(default_factory=list)

    def get(self, id_: str) -> Entity | None:
        row = self.loose.get(id_)
        return row.record if row and isinstance(row.record, Entity) else self.good.get(id_)

    def missing(self, end: str, id_: str) -> str:
        if id_ in self.bad:
            return f"{end}: entity {show(id_)} was rejected (line {self.bad[id_]}); mend it first"
        return f"{end}: entity {show(id_)} is unknown; add its record or mend the id"


class Assembly:
    """One reading of one file, called `name` in messages; with `strict` the first wrong record raises `DataError`."""

    def __init__(self, name: str, rejects: Rejects, strict: bool) -> None:
        self.name = name
        self.rejects = rejects
        self.strict = strict
        self.rejected: dict[int, Reject] | None = None  # of the document that is being read, by line
        self.warned = False  # of the document that is being read
        self.written: set[int] = set()  # lines of entities without a document that went to the file with one
        self.cut: tuple[str, int] = "", 0  # the document in which the file is cut off, and the line

    def fill(self, spool: Spool, lines: Iterable[Line]) -> None:
        """Spools what names a document, and the entities that name none; rejects the rest."""
        last = ""
        for line in lines:
            row = parse_row(line)
            if row.reason == CUT:
                self.cut = row.owner or last, line.number
            last = row.owner or last
            if row.kind == "entity" and "document" not in row.data and row.get("id"):
                spool.add_loose(line, row.get("id"))
            elif not row.owner:
                row = read_row(line)
                self.reject(row, row.reason)
            else:
                spool.add(line, row.owner, is_document=row.kind == "document")
        spool.complete()

    def assemble(self, owner: str, lines: list[Line], spool: Spool | None) -> Iterator[DocumentClaims]:
        """What the lines of one document say of it; nothing if the document itself is rejected."""
        self.rejected, self.warned = {}, False
        rows = [read_row(line) for line in lines]
        entities = _Entities()
        said = self.said(owner, rows, entities, spool)
        if said is not None and not (self.rejected or self.warned or entities.adopted):
            said = replace(said, lines=digest_of(owner, sum(map(number_of, lines))))
        if self.rejected:
            if spool is not None:
                for row in rows:
                    for end in ("subject", "object"):
                        self.find_loose(row.get(end), entities, spool)
            self.set_aside(owner, rows, entities)
        self.rejected = None
        if said is not None:
            yield said

    def said(self, owner: str, lines: Sequence[Row], entities: _Entities, spool: Spool | None) -> DocumentClaims | None:
        """What the good ones among a document's rows say of it; fills `entities`."""
        rows: dict[str, list[Row]] = {"document": [], "entity": [], "claim": []}
        for row in lines:
            if row.kind in rows and row.named == owner:
                rows[row.kind].append(row)
            else:  # no JSON, or a key that stands twice, so that the line's beginning says another document
                self.reject(
                    row, row.reason or f"document: differs from the line's beginning, {show(owner)}; say it once"
                )
                if row.reason == CUT:
                    self.cut = owner, row.line.number
        if self.cut[0] == owner:
            self.reject_cut(*rows["document"], *rows["entity"], *rows["claim"])
            return None
        document = rows["document"][0].record if len(rows["document"]) == 1 else None
        if not isinstance(document, Document):
            self.reject_document(owner, **rows)
            return None
        self.accept(rows["document"][0])
        self.entities(rows["entity"], entities)
        claims = self.claims(rows["claim"], document, entities, spool)
        return DocumentClaims(
            document,
            tuple(entity for _, entity in sorted(entities.good.items())),
            tuple(sorted(claims, key=lambda claim: claim.id)),
            readers=tuple(sorted(_readers(row for row in lines if row.line.number in (self.rejected or ())))),
        )

    def set_aside(self, owner: str, rows: Iterable[Row], entities: _Entities) -> None:
        """Writes all that was said of a document to the file of rejects, so that the repaired file replaces it."""
        reasons = self.rejected or {}
        for row in rows:
            self.rejects.write(row.data, document=owner, rejected=reasons.get(row.line.number))
        for row in (*entities.adopted, *entities.loose.values()):
            self.rejects.write(row.data, document=owner)
            self.written.add(row.line.number)

    def reject_document(self, owner: str, document: list[Row], entity: list[Row], claim: list[Row]) -> None:
        numbers = [row.line.number for row in document]
        for row in document:
            others = ", ".join(str(number) for number in numbers if number != row.line.number)
            self.reject(row, row.reason or f"id: {show(owner)} is used twice (line {others}); give each its own")
        reason = f"document: {show(owner)} is unknown; add its record or mend the id"
        if numbers:
            reason = f"document: {show(owner)} was rejected (line {numbers[0]}); mend it first"
        for row in (*entity, *claim):
            self.reject(row, row.reason or reason)

    def reject_cut(self, *rows: Row) -> None:
        """Rejects what stands of the document in which the file is cut off."""
        _, number = self.cut
        for row in rows:
            self.reject(
                row, row.reason or f"is of the document in which line {number} is cut off; fetch the file again"
            )

    def reject_orphans(self, owner: str, lines: Iterable[Line]) -> None:
        """Rejects, one by one, the lines of a document that has no record."""
        for line in lines:
            row = read_row(line)
            self.reject(row, row.reason or f"document: {show(owner)} is unknown; add its record or mend the id")

    def entities(self, rows: Iterable[Row], found: _Entities) -> None:
        """Finds the entities that name the document as theirs."""
        by_id: dict[str, list[Row]] = {}
        for row in rows:
            by_id.setdefault(row.get("id"), []).append(row)
        for id_, same in by_id.items():
            entity = same[0].record
            if len(same) == 1 and isinstance(entity, Entity):
                found.good[id_] = entity
                self.accept(same[0])
                continue
            found.bad[id_] = same[0].line.number
            for row in same:
                self.reject(row, row.reason or f"id: {show(id_)} is used twice in its document; give each its own")

    def claims(
        self, rows: Iterable[Row], document: Document, entities: _Entities, spool: Spool | None
    ) -> Iterable[Claim]:
        """The document's good claims; entities that they use and that name no document become the document's."""
        good: dict[str, Claim] = {}
        said: dict[object, tuple[int, Claim]] = {}
        for row in rows:
            claim = row.record
            if not isinstance(claim, Claim):
                self.reject(row, row.reason)
                continue
            ends = (claim.subject, claim.object)
            if spool is not None:
                for id_ in ends:
                    self.find_loose(id_, entities, spool)
            statement = _statement(claim)
            if reason := _claim_reason(claim, document, entities):
                pass
            elif claim.id in good:
                reason = f"id: {show(claim.id)} is used twice in its document; give each claim its own"
            elif statement in said:
                number, before = said[statement]
                by = f" by {before.extractor}" if before.extractor not in ("", claim.extractor) else ""
                reason = f"says the same as line {number}{by} in the same passage; keep one of them"
            if reason:
                self.reject(row, reason)
                continue
            good[claim.id] = claim
            said[statement] = row.line.number, claim
            self.accept(row)
            if spool is not None:
                for id_ in ends:
                    self.adopt(id_, entities, spool)
        return good.values()

    def find_loose(self, id_: str, entities: _Entities, spool: Spool) -> None:
        """Looks for an entity that names no document; one that is wrong or given twice counts as rejected."""
        if id_ in entities.good or id_ in entities.bad or id_ in entities.loose:
            return
        lines = spool.loose(id_)
        if not lines:
            return
        row = read_row(lines[0])
        if len(lines) == 1 and row.record is not None:
            entities.loose[id_] = row
        else:
            entities.bad[id_] = lines[0].number

    def adopt(self, id_: str, entities: _Entities, spool: Spool) -> None:
        """Makes an entity that names no document the document's own."""
        row = entities.loose.pop(id_, None)
        if row is not None and isinstance(row.record, Entity):
            entities.good[id_] = row.record
            entities.adopted.append(row)
            if spool.use(row.line):
                self.accept(row)

    def reject_unused(self, spool: Spool) -> None:
        for line in spool.unused():
            row = read_row(line)
            reason = "no accepted claim uses it and it names no document; add one of them or take it out"
            if len(spool.loose(row.get("id"))) > 1:
                reason = f"id: {show(row.get('id'))} is used twice; give each its own"
            self.reject(row, row.reason or reason)

    def accept(self, row: Row) -> None:
        self.rejects.accept(row.kind)
        for name in unknown_fields(row.data):
            self.rejects.ignore(name, self.name, row.line.number)
            self.warned = True

    def reject(self, row: Row, reason: str) -> None:
        reject = Reject(self.name, row.line.number, reason)
        self.rejects.add(row.kind, reject)
        if self.rejected is not None:
            self.rejected[row.line.number] = reject
        elif row.line.number not in self.written:
            self.rejects.write(row.data, rejected=reject)
        if self.strict:
            raise DataError(str(reject))


def _readers(rejected: Iterable[Row]) -> set[str]:
    """The extractors whose records are set aside, where these tell; a claim that names none is nobody's by name."""
    given = [row.data.get("extractor", "" if row.kind == "claim" else None) for row in rejected if row.kind in _SIGNED]
    return {extractor_name(extractor) for extractor in given if isinstance(extractor, str)}


def _statement(claim: Claim) -> object:
    """What makes two claims the same: everything but their ids, their confidence and their extractor's version."""
    start, end = claim.passage.start, claim.passage.end
    said = (claim.subject, claim.predicate, claim.object, claim.modality, extractor_name(claim.extractor), start, end)
    return (said, tuple(sorted(claim.qualifiers.items()))) if claim.qualifiers else said


def _claim_reason(claim: Claim, document: Document, entities: _Entities) -> str:
    """Why a claim can't stand beside its document and entities, or nothing."""
    subject, object_ = entities.get(claim.subject), entities.get(claim.object)
    if subject is not None and object_ is not None:
        return "; ".join(claim_problems(claim, document, subject, object_))
    ends = (("subject", claim.subject, subject), ("object", claim.object, object_))
    return "; ".join(entities.missing(end, id_) for end, id_, found in ends if found is None)
