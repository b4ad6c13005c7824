// Where documents disagree
// id: disagreements
// description: Dates and facts that exclude each other, and relationships that some documents state and others deny. A
//   row for each side of the disagreement.
// column what: the thing, or both ends of the relationship
// column about: the property that differs, or the relationship in dispute
// column value: what these documents give; of a relationship asserted, planned or negated
// column documents: how many documents give it
// column quote: the first sentence of them
// column publishers: who published them
// column published: when the first was published (EDTF)
// column url: where that sentence is
// column key: what the query evidence takes
// example: {}

CALL () {
  MATCH (e:Entity)
  WHERE e.contested IS NOT NULL
  UNWIND e.contested AS about
  UNWIND CASE about WHEN 'date' THEN e.dates ELSE e[about + '_values'] END AS value
  MATCH (e)<-[m:MENTIONS]-(d:Document)
  WHERE any(end IN ['"' + value + '"', value + ',', value + '}'] WHERE m.properties CONTAINS '":' + end)
  OPTIONAL MATCH (d)<-[:IN]-(p:Passage)<-[:STATED_IN]-(c:Claim)
  WHERE e.id IN [c.subject, c.object]
  RETURN e.id AS id, e.name AS what, about, value, c, p, d
  UNION ALL
  MATCH (s:Entity)-[r]->(o:Entity)
  WHERE r.status = 'contested'
  MATCH (c:Claim {key: r.key})-[:STATED_IN]->(p:Passage)-[:IN]->(d:Document)
  RETURN r.key AS id, s.name + ', ' + o.name AS what, replace(r.phrase, 'disputed: ', '') AS about,
    c.modality AS value, c, p, d
}
WITH id, what, about, value, c, p, d ORDER BY coalesce(d.published, '9999'), d.id, p.start, c.id
WITH id, what, about, value, head(collect({d: d, p: p, c: c})) AS first, count(DISTINCT d) AS documents,
  collect(DISTINCT d.publisher) AS publishers
RETURN what, about, value, documents, first.p.text AS quote, publishers, first.d.published AS published,
  first.d.url AS url, first.c.key AS key
ORDER BY what, about, id, value
