MERGE (l:Load {id: $id}) SET l.last = datetime({timezone: 'UTC'}), l += $row
