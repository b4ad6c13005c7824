UNWIND $entities AS id
MATCH (e:Entity {id: id})<-[:MENTIONS]-(d:Document)
WITH DISTINCT id, d
MATCH (d)<-[:IN]-(p:Passage)<-[:STATED_IN]-(c:Claim)
WHERE c.object = id
RETURN properties(c) AS claim, p.start AS start, p.end AS end, p.text AS text
