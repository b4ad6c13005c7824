MATCH (l:Load {id: 'lock'}) RETURN l.n AS writes
