// Where to start: what is in the graph
// id: start-here
// description: How many things of each kind there are, the newest documents, and who has the most relationships.
//   Take a name of the last part to the query timeline.
// column section: kinds, newest documents, or most connected
// column what: a kind, a title, or a name
// column count: how many; of a document, how many claims it makes
// column published: when the document was published, or the thing first named in one
// column url: where the document is
// column id: what other queries take
// example: {}

CALL () {
  MATCH (e:Entity)
  WITH e.kind AS what, count(*) AS count, min(e.first_published) AS published
  RETURN 1 AS part, 'kinds' AS section, what, count, published, null AS url, null AS id
  UNION ALL
  MATCH (d:Document)
  WITH d ORDER BY coalesce(d.published, '') DESC, d.id LIMIT 10
  RETURN 2 AS part, 'newest documents' AS section, coalesce(d.title, d.url, d.id) AS what,
    COUNT { (d)<-[:IN]-(:Passage)<-[:STATED_IN]-(:Claim) } AS count, d.published AS published, d.url AS url, d.id AS id
  UNION ALL
  MATCH (e:Entity)
  WITH e, COUNT { (e)--() } - COUNT { (e)<-[:MENTIONS]-() } AS count
  ORDER BY count DESC, e.id LIMIT 10
  RETURN 3 AS part, 'most connected' AS section, e.name AS what, count, e.first_published AS published,
    null AS url, e.id AS id
}
RETURN section, what, count, published, url, id
ORDER BY part, CASE part WHEN 2 THEN published END DESC, count DESC, what, id
