UNWIND $documents AS x
MATCH (c:Claim {document: x})
MATCH (c)-[:STATED_IN]->(p:Passage)
RETURN DISTINCT properties(c) AS claim, p.start AS start, p.end AS end, p.text AS text
