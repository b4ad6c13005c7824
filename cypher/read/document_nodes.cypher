UNWIND $documents AS id
MATCH (d:Document {id: id})
RETURN collect(properties(d)) AS nodes
