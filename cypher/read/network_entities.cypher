// Every entity of the domain layer.
MATCH (e:Entity)
RETURN properties(e) AS properties
