UNWIND $rows AS row
MATCH (p:Passage {id: row.passage})
CREATE (c:Claim)-[:STATED_IN]->(p)
SET c = row.claim
