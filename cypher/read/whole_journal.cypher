MATCH (l:Load)
RETURN l.id AS id, properties(l) AS row
