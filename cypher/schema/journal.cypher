MERGE (l:Load {id: 'lock'}) ON CREATE SET l.n = 0, l.model = $model
WITH l WHERE coalesce(l.model, -1) <> $model
SET l.model = $model
