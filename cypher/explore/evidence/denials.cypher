// What is denied
// id: denials
// description: Claims that something did not or will not happen, also those that no document contradicts and that make
//   no relationship in the graph.
// param who: entity = null, only denials that concern this person, body, country or thing
// column subject: who or what
// column predicate: the relationship that is denied
// column object: to whom or what
// column also_stated: whether another sentence states or announces it
// column quote: the sentence
// column publisher: who published it
// column published: when (EDTF)
// column url: where it is
// column key: what the query evidence takes
// example: {}

MATCH (c:Claim {modality: 'negated'})-[:STATED_IN]->(p:Passage)-[:IN]->(d:Document)
MATCH (s:Entity {id: c.subject})
MATCH (o:Entity {id: c.object})
WHERE $who IS NULL OR $who IN [s.id, s.name, o.id, o.name]
RETURN s.name AS subject, c.predicate AS predicate, o.name AS object,
  EXISTS { MATCH (other:Claim {key: c.key}) WHERE other.modality <> 'negated' } AS also_stated,
  p.text AS quote, d.publisher AS publisher, d.published AS published, d.url AS url, c.key AS key
ORDER BY published, d.id, p.start, key, c.id
