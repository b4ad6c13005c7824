UNWIND $entities AS id
MATCH (c:Claim {object: id})
RETURN id AS entity, c.predicate AS predicate, c.document AS document, c.modality AS modality
