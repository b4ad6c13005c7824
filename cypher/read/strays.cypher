// Evidence that lies in no document, and documents and texts that have not the ids by which they are found, by label.
CALL () {
  MATCH (c:Claim) WHERE NOT EXISTS { (c)-[:STATED_IN]->(:Passage) } RETURN 'Claim' AS label, c.id AS id, 'no sentence states it' AS reason
  UNION ALL
  MATCH (p:Passage) WHERE NOT EXISTS { (p)-[:IN]->(d:Document) WHERE d.id IS NOT NULL } RETURN 'Passage' AS label, p.id AS id, 'it lies in no document' AS reason
  UNION ALL
  MATCH (p:Passage) WHERE NOT EXISTS { (p)<-[:STATED_IN]-(:Claim) } RETURN 'Passage' AS label, p.id AS id, 'it states no claim' AS reason
  UNION ALL
  MATCH (t:Text) WHERE NOT EXISTS { (t)-[:OF]->(:Document) } RETURN 'Text' AS label, t.id AS id, 'it is of no document' AS reason
  UNION ALL
  MATCH (d:Document) WHERE d.id IS NULL RETURN 'Document' AS label, d.id AS id, 'it has no id, or another' AS reason
  UNION ALL
  MATCH (t:Text)-[:OF]->(d:Document) WHERE t.id IS NULL OR t.id <> 'text:' + d.id
  RETURN 'Text' AS label, t.id AS id, 'it has no id, or another' AS reason
  UNION ALL
  MATCH (d:Document) WHERE NOT EXISTS { (d)<-[:OF]-(:Text) } RETURN 'Document' AS label, d.id AS id, 'its text is missing' AS reason
}
RETURN label, id, reason
