// Documents of which an extractor claims something, and how much; by its name, or by name and version.
MATCH (c:Claim)
WHERE c.extractor = $extractor OR c.extractor STARTS WITH $extractor + '/'
RETURN c.document AS id, count(c) AS claims
ORDER BY id
