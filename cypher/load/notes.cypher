UNWIND $rows AS row
MERGE (l:Load {id: row.note.id}) SET l = row.note
WITH row
UNWIND row.outdated AS id
MATCH (l:Load {id: id})
DELETE l
