"""Where documents come from: text files, saved web pages, JSON Lines; one module a format."""

from dragoman.loader.sources.found import Found
from dragoman.loader.sources.problems import Problem
from dragoman.loader.sources.read import find_sources, read_documents, read_source

__all__ = ["Found", "Problem", "find_sources", "read_documents", "read_source"]
