"""Who is who: which mentions, in one document or many, name the same thing.

A deterministic function of the mentions. Two mentions can only meet in a shared block; what becomes of a mention
follows from its connected component under `related`, so that a load has to look at the components that it touches.
"""

from dragoman.loader.resolve.clusters import Cluster, resolve, resolve_features
from dragoman.loader.resolve.features import Features, features_of
from dragoman.loader.resolve.related import related

__all__ = ["Cluster", "Features", "features_of", "related", "resolve", "resolve_features"]
