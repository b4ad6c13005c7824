"""Texts become claims, offline: frames over a parse, from lexicons and reference data."""

from dragoman.loader.extract.explanation import explanation
from dragoman.loader.extract.extractor import Extractor, load_extractor
from dragoman.loader.extract.frames import load_frames
from dragoman.loader.extract.lexicon import load_lexicon
from dragoman.loader.extract.processes import Read, read_all
from dragoman.loader.extract.write import Origin

__all__ = ["Extractor", "Origin", "Read", "explanation", "load_extractor", "load_frames", "load_lexicon", "read_all"]
