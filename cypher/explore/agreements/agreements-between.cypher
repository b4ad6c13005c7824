// Agreements between two countries
// id: agreements-between
// description: Agreements that both are party to, or that their people and bodies signed; with the signatories and the
//   fields covered.
// param a: entity(Country|Organization), one country or organisation
// param b: entity(Country|Organization), the other
// param since: date = null, only agreements of that day or later; undated ones are then left out
// column date: when it was signed, as reported (EDTF)
// column agreement: its name
// column form: declaration, treaty, memorandum, …
// column signatories: who signed
// column topics: what it covers
// column status: asserted, planned or contested; never planned once any document says that it was signed
// column quote: the first sentence that ties the first country to it
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"a": "Azerbaijan", "b": "Türkiye"}

MATCH (a:Entity)
WHERE a.id = $a OR a.name = $a
MATCH (b:Entity)
WHERE b.id = $b OR b.name = $b
MATCH (a)<-[:HOLDS_POSITION|PART_OF*0..2]-(own:Entity)-[r:PARTY_TO|SIGNED]->(g:Agreement)
WHERE ($since IS NULL OR g.latest >= date($since))
  AND EXISTS { (b)<-[:HOLDS_POSITION|PART_OF*0..2]-(:Entity)-[:PARTY_TO|SIGNED]->(g) }
WITH g, r ORDER BY r.status = 'planned', type(r), coalesce(r.first_published, '9999'), r.key
WITH g, head(collect(r)) AS r
RETURN g.date AS date, g.name AS agreement, g.form AS form,
  COLLECT { MATCH (g)<-[:SIGNED]-(who:Entity) RETURN who.name ORDER BY who.name } AS signatories,
  COLLECT { MATCH (g)-[:COVERS]->(topic:Entity) RETURN topic.name ORDER BY topic.name } AS topics,
  CASE
    WHEN r.status = 'planned' AND EXISTS { (g)-[held:PARTICIPATED_IN|SIGNED|PARTY_TO|TOOK_PLACE_IN]-(:Entity) WHERE held.asserted > 0 }
    THEN 'asserted' ELSE r.status
  END AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY g.earliest, agreement, key
