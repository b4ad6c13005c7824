"""Questions to the graph: canned queries, the network, analyses."""
