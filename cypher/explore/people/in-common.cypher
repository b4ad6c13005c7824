// What two people have in common
// id: in-common
// description: Events, agreements, bodies and countries that both are tied to. Works for any two things, not people
//   alone.
// param a: entity, one person
// param b: entity, the other
// column kind: kind of what they share
// column shared: what they share
// column date: when it was, as reported (EDTF)
// column how_a: what ties the first to it
// column how_b: what ties the other to it
// column quote: the sentence for the first
// column publishers: who published it
// column published: when it was first published
// column url: where that sentence is
// column key: what the query evidence takes for the first
// column quote_b: the sentence for the other
// column key_b: what the query evidence takes for the other
// example: {"a": "Ilham Aliyev", "b": "Recep Tayyip Erdoğan"}

MATCH (a:Entity)
WHERE a.id = $a OR a.name = $a
MATCH (b:Entity)
WHERE b.id = $b OR b.name = $b
MATCH (a)-[r]-(x:Entity)-[s]-(b)
RETURN x.kind AS kind, x.name AS shared, x.date AS date,
  coalesce(r.role, head(r.titles), r.phrase) AS how_a, coalesce(s.role, head(s.titles), s.phrase) AS how_b,
  r.quote AS quote, r.publishers AS publishers, r.first_published AS published, r.url AS url, r.key AS key,
  s.quote AS quote_b, s.key AS key_b
ORDER BY x.earliest, kind, shared, how_a, how_b, key, key_b
