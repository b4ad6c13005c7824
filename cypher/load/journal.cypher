MERGE (l:Load {id: $id}) SET l += $row
