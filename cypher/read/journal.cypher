MATCH (l:Load)
WHERE l.at IS NOT NULL
RETURN properties(l) AS load
ORDER BY l.at DESC
LIMIT $limit
