MATCH (e:Entity)
RETURN e.id AS id, labels(e) AS labels, properties(e) AS properties
