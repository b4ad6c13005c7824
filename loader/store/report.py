"""The report of a load, for machines: what was read became loaded, unchanged, left out or rejected; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from dragoman.loader.claims import Rejects
from dragoman.loader.inputs import LeftOut
from dragoman.loader.store.loaded import Loaded

Counts = dict[str, int]

_RECORD = {"documents": "document", "entities": "entity", "claims": "claim"}


def report(loaded: Loaded, rejects: Rejects, left_out: LeftOut, read: Mapping[str, int]) -> dict[str, Any]:
    """What became of the records of a load, as a JSON object.

    `read` has the numbers of good documents, entities and claims that were read, counted as they came. Of each kind of
    record, what is `read` here, the bad ones included, is the sum of what became of it. `left_out` are those under the
    wanted confidence; `rejected` those that were set aside and those of documents that were refused. An entity record
    without a document counts once for each document that uses it. Lines whose kind can't be told count under `unknown`.
    """
    set_aside = {kind: count.rejected for kind, count in rejects.counts.items()}
    kinds = {
        "documents": _counts(
            added=loaded.documents_added,
            changed=loaded.documents_changed,
            unchanged=loaded.documents_unchanged,
            rejected=loaded.documents_refused + set_aside["document"],
        ),
        "entities": _counts(
            added=loaded.entities_added,
            unchanged=loaded.entities_unchanged,
            left_out=left_out.entities,
            rejected=loaded.entities_refused + set_aside["entity"],
        ),
        "claims": _counts(
            added=loaded.claims_added,
            changed=loaded.claims_changed,
            unchanged=loaded.claims_unchanged,
            left_out=left_out.claims,
            rejected=loaded.claims_refused + set_aside["claim"],
        ),
        "unknown": _counts(rejected=set_aside["unknown"]),
    }
    return {
        "dragoman": version("dragoman"),
        **{
            kind: {"read": read.get(kind, 0) + set_aside[_RECORD.get(kind, kind)], **counts}
            for kind, counts in kinds.items()
        },
        "claims_removed": loaded.claims_removed,
        "refused": loaded.refused,
        "rejected": [str(reject) for reject in rejects.kept],
        "ignored": rejects.warnings,
    }


def _counts(*, added: int = 0, changed: int = 0, unchanged: int = 0, left_out: int = 0, rejected: int = 0) -> Counts:
    """What can become of records, whatever their kind; entities are replaced, so that none is `changed`."""
    return {
        "added": added,
        "changed": changed,
        "unchanged": unchanged,
        "left_out": left_out,
        "rejected": rejected,
    }
