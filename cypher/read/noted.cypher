MATCH (l:Load)
WHERE l.id STARTS WITH 'file:' AND l.code = $code AND l.size >= $least
RETURN l {.id, .size, .extractors, .noted} AS note
