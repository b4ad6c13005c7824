// Where documents disagree
// id: disagreements
// description: Dates and facts that exclude each other, and relationships that some documents state and others deny.
// column what: the thing, or both ends of the relationship
// column about: the property that differs, or the relationship in dispute
// column values: what documents give, or how many state and how many deny it
// column documents: how many documents speak of it
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {}

CALL () {
  MATCH (e:Entity)
  WHERE e.contested IS NOT NULL
  CALL (e) {
    MATCH (e)-[r]-(:Entity)
    RETURN r ORDER BY coalesce(r.first_published, '9999'), r.key LIMIT 1
  }
  UNWIND e.contested AS about
  RETURN e.name AS what, about, CASE about WHEN 'date' THEN e.dates ELSE e[about + '_values'] END AS values,
    e.documents AS documents, r
  UNION ALL
  MATCH (s:Entity)-[r]->(o:Entity)
  WHERE r.status = 'contested'
  RETURN s.name + ' and ' + o.name AS what, r.phrase AS about,
    ['stated by ' + toString(r.asserted + r.planned), 'denied by ' + toString(r.negated)] AS values,
    r.documents AS documents, r
}
RETURN what, about, values, documents,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY about, what, key
