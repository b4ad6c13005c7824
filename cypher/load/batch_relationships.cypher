CALL (entities) {
  UNWIND $__TYPE__.new AS row
  WITH row, split(row[0], '\t') AS f
  WITH row, f, entities[toInteger(f[0])] AS a, entities[toInteger(f[1])] AS b
  CREATE (a)-[r:__TYPE__ {
    key: f[2], status: f[3], asserted: toInteger(f[4]), planned: toInteger(f[5]), negated: toInteger(f[6]),
    phrase: f[7], documents: toInteger(f[8]), confidence: toFloat(f[9]), quoted_from: nullIf(f[10], ''),
    first_published: nullIf(f[11], ''), last_published: nullIf(f[12], ''), publishers: row[1], quote: row[2],
    url: row[3]
  }]->(b)
  SET r += coalesce(row[4], {})
}
CALL () {
  UNWIND $__TYPE__.changed AS row
  MATCH ()-[r:__TYPE__ {key: row[0]}]->()
  SET r += row[1]
}
