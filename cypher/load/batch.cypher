UNWIND range(0, size($entities) - 1) AS place
WITH place, $entities[place] AS row
MERGE (e:Entity {id: row.properties.id})
SET e = row.properties, e:$(row.labels)
WITH place, e
ORDER BY place
WITH collect(e) AS entities
CALL (entities) {
  UNWIND $documents AS row
  CREATE (d:Document)
  SET d = row.document
  CREATE (t:Text {id: row.text_id, text: row.text})-[:OF]->(d)
  FOREACH (m IN row.mentions |
    FOREACH (e IN [entities[m.entity]] |
      CREATE (d)-[r:MENTIONS]->(e)
      SET r = m.mention))
  WITH d, row
  UNWIND row.passages AS passage
  CREATE (p:Passage)-[:IN]->(d)
  SET p = passage.node
  WITH p, passage
  UNWIND passage.claims AS claim
  CREATE (c:Claim)-[:STATED_IN]->(p)
  SET c = claim
}
RETURN count(*) AS claims
