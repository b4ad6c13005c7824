// What is reported of an agreement
// id: agreement-profile
// description: Its parties, who signed it, what it covers, where it was signed, and what is held under it.
// param agreement: entity(Agreement), the agreement
// column how: what ties the thing to the agreement
// column kind: kind of the thing
// column thing: party, signatory, field, place or event
// column date: when, as reported (EDTF)
// column status: asserted, planned or contested
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"agreement": "Shusha Declaration"}

MATCH (g:Entity)
WHERE g.id = $agreement OR g.name = $agreement
MATCH (g:Agreement)-[r]-(x:Entity)
RETURN r.phrase AS how, x.kind AS kind, x.name AS thing, coalesce(head(r.dates), x.date) AS date,
  r.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY CASE type(r) WHEN 'PARTY_TO' THEN 1 WHEN 'SIGNED' THEN 2 WHEN 'COVERS' THEN 3 ELSE 4 END, how, thing, key
