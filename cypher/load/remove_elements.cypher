// Relationships by the database's own ids.
MATCH ()-[r]->()
WHERE elementId(r) IN $elements
DELETE r
