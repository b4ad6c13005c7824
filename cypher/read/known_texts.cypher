UNWIND $digests AS digest
MATCH (d:Document {sha256: digest})
RETURN digest, collect(DISTINCT coalesce(d.publisher, '')) AS publishers
