MATCH (d:Document {publisher: $publisher})
RETURN d.id AS id
ORDER BY id
