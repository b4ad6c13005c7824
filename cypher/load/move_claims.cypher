CYPHER replan=skip
UNWIND $rows AS row
MATCH (c:Claim {id: row.id})
USING INDEX SEEK c:Claim(id)
SET c.subject = row.subject, c.object = row.object, c.key = row.key
