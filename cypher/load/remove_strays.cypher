// Takes out documents without an id or a text, evidence that lies in no document, and entities without an id; a text
// gets the id of its document's back.
CALL () {
  MATCH (e:Entity) WHERE e.id IS NULL DETACH DELETE e
}
CALL () {
  MATCH (d:Document) WHERE d.id IS NULL OR NOT EXISTS { (d)<-[:OF]-(:Text) } DETACH DELETE d
}
CALL () {
  MATCH (p:Passage) WHERE NOT EXISTS { (p)-[:IN]->(:Document) } DETACH DELETE p
}
CALL () {
  MATCH (c:Claim) WHERE NOT EXISTS { (c)-[:STATED_IN]->(:Passage) } DETACH DELETE c
}
CALL () {
  MATCH (p:Passage) WHERE NOT EXISTS { (p)<-[:STATED_IN]-(:Claim) } DETACH DELETE p
}
CALL () {
  MATCH (t:Text) WHERE NOT EXISTS { (t)-[:OF]->(:Document) } DETACH DELETE t
}
CALL () {
  MATCH (t:Text)-[:OF]->(d:Document) WHERE t.id IS NULL OR t.id <> 'text:' + d.id SET t.id = 'text:' + d.id
}
