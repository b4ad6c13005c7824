UNWIND $mentions AS x
CALL (x) {
MATCH (c:Claim {subject_mention: x}) RETURN c UNION MATCH (c:Claim {object_mention: x}) RETURN c }
MATCH (c)-[:STATED_IN]->(p:Passage)
RETURN DISTINCT properties(c) AS claim, p.start AS start, p.end AS end, p.text AS text
