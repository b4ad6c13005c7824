MATCH (d:Document)-[m:MENTIONS]->(e:Entity)
RETURN m.id AS mention, e.id AS entity
