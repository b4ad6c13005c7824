UNWIND $keys AS key
MATCH (c:Claim {key: key})
RETURN DISTINCT c.key AS key
