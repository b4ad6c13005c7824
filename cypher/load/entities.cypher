UNWIND $rows AS row
MERGE (e:Entity {id: row.properties.id})
SET e = row.properties, e:$(row.labels)
