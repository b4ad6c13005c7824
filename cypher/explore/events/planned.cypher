// What is planned
// id: planned
// description: Events and agreements that someone plans to take part in, sign or join, where no document says that they
//   took place or were signed, by whomever.
// param since: date = null, only what was announced on that day or later
// column date: when it is to be, as reported (EDTF)
// column what: the event or agreement
// column kind: its kind
// column who: who plans to take part, with roles
// column place: where
// column quote: the first sentence that announces it
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {}

MATCH (who:Entity)-[r:PARTICIPATED_IN|SIGNED|PARTY_TO]->(x:Entity)
WHERE r.status = 'planned' AND ($since IS NULL OR r.last_published >= $since)
  AND NOT EXISTS { (x)-[held:PARTICIPATED_IN|SIGNED|PARTY_TO|TOOK_PLACE_IN]-(:Entity) WHERE held.asserted > 0 }
WITH x, who, r ORDER BY coalesce(r.first_published, '9999'), who.name, r.key
WITH x, head(collect(r)) AS r, collect(DISTINCT who.name + coalesce(' (' + r.role + ')', '')) AS who
RETURN x.date AS date, x.name AS what, x.kind AS kind,
  COLLECT { UNWIND who AS name RETURN name ORDER BY name } AS who,
  COLLECT { MATCH (x)-[:TOOK_PLACE_IN]->(p:Entity) RETURN p.name ORDER BY p.name } AS place,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY x.earliest, what, key
