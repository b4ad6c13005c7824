// A country's partners, year by year
// id: partners-by-year
// description: With which countries it shares events and agreements, itself or through people and bodies. No year means
//   that no document dates them. What is only planned does not count.
// param country: entity(Country|Organization), the country
// column year: year of the events and agreements
// column partner: the other country
// column talks: talks and visits
// column exercises: exercises
// column agreements: agreements
// column other: transfers, conflicts and joint statements
// column documents: documents of the best reported of them
// column example: that one's name
// column quote: a sentence that ties the partner to it
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes
// example: {"country": "Azerbaijan"}

MATCH (country:Entity)
WHERE country.id = $country OR country.name = $country
MATCH (country)<-[:HOLDS_POSITION|PART_OF*0..2]-(:Entity)-[own:PARTICIPATED_IN|SIGNED|PARTY_TO]->(event:Entity)
WHERE own.status <> 'planned'
WITH DISTINCT country, event
MATCH (event)<-[r:PARTICIPATED_IN|SIGNED|PARTY_TO]-(:Entity)-[:HOLDS_POSITION|PART_OF*0..2]->(q:Country)
WHERE r.status <> 'planned' AND q <> country
WITH event, q, r ORDER BY r.documents DESC, coalesce(r.first_published, '9999'), r.key
WITH event, q, head(collect(r)) AS r
WITH event.earliest.year AS year, q, event, r ORDER BY r.documents DESC, event.name, r.key
WITH year, q, collect({event: event, r: r}) AS shared
WITH year, q, shared, head(shared).event AS example, head(shared).r AS r
RETURN year, q.name AS partner,
  size([s IN shared WHERE s.event:Talks OR s.event:Visit]) AS talks,
  size([s IN shared WHERE s.event:Exercise]) AS exercises,
  size([s IN shared WHERE s.event:Agreement]) AS agreements,
  size([s IN shared WHERE s.event:Transfer OR s.event:Conflict OR s.event:Statement]) AS other,
  r.documents AS documents, example.name AS example,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key
ORDER BY year, size(shared) DESC, partner, key
