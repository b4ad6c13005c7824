MERGE (l:Load {id: $id}) SET l.last = datetime(), l += $row
