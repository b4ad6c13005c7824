"""All Cypher text: `schema/`, `load/` and the canned queries in `explore/<theme>/`."""
