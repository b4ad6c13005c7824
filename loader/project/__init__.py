"""The domain layer as a function of evidence and resolution: what each entity and relationship says.

Used for a graph in Neo4j and for one without a server alike, so that the two can't differ. Each derived value is a
merge of what single documents contribute: a count, a set, a least or a greatest. Dates are ordered by earliest day.
"""

from dragoman.loader.project.entities import entity_properties, join_entity
from dragoman.loader.project.keyed import Keyed, Properties, Source, keyed, office_and_tenure, source_of
from dragoman.loader.project.projection import Projection, project
from dragoman.loader.project.relationships import join_relationship, relationship_properties, relationship_share
from dragoman.loader.project.status import join_status, modalities, occurrence, status_of

__all__ = [
    "Keyed",
    "Projection",
    "Properties",
    "Source",
    "entity_properties",
    "join_entity",
    "join_relationship",
    "join_status",
    "keyed",
    "modalities",
    "occurrence",
    "office_and_tenure",
    "project",
    "relationship_properties",
    "relationship_share",
    "source_of",
    "status_of",
]
