MATCH (l:Load {id: 'lock'}) SET l.n = l.n + 1
WITH l, l.by AS before WHERE l.n = $writes AND ($after IS NULL OR before = $after)
SET l.by = $by
WITH l
