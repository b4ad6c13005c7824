MERGE (l:Load {id: 'lock'}) ON CREATE SET l.n = 0, l.model = $model RETURN l.model AS model
