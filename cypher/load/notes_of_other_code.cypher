MATCH (l:Load)
WHERE l.id STARTS WITH 'file:' AND coalesce(l.code, '') <> $code
DELETE l
