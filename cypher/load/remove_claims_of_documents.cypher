// Claims that name these documents, wherever they stand.
MATCH (c:Claim)
WHERE c.document IN $documents
DETACH DELETE c
