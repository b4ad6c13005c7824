CYPHER replan=skip
UNWIND $entities AS id
MATCH (e:Entity {id: id})
USING INDEX e:Entity(id)
DETACH DELETE e
