// The next load of these documents is to write them anew, whatever it brings.
MATCH (d:Document) WHERE d.id IN $documents SET d.digests = []
