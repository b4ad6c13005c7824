// What took place somewhere
// id: events-in-place
// description: Events and signings in a country, region, city or building, and in what documents say lies within it.
// param place: entity(Place|Country), a place or country
// param since: date = null, only what was on that day or later; undated events are then left out
// column date: when, as reported (EDTF)
// column event: the event or agreement
// column kind: its kind
// column place: the place that the document names
// column who: who took part or signed
// column status: asserted, planned or contested; never planned once any document says that it took place
// column quote: the first sentence that places it there
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"place": "Baku"}

MATCH (top:Entity)
WHERE top.id = $place OR top.name = $place
MATCH (top)<-[:LOCATED_IN*0..3]-(p:Entity)
WITH DISTINCT p
MATCH (p)<-[r:TOOK_PLACE_IN]-(x:Entity)
WHERE $since IS NULL OR x.latest >= date($since)
RETURN x.date AS date, x.name AS event, x.kind AS kind, p.name AS place,
  COLLECT {
    MATCH (x)<-[:PARTICIPATED_IN|SIGNED|PARTY_TO]-(who:Entity) RETURN DISTINCT who.name AS name ORDER BY name
  } AS who,
  CASE
    WHEN r.status = 'planned' AND EXISTS { (x)-[held:PARTICIPATED_IN|SIGNED|PARTY_TO|TOOK_PLACE_IN]-(:Entity) WHERE held.asserted > 0 }
    THEN 'asserted' ELSE r.status
  END AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY x.earliest, event, place, key
