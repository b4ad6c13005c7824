CALL (entities) {
  UNWIND $__TYPE__.new AS row
  WITH row, entities[row[0]] AS a, entities[row[1]] AS b
  CREATE (a)-[r:__TYPE__ {
    key: row[2], status: row[3], asserted: row[4], planned: row[5], negated: row[6], phrase: row[7], documents: row[8],
    publishers: row[9], confidence: row[10], quote: row[11], quoted_from: row[12], url: row[13],
    first_published: row[14], last_published: row[15]
  }]->(b)
  SET r += row[16]
}
CALL () {
  UNWIND $__TYPE__.changed AS row
  MATCH ()-[r:__TYPE__ {key: row[0]}]->()
  SET r += row[1]
}
