UNWIND $names AS name
OPTIONAL MATCH (d:Document)
WHERE d.id = name OR d.url = name
RETURN name, collect(d.id) AS ids
