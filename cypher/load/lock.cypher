MATCH (l:Load {id: 'lock'}) SET l.n = l.n + 1 RETURN l.n AS writes, NOT EXISTS { MATCH (:Document) } AS empty
