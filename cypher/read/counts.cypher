RETURN COUNT { MATCH (:Document) } AS documents, COUNT { MATCH (:Claim) } AS claims, COUNT { MATCH (:Entity) } AS entities,
       COUNT { MATCH (:Entity)-[r]->(:Entity) } AS relationships
