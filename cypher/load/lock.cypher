MATCH (l:Load {id: 'lock'}) SET l.n = l.n + 1 RETURN l.model AS model
