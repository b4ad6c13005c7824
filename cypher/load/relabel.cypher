// Takes all labels off entities; writing them again gives the right ones.
UNWIND $entities AS id
MATCH (e:Entity {id: id})
WITH e, [label IN labels(e) WHERE label <> 'Entity'] AS labels
REMOVE e:$(labels)
