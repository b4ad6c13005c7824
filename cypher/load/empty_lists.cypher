// An import takes an empty list for none. These are the lists that a load writes even when they are empty.
MATCH (e:Entity) WHERE e.aliases IS NULL CALL (e) { SET e.aliases = [] } IN TRANSACTIONS OF 10000 ROWS;
MATCH (d:Document) WHERE d.digests IS NULL CALL (d) { SET d.digests = [] } IN TRANSACTIONS OF 10000 ROWS;
MATCH (:Entity)-[r]->(:Entity) WHERE r.publishers IS NULL CALL (r) { SET r.publishers = [] } IN TRANSACTIONS OF 10000 ROWS;
