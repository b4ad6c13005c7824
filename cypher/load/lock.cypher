MATCH (l:Load {id: 'lock'}) SET l.n = l.n + 1 REMOVE l.by
RETURN l.n AS writes, NOT EXISTS { MATCH (:Document) } AS empty
