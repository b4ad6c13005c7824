// What someone said
// id: statements-by
// description: Statements of a person, body or country, and what they are about. A country speaks through its people and
//   bodies too.
// param who: entity(Country|Organization|Person), a person, body or country
// param since: date = null, only what was said on that day or later; undated statements are then left out
// column date: when, as reported (EDTF)
// column speaker: who spoke
// column statement: the interview, speech or remark
// column about: the events, agreements and equipment that it is about
// column status: asserted, planned or contested
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"who": "Azerbaijan"}

MATCH (side:Entity)
WHERE side.id = $who OR side.name = $who
MATCH (side)<-[:HOLDS_POSITION|PART_OF*0..2]-(s:Entity)
WITH DISTINCT s
MATCH (s)-[r:PARTICIPATED_IN {role: 'speaker'}]->(x:Statement)
WHERE $since IS NULL OR x.latest >= date($since)
RETURN x.date AS date, s.name AS speaker, x.name AS statement,
  COLLECT { MATCH (x)-[:ABOUT]->(about:Entity) RETURN about.name ORDER BY about.name } AS about,
  r.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY x.earliest, speaker, statement, key
