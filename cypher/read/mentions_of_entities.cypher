UNWIND $entities AS id
MATCH (d:Document)-[m:MENTIONS]->(e:Entity {id: id})
RETURN properties(m) AS mention, d.id AS document, d.published AS published, e.id AS entity
