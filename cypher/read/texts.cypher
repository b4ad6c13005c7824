UNWIND $documents AS id
MATCH (t:Text)-[:OF]->(d:Document {id: id})
RETURN d AS document, t.text AS text
ORDER BY d.id
