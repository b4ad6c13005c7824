MATCH (n)
WHERE NOT n:Load
RETURN labels(n) AS labels, n.id AS id, properties(n) AS properties
ORDER BY id, labels
