MATCH (d:Document)
OPTIONAL MATCH (c:Claim {document: d.id})
WITH d, c.extractor AS extractor, count(c) AS claims
RETURN d.id AS id, d.title AS title, d.publisher AS publisher, d.published AS published, d.url AS url,
       collect(extractor) AS extractors, sum(claims) AS claims
ORDER BY published, id
