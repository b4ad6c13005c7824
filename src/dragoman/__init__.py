"""Dragoman reads reporting on military and diplomatic relations into a Neo4j graph, sentence by sentence."""
