// Entities are found once; all that belongs to a document is then created along them, without any look-up. Rows are
// lists, since the driver packs each name of a map like a value, and may end early: entities are [id, [all properties], changed, labels],
// documents [properties, text, mentions, passages], ends of mentions and claims places in the list of entities.
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
    FOREACH (e IN [entities[m[0]]] |
      CREATE (d)-[:MENTIONS {
        id: m[1], own_id: m[2], kind: m[3], name: m[4], extractor: m[5], start: m[6], block: m[7], context: m[8],
        aliases: m[9], properties: m[10], block2: m[11], identifiers: m[12]
      }]->(e)))
  WITH d, row
  UNWIND row[3] AS passage
  CREATE (p:Passage {id: passage[0], start: passage[1], end: passage[2], text: passage[3]})-[:IN]->(d)
  WITH row[0] AS document, p, passage
  UNWIND passage[4] AS c
  CREATE (claim:Claim {
    id: c[0], key: c[1], subject: $entities[c[2]][0], predicate: c[3], object: $entities[c[4]][0], modality: c[5],
    confidence: c[6], extractor: c[7], document: document.id, published: document.published, subject_mention: c[8],
    object_mention: c[9], block: c[10], block2: c[12]
  })-[:STATED_IN]->(p)
  SET claim += coalesce(c[11], {})
}
