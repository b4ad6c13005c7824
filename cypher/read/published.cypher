UNWIND $documents AS id
MATCH (d:Document {id: id})
RETURN id, coalesce(d.published, '') AS published
