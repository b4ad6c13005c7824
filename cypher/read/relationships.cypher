MATCH (a)-[r]->(b)
RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS properties, coalesce(r.key, r.id, '') AS key
ORDER BY type, start, end, key
