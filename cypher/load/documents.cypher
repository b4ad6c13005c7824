UNWIND $rows AS row
CREATE (d:Document)
SET d = row.document
CREATE (t:Text {id: row.text_id, text: row.text})-[:OF]->(d)
