// Who holds which position, and when they were seen in it
// id: position-holders
// description: Persons with a position in a country, its bodies and forces, or in an organisation. From and to say when
//   documents speak of them in that office, never more.
// param body: entity(Country|Organization), a country, ministry, service or other organisation
// column body: where the position is
// column titles: the titles as written
// column person: who
// column rank: military or diplomatic rank
// column tenure: former, acting or incoming, where said
// column seen_from: earliest publication that names the person in office
// column seen_to: latest one
// column documents: how many
// column status: asserted, planned or contested
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"body": "Azerbaijan"}

MATCH (top:Entity)
WHERE top.id = $body OR top.name = $body
MATCH (top)<-[:PART_OF*0..2]-(b:Entity)
WITH DISTINCT b
MATCH (b)<-[r:HOLDS_POSITION]-(p:Entity)
RETURN b.name AS body, r.titles AS titles, p.name AS person, r.rank AS rank, r.tenure AS tenure,
  r.first_published AS seen_from, r.last_published AS seen_to, r.documents AS documents, r.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY body, r.office, seen_from, person, key
