// By way of the documents: claims have no index on their mentions, which each load would have to fill.
UNWIND $mentions AS id
MATCH (d:Document)-[:MENTIONS {id: id}]->()
WITH d, collect(id) AS ids
MATCH (d)<-[:IN]-(p:Passage)<-[:STATED_IN]-(c:Claim)
WHERE c.subject_mention IN ids OR c.object_mention IN ids
RETURN properties(c) AS claim, p.start AS start, p.end AS end, p.text AS text
