"""The graph in Neo4j: schema, loading, retraction, health and exports.

A change is planned (`change`: documents leave, documents come, and everything derived follows) and then written
(`writing`); a load sends its changes through a `pipeline`.
"""
