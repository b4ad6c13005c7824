MATCH (d:Document)
OPTIONAL MATCH (d)<-[:IN]-(:Passage)<-[:STATED_IN]-(c:Claim)
WITH d, c.extractor AS extractor, count(c) AS claims
RETURN d.id AS id, d.title AS title, d.publisher AS publisher, d.published AS published, d.url AS url,
       collect(extractor) AS extractors, sum(claims) AS claims
ORDER BY published, id
