// Exercises, and who takes part
// id: exercises
// description: Drills and manoeuvres, with all who take part, the place and the fields they deal with.
// param who: entity(Country|Organization) = null, only those of this country or body; a country takes part through its forces too
// column date: when, as reported (EDTF)
// column exercise: its name
// column participants: who takes part or hosts, with roles
// column place: where
// column topics: what it deals with
// column status: asserted, planned or contested; contested too when anybody's part in it is denied
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {}

MATCH (x:Exercise)
WHERE $who IS NULL OR EXISTS {
  MATCH (x)<-[:PARTICIPATED_IN]-(:Entity)-[:PART_OF*0..2]->(side:Entity)
  WHERE side.id = $who OR side.name = $who
}
CALL (x) {
  MATCH (x)-[r]-(:Entity)
  RETURN r ORDER BY type(r) <> 'PARTICIPATED_IN', coalesce(r.first_published, '9999'), r.key LIMIT 1
}
RETURN x.date AS date, x.name AS exercise,
  COLLECT {
    MATCH (x)<-[p:PARTICIPATED_IN]-(who:Entity)
    RETURN who.name + coalesce(' (' + p.role + ')', '') AS name ORDER BY name
  } AS participants,
  COLLECT { MATCH (x)-[:TOOK_PLACE_IN]->(p:Entity) RETURN p.name ORDER BY p.name } AS place,
  COLLECT { MATCH (x)-[:COVERS]->(topic:Entity) RETURN topic.name ORDER BY topic.name } AS topics,
  x.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY x.earliest, exercise, key
