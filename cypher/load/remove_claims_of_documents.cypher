// Claims that name these documents, wherever they stand.
UNWIND $documents AS id
MATCH (c:Claim {document: id})
DETACH DELETE c
