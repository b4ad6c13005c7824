SHOW INDEXES YIELD name, state, owningConstraint
RETURN collect(CASE WHEN owningConstraint IS NULL THEN name END) AS names,
       collect(CASE WHEN state = "FAILED" THEN name END) AS failed
