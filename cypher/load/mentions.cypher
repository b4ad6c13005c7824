UNWIND $rows AS row
MATCH (d:Document {id: row.document}), (e:Entity {id: row.entity})
CREATE (d)-[m:MENTIONS]->(e)
SET m = row.mention
