// Entities are found once; all that belongs to a document is then created along them, without any look-up. The driver
// packs each value for itself, so rows are lists (entities are [id, [all properties], changed, labels]), and what holds
// neither users' text nor lists stands in one string, separated by tabs, which is empty where nothing is to be said.
// Ends of mentions, claims and relationships are places in the list of entities.
UNWIND range(0, size($entities) - 1) AS place
WITH place, $entities[place] AS row
MERGE (e:Entity {id: row[0]})
FOREACH (whole IN row[1] | SET e = whole, e:$(row[3]))
SET e += row[2]
WITH place, e
ORDER BY place
WITH collect(e) AS entities
CALL (entities) {
  UNWIND $documents AS row
  CREATE (d:Document)
  SET d = row[0]
  CREATE (:Text {id: 'text:' + row[0].id, text: row[1]})-[:OF]->(d)
  FOREACH (m IN row[2] |
    FOREACH (f IN [split(m[0], '\t')] |
      FOREACH (e IN [entities[toInteger(f[0])]] |
        CREATE (d)-[:MENTIONS {
          id: f[1], kind: f[2], extractor: row[4][toInteger(f[3])], start: toInteger(f[4]), own_id: f[5],
          block: nullIf(f[6], ''), block2: nullIf(f[7], ''), name: m[1], context: m[2], aliases: m[3],
          properties: m[4], identifiers: m[5]
        }]->(e))))
  WITH d, row
  UNWIND row[3] AS passage
  WITH d, row, passage, split(passage[0], '\t') AS f
  CREATE (p:Passage {id: f[0], start: toInteger(f[1]), end: toInteger(f[2]), text: passage[1]})-[:IN]->(d)
  WITH row[0] AS document, row[4] AS extractors, p, passage
  UNWIND range(0, size(passage[2]) - 1) AS i
  WITH document, extractors, p, passage[3][i] AS qualifiers, split(passage[2][i], '\t') AS f
  CREATE (claim:Claim {
    id: f[0], key: f[1], subject: $entities[toInteger(f[2])][0], predicate: f[3], object: $entities[toInteger(f[4])][0],
    modality: f[5], confidence: toFloat(f[6]), extractor: extractors[toInteger(f[7])], document: document.id,
    published: document.published, subject_mention: f[8], object_mention: f[9], block: nullIf(f[10], ''),
    block2: nullIf(f[11], '')
  })-[:STATED_IN]->(p)
  SET claim += coalesce(qualifiers, {})
}
CALL (entities) {
  UNWIND $relationships AS row
  WITH row, split(row[0], '\t') AS f
  WITH row, f, entities[toInteger(f[1])] AS a, entities[toInteger(f[2])] AS b
  CREATE (a)-[r:$(f[0]) {
    key: f[3], status: f[4], asserted: toInteger(f[5]), planned: toInteger(f[6]), negated: toInteger(f[7]),
    phrase: f[8], documents: toInteger(f[9]), confidence: toFloat(f[10]), quoted_from: nullIf(f[11], ''),
    first_published: nullIf(f[12], ''), last_published: nullIf(f[13], ''), publishers: row[1], quote: row[2],
    url: row[3]
  }]->(b)
  SET r += coalesce(row[4], {})
}
