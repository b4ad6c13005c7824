// How many mentions and claims would go with each document.
UNWIND $documents AS id
MATCH (d:Document {id: id})
RETURN id, COUNT { (d)-[:MENTIONS]->() } + COUNT { MATCH (:Claim {document: id}) } AS size
