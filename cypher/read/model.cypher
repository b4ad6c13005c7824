MATCH (l:Load {id: 'lock'})
RETURN l.model AS model
