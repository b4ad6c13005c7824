MATCH (l:Load)
WHERE l.id STARTS WITH 'file:' AND l.code = $code AND l.size >= $least
RETURN sum(l.size) AS size
