MATCH (a:Entity)-[r]->(b:Entity)
RETURN elementId(r) AS element, type(r) AS predicate, a.id AS subject, b.id AS object, properties(r) AS properties
