UNWIND $ids AS id
MATCH (l:Load {id: id})
RETURN properties(l) AS note
