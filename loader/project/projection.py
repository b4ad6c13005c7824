"""The domain layer of a whole corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dragoman.loader.evidence import Evidence, Mention, Stated
from dragoman.loader.project.entities import entity_properties
from dragoman.loader.project.keyed import Keyed, Properties, Source, keyed, source_of
from dragoman.loader.project.relationships import relationship_properties
from dragoman.loader.project.status import occurrence
from dragoman.loader.resolve import Features, features_of, resolve_features


@dataclass(frozen=True, slots=True)
class Projection:
    """A whole domain layer: properties of entities by id, and `(subject, predicate, object, properties)` by key.

    `claims`: what it follows from, by the claim's id; `entity_of`: the entity of each mention.
    """

    entities: Mapping[str, Properties]
    relationships: Mapping[str, tuple[str, str, str, Properties]]
    claims: Mapping[str, Keyed]
    entity_of: Mapping[str, str]


def project(
    evidence: Iterable[Evidence],
    texts: Mapping[str, str] | None = None,
    features: Callable[[Mention], Features] = features_of,
) -> Projection:
    """The domain layer of a whole corpus.

    `texts` are digests of the documents' texts, by the document's id, for evidence that is without them. `features`
    gives the mentions' features, where they are known.
    """
    mentions: list[Mention] = []
    claims: list[Stated] = []
    sources: dict[str, Source] = {}
    for one in evidence:
        mentions.extend(one.mentions)
        claims.extend(one.claims)
        sources[one.document.id] = source_of(one.document, texts[one.document.id] if texts else "")
    clusters = resolve_features(map(features, mentions))
    entity_of = {mention.id: cluster.id for cluster in clusters for mention in cluster.mentions}
    by_id: dict[str, Keyed] = {}
    by_key: dict[str, list[Keyed]] = defaultdict(list)
    by_object: dict[str, list[Keyed]] = defaultdict(list)
    for claim in claims:
        one_keyed = keyed(claim, entity_of[claim.subject_mention], entity_of[claim.object_mention])
        by_id[claim.id] = one_keyed
        by_key[one_keyed.key].append(one_keyed)
        by_object[one_keyed.object].append(one_keyed)
    relationships = {}
    for key, group in by_key.items():
        properties = relationship_properties(group, sources)
        if properties is not None:
            relationships[key] = (group[0].subject, group[0].stated.predicate, group[0].object, properties)
    entities = {
        cluster.id: entity_properties(cluster.id, cluster.mentions, occurrence(by_object[cluster.id]))
        for cluster in clusters
    }
    return Projection(entities, relationships, by_id, entity_of)
