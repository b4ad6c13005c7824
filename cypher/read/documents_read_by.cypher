// Documents of which an extractor says something, and how much it claims; by its name, or by name and version.
CALL () {
  MATCH (c:Claim)
  WHERE c.extractor = $extractor OR c.extractor STARTS WITH $extractor + '/'
  RETURN c.document AS id, 1 AS claim
  UNION ALL
  MATCH (d:Document)-[m:MENTIONS]->(:Entity)
  WHERE m.extractor = $extractor
  RETURN d.id AS id, 0 AS claim
}
RETURN id, sum(claim) AS claims
ORDER BY id
