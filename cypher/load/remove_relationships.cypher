CYPHER replan=skip
UNWIND $keys AS key
MATCH ()-[r:__TYPE__ {key: key}]->()
USING INDEX SEEK r:__TYPE__(key)
DELETE r
