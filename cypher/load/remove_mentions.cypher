CYPHER replan=skip
UNWIND $mentions AS id
MATCH ()-[m:MENTIONS {id: id}]->()
USING INDEX SEEK m:MENTIONS(id)
DELETE m
