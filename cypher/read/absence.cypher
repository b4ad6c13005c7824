RETURN EXISTS { MATCH (:Document) } AS documents, EXISTS { MATCH (:Load {id: 'lock'}) } AS prepared,
       COUNT { MATCH (n) WHERE NOT n:Load } AS nodes
