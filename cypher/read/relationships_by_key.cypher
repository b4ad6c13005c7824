UNWIND $__TYPE__ AS key
MATCH ()-[r:__TYPE__ {key: key}]->()
RETURN properties(r) AS properties
