// The sentences behind a relationship
// id: evidence
// description: Every sentence that states, announces or denies it, oldest first. Take the key from a row of another
//   query or from the relationship.
// param key: string, key of the relationship (32 hex digits)
// column modality: asserted, planned or negated
// column quote: the sentence
// column publisher: who published it
// column published: when (EDTF)
// column url: where it is
// column title: title of the document
// column subject: who or what the claim is about
// column predicate: what it says
// column object: of whom or what
// column confidence: from 0 to 1
// column extractor: who or what read the claim
// column document: id of the document
// example: {"key": "02b2efbc3fbdfee35736d641dee3caeb"}

MATCH (c:Claim {key: $key})-[:STATED_IN]->(p:Passage)-[:IN]->(d:Document)
OPTIONAL MATCH (s:Entity {id: c.subject})
OPTIONAL MATCH (o:Entity {id: c.object})
RETURN c.modality AS modality, p.text AS quote, d.publisher AS publisher, d.published AS published, d.url AS url,
  d.title AS title, s.name AS subject, c.predicate AS predicate, o.name AS object, c.confidence AS confidence,
  c.extractor AS extractor, d.id AS document
ORDER BY published, document, p.start, c.id
