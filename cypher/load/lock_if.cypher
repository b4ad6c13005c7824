MATCH (l:Load {id: 'lock'}) SET l.n = l.n + 1
WITH l WHERE l.n = $writes
