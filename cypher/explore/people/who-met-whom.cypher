// Whom someone met
// id: who-met-whom
// description: Talks and visits of a person, body or country, with each other side. A country meets through its people
//   and bodies too.
// param who: entity(Country|Organization|Person), a person, body or country
// param since: date = null, only what was on that day or later; undated meetings are then left out
// column date: when, as reported (EDTF)
// column meeting: the talks or visit
// column who: who took part on the side asked for
// column whom: who else took part
// column role: the other's role
// column place: where
// column status: asserted, planned or contested: whether the other took part
// column quote: the first sentence that names the other as taking part
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"who": "Zakir Hasanov"}

MATCH (side:Entity)
WHERE side.id = $who OR side.name = $who
MATCH (side)<-[:HOLDS_POSITION|PART_OF*0..2]-(own:Entity)
WITH collect(DISTINCT own) AS own
UNWIND own AS one
MATCH (one)-[:PARTICIPATED_IN]->(m:Talks|Visit)
WHERE $since IS NULL OR m.latest >= date($since)
WITH own, m, collect(DISTINCT one.name) AS who
MATCH (m)<-[r:PARTICIPATED_IN]-(other:Entity)
WHERE NOT other IN own
WITH m, other, r, COLLECT { UNWIND who AS name RETURN name ORDER BY name } AS who
RETURN m.date AS date, m.name AS meeting, who, other.name AS whom, r.role AS role,
  COLLECT { MATCH (m)-[:TOOK_PLACE_IN]->(p:Entity) RETURN p.name ORDER BY p.name } AS place, r.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY m.earliest, meeting, whom, key
