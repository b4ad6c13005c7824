"""How fast and how exactly loaders bring one graph into Neo4j: one corpus, one server, one run; ratios, not seconds.

`python -m bench.load --help` lists the options. Each loader stands in a module of its own.
"""
