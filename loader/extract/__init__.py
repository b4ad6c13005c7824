"""Texts become claims, offline: frames over a parse, from lexicons and reference data."""

from dragoman.loader.extract.extractor import Extractor, extract_all, load_extractor
from dragoman.loader.extract.write import Origin

__all__ = ["Extractor", "Origin", "extract_all", "load_extractor"]
