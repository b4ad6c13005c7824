MATCH (d:Document)-[m:MENTIONS]->(e:Entity)
RETURN properties(m) AS mention, d.id AS document, d.published AS published, e.id AS entity
