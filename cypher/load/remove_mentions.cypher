UNWIND $mentions AS id
MATCH ()-[m:MENTIONS {id: id}]->()
DELETE m
