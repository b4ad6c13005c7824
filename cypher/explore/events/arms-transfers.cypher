// Who supplies arms to whom
// id: arms-transfers
// description: Sales, donations and deliveries of arms and equipment, with supplier and recipient where they are named.
// param country: entity(Country|Organization) = null, only transfers of this country, as supplier or recipient, itself or through a body
// column date: when, as reported (EDTF)
// column suppliers: who supplies
// column recipients: who receives
// column items: the equipment and fields named
// column transfer: the transfer
// column status: asserted, planned or contested; contested too when anybody's part in it is denied
// column quote: the first sentence
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {}

MATCH (t:Transfer)
WHERE EXISTS {
    MATCH (t)-[:COVERS]->(item:Entity)
    WHERE item:Equipment OR item.name = 'arms-transfer'
  }
  AND ($country IS NULL OR EXISTS {
    MATCH (t)<-[:PARTICIPATED_IN]-(:Entity)-[:PART_OF*0..2]->(country:Entity)
    WHERE country.id = $country OR country.name = $country
  })
CALL (t) {
  MATCH (t)-[r]-(:Entity)
  RETURN r ORDER BY type(r) <> 'PARTICIPATED_IN', coalesce(r.first_published, '9999'), r.key LIMIT 1
}
RETURN t.date AS date,
  COLLECT {
    MATCH (t)<-[:PARTICIPATED_IN {role: 'supplier'}]-(who:Entity) RETURN who.name ORDER BY who.name
  } AS suppliers,
  COLLECT {
    MATCH (t)<-[:PARTICIPATED_IN {role: 'recipient'}]-(who:Entity) RETURN who.name ORDER BY who.name
  } AS recipients,
  COLLECT { MATCH (t)-[:COVERS]->(item:Entity) RETURN item.name ORDER BY item.name } AS items,
  t.name AS transfer, t.status AS status,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY t.earliest, transfer, key
