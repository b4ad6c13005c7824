// Timeline of a country, person, body, place or topic
// id: timeline
// description: Its events and agreements by date. A country's and a body's include those of its people and bodies.
// param who: entity, what the timeline is of
// param since: date = null, only what was on that day or later; undated things are then left out
// param until: date = null, only what was on that day or earlier; undated things are then left out
// column date: when, as reported (EDTF)
// column what: the event or agreement
// column kind: its kind
// column how: how it is tied, and through whom
// column place: where
// column status: asserted, planned or contested; never planned once any document says that it took place
// column quote: the first sentence that ties it
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"who": "Türkiye"}

MATCH (side:Entity)
WHERE side.id = $who OR side.name = $who
MATCH (side)<-[:HOLDS_POSITION|PART_OF|LOCATED_IN*0..2]-(own:Entity)
WITH DISTINCT side, own
MATCH (own)-[r:PARTICIPATED_IN|SIGNED|PARTY_TO|TOOK_PLACE_IN|COVERS|UNDER|ABOUT]-(x:Entity)
WHERE (x:Event OR x:Agreement)
  AND ($since IS NULL OR x.latest >= date($since))
  AND ($until IS NULL OR x.earliest <= date($until))
WITH x, own, r,
  coalesce(r.role, r.phrase) + CASE WHEN own = side THEN '' ELSE ': ' + own.name END AS how
ORDER BY own <> side, r.status = 'planned', coalesce(r.first_published, '9999'), r.key
WITH x, collect(DISTINCT how) AS how, head(collect(r)) AS r
RETURN x.date AS date, x.name AS what, x.kind AS kind,
  COLLECT { UNWIND how AS one RETURN one ORDER BY one } AS how,
  COLLECT { MATCH (x)-[:TOOK_PLACE_IN]->(p:Entity) RETURN p.name ORDER BY p.name } AS place,
  CASE
    WHEN r.status = 'planned' AND EXISTS { (x)-[held:PARTICIPATED_IN|SIGNED|PARTY_TO|TOOK_PLACE_IN]-(:Entity) WHERE held.asserted > 0 }
    THEN 'asserted' ELSE r.status
  END AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY x.earliest, what, key
