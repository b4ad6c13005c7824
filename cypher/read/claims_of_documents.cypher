UNWIND $documents AS x
MATCH (:Document {id: x})<-[:IN]-(p:Passage)<-[:STATED_IN]-(c:Claim)
RETURN properties(c) AS claim, p.start AS start, p.end AS end, p.text AS text
