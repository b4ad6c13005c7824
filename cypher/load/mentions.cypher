CYPHER replan=skip
UNWIND $rows AS row
MATCH (d:Document {id: row.document}), (e:Entity {id: row.entity})
USING INDEX SEEK d:Document(id) USING INDEX SEEK e:Entity(id)
CREATE (d)-[m:MENTIONS]->(e)
SET m = row.mention
