// What is reported of a person
// id: person-profile
// description: Positions first, then events and agreements by date.
// param person: entity(Person), the person
// column what: title, role in the event, or what the person did
// column kind: kind of the thing
// column thing: body, event or agreement
// column date: when the event or agreement was, as reported (EDTF)
// column seen_from: when it was first reported
// column seen_to: when it was last reported
// column status: asserted, planned or contested: whether the person did
// column quote: the first sentence that says so
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"person": "Ilham Aliyev"}

MATCH (p:Entity)
WHERE p.id = $person OR p.name = $person
MATCH (p)-[r]->(x:Entity)
RETURN CASE type(r)
    WHEN 'HOLDS_POSITION' THEN coalesce(head(r.titles), 'position')
    WHEN 'PARTICIPATED_IN' THEN coalesce(r.role, r.phrase)
    ELSE r.phrase
  END AS what,
  x.kind AS kind, x.name AS thing, coalesce(head(r.dates), x.date) AS date,
  r.first_published AS seen_from, r.last_published AS seen_to, r.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY type(r) <> 'HOLDS_POSITION', x.earliest, what, thing, key
