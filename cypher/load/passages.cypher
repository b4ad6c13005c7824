UNWIND $rows AS row
MATCH (d:Document {id: row.document})
CREATE (p:Passage {id: row.id, start: row.start, end: row.end, text: row.text})-[:IN]->(d)
