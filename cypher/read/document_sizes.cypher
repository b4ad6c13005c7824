// How many mentions and claims would go with each document.
UNWIND $documents AS id
MATCH (d:Document {id: id})
RETURN id, COUNT { (d)-[:MENTIONS]->() } + COUNT { (d)<-[:IN]-(:Passage)<-[:STATED_IN]-(:Claim) } AS size
