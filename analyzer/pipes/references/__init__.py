"""References: every mention of another document by number, and of laws by name and date."""

from analyzer.pipes.references.finder import find, own_mentions
from analyzer.pipes.references.number import DocumentNumber, parse_number

__all__ = ["DocumentNumber", "find", "own_mentions", "parse_number"]
