"""The graph in Neo4j: schema, loading, retraction, health and exports.

All writes go through `change.apply`: documents leave, documents come, and everything derived follows.
"""
