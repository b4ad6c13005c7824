MATCH (l:Load {id: 'lock'})
RETURN l.model AS model, NOT EXISTS { MATCH (n) WHERE NOT n:Load } AS empty
