MATCH (a:Entity)-[r]->(b:Entity)
RETURN type(r) AS predicate, a.id AS subject, b.id AS object, properties(r) AS properties
