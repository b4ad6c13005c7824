MATCH (d:Document)
WHERE d.id IS NOT NULL
RETURN d.id AS id
ORDER BY id
