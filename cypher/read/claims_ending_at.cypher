UNWIND $entities AS id
MATCH (e:Entity {id: id})<-[:MENTIONS]-(d:Document)
WITH DISTINCT id, d
MATCH (d)<-[:IN]-(:Passage)<-[:STATED_IN]-(c:Claim)
WHERE c.object = id
RETURN id AS entity, c.predicate AS predicate, c.document AS document, c.modality AS modality
