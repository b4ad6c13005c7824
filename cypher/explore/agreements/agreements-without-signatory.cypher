// Agreements of which no signatory is reported
// id: agreements-without-signatory
// description: Gaps to fill: agreements with parties or topics, for which no document says who signed.
// param party: entity(Country|Organization) = null, only those of this country or organisation
// column date: when it was signed, as reported (EDTF)
// column agreement: its name
// column form: declaration, treaty, memorandum, …
// column parties: who is party to it
// column status: asserted, planned or contested; contested too when anybody's part in it is denied
// column quote: the first sentence that names it
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {}

MATCH (g:Agreement)
WHERE NOT EXISTS { (g)<-[:SIGNED]-() }
  AND ($party IS NULL OR EXISTS {
    MATCH (g)<-[:PARTY_TO]-(party:Entity)
    WHERE party.id = $party OR party.name = $party
  })
CALL (g) {
  MATCH (g)-[r]-(:Entity)
  RETURN r ORDER BY type(r) <> 'PARTY_TO', coalesce(r.first_published, '9999'), r.key LIMIT 1
}
RETURN g.date AS date, g.name AS agreement, g.form AS form,
  COLLECT { MATCH (g)<-[:PARTY_TO]-(party:Entity) RETURN party.name ORDER BY party.name } AS parties,
  g.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY g.earliest, agreement, key
