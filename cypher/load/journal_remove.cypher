MATCH (l:Load {id: $id}) DELETE l
