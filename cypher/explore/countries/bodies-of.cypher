// A country's forces and bodies
// id: bodies-of
// description: Ministries, services and units that are part of a country or of a larger body, with those who hold a
//   position there.
// param country: entity(Country|Organization), a country or larger body
// column body: the body or force
// column kind: its kind
// column part_of: what it is part of
// column people: who holds a position there
// column events: in how many events it takes part
// column status: asserted, planned or contested
// column quote: the first sentence that names it as part of the other
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"country": "Azerbaijan"}

MATCH (country:Entity)
WHERE country.id = $country OR country.name = $country
MATCH (country)<-[:PART_OF*0..2]-(whole:Entity)<-[r:PART_OF]-(b:Entity)
WITH DISTINCT whole, r, b
RETURN b.name AS body, b.kind AS kind, whole.name AS part_of,
  COLLECT { MATCH (b)<-[:HOLDS_POSITION]-(p:Entity) RETURN DISTINCT p.name AS name ORDER BY name } AS people,
  COUNT { (b)-[:PARTICIPATED_IN]->() } AS events, r.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY part_of, body, key
