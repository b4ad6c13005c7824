// Precedes what every batch runs and what has many parts: a tenth of a second to plan, again whenever the graph has
// grown. All of it seeks by constraints, whose plan is the same for a graph of any size.
CYPHER replan=skip
