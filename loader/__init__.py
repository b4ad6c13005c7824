"""Documents become claims, claims become a graph."""
