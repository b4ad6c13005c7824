MERGE (l:Load {id: 'lock'}) ON CREATE SET l.n = 0, l.model = $model
WITH l WHERE l.model <> $model
SET l.model = $model
