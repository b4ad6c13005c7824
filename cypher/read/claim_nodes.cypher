MATCH (c:Claim)
OPTIONAL MATCH (c)-[:STATED_IN]->(p:Passage)
OPTIONAL MATCH (p)-[:IN]->(d:Document)
RETURN properties(c) AS claim, p.start AS start, p.end AS end, p.text AS text, p.id AS passage, d.id AS document
