UNWIND $rows AS row
MATCH (a:Entity {id: row.subject}), (b:Entity {id: row.object})
MERGE (a)-[r:__TYPE__ {key: row.properties.key}]->(b)
SET r = row.properties
