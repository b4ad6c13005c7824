// What a country's or body's cooperation is about
// id: topics-of
// description: Topics and equipment that its events and agreements cover, those of its people and bodies included.
// param who: entity(Country|Organization|Person), a country, body or person
// column topic: topic or equipment
// column kind: Topic or Equipment
// column events: how many events
// column agreements: how many agreements
// column with: the other countries in them, themselves or through their people and bodies
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"who": "Azerbaijan"}

MATCH (side:Entity)
WHERE side.id = $who OR side.name = $who
MATCH (side)<-[:HOLDS_POSITION|PART_OF*0..2]-(:Entity)-[:PARTICIPATED_IN|SIGNED|PARTY_TO]->(event:Entity)
WITH DISTINCT side, event
MATCH (event)-[r:COVERS]->(t:Entity)
WITH side, t, event, r ORDER BY coalesce(r.first_published, '9999'), r.key
WITH side, t, collect(event) AS events, head(collect(r)) AS r
RETURN t.name AS topic, t.kind AS kind,
  size([e IN events WHERE e:Event]) AS events, size([e IN events WHERE e:Agreement]) AS agreements,
  COLLECT {
    UNWIND events AS event
    MATCH (event)<-[:PARTICIPATED_IN|SIGNED|PARTY_TO]-(:Entity)-[:HOLDS_POSITION|PART_OF*0..2]->(other:Country)
    WHERE other <> side
    RETURN DISTINCT other.name AS name ORDER BY name
  } AS with,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY events + agreements DESC, topic, key
