CYPHER replan=skip
UNWIND $entities AS id
MATCH (e:Entity {id: id})
USING INDEX SEEK e:Entity(id)
DETACH DELETE e
