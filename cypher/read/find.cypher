// Entities that a text may mean: by id, by the id of a mention, by name, then by full text. All four are index seeks.
CALL () {
  MATCH (e:Entity) WHERE e.id IN $ids RETURN e, 0.0 AS score, false AS mentioned
  UNION
  MATCH (:Document)-[m:MENTIONS]->(e:Entity) WHERE m.own_id IN $ids RETURN DISTINCT e, 0.0 AS score, m.own_id = $text AS mentioned
  UNION
  UNWIND $prefixes AS prefix
  MATCH (e:Entity) WHERE e.id STARTS WITH prefix RETURN e, 0.0 AS score, false AS mentioned LIMIT $most
  UNION
  MATCH (e:Entity) WHERE e.name = $text RETURN e, 0.0 AS score, false AS mentioned LIMIT $most
  UNION
  CALL db.index.fulltext.queryNodes('entity_names', $words, {limit: CASE WHEN $kinds = [] THEN $most ELSE 20 * $most END})
  YIELD node AS e, score
  WHERE $kinds = [] OR e.kind IN $kinds
  RETURN e, score, false AS mentioned LIMIT $most
}
WITH e, max(score) AS score, max(mentioned) AS mentioned
RETURN e.id AS id, e.kind AS kind, e.name AS name, coalesce(e.aliases, []) AS aliases,
  mentioned, score,
  coalesce(e.documents, 0) AS documents,
  COUNT { (e)--() } - COUNT { (e)<-[:MENTIONS]-() } AS relationships,
  e.first_published AS first_published, e.last_published AS last_published
ORDER BY id
