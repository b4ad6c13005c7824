// Every relationship of the domain layer.
MATCH (s:Entity)-[r]->(o:Entity)
RETURN s.id AS subject, type(r) AS predicate, o.id AS object, properties(r) AS properties
