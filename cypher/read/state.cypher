MATCH (l:Load {id: 'lock'}) RETURN l.n AS writes, NOT EXISTS { MATCH (:Document) } AS empty
