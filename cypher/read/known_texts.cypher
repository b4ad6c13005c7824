UNWIND $digests AS digest
MATCH (d:Document {sha256: digest})
RETURN DISTINCT digest
