"""The claims file, the one interchange format: reading, checking and writing it."""

from dragoman.loader.claims.reader import make_of_claims, read_claims
from dragoman.loader.claims.rejects import Count, Reject, Rejects
from dragoman.loader.claims.survey import is_claims_file
from dragoman.loader.claims.validate import from_record
from dragoman.loader.claims.writer import to_record, write_claims

__all__ = [
    "Count",
    "Reject",
    "Rejects",
    "from_record",
    "is_claims_file",
    "make_of_claims",
    "read_claims",
    "to_record",
    "write_claims",
]
