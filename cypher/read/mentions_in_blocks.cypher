UNWIND $blocks AS block
CALL (block) {
  MATCH (d:Document)-[m:MENTIONS {block: block}]->(e:Entity)
  RETURN d, m, e
  UNION ALL
  MATCH (d:Document)-[m:MENTIONS {block2: block}]->(e:Entity)
  RETURN d, m, e
  UNION ALL
  MATCH (c:Claim {block: block})
  MATCH (d:Document)-[m:MENTIONS {id: c.object_mention}]->(e:Entity)
  RETURN d, m, e
  UNION ALL
  MATCH (c:Claim {block2: block})
  MATCH (d:Document)-[m:MENTIONS {id: c.object_mention}]->(e:Entity)
  RETURN d, m, e
}
RETURN properties(m) AS mention, d.id AS document, d.published AS published, e.id AS entity
