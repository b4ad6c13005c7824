UNWIND $keys AS key
MATCH ()-[r:__TYPE__ {key: key}]->()
DELETE r
