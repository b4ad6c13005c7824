CYPHER replan=skip
UNWIND $blocks AS block
CALL (block) {
  MATCH (d:Document)-[m:MENTIONS {block: block}]->(e:Entity)
  USING INDEX SEEK m:MENTIONS(block)
  RETURN d, m, e
  UNION ALL
  MATCH (d:Document)-[m:MENTIONS {block2: block}]->(e:Entity)
  USING INDEX SEEK m:MENTIONS(block2)
  RETURN d, m, e
  UNION ALL
  MATCH (c:Claim {block: block})
  USING INDEX SEEK c:Claim(block)
  WITH c.object_mention AS id
  MATCH (d:Document)-[m:MENTIONS {id: id}]->(e:Entity)
  USING INDEX SEEK m:MENTIONS(id)
  RETURN d, m, e
  UNION ALL
  MATCH (c:Claim {block2: block})
  USING INDEX SEEK c:Claim(block2)
  WITH c.object_mention AS id
  MATCH (d:Document)-[m:MENTIONS {id: id}]->(e:Entity)
  USING INDEX SEEK m:MENTIONS(id)
  RETURN d, m, e
}
RETURN properties(m) AS mention, d.id AS document, d.published AS published, e.id AS entity
