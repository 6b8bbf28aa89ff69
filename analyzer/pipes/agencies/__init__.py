"""Organisations and classes of organisations that a text names."""

from analyzer.pipes.agencies.cells import complete
from analyzer.pipes.agencies.finder import find
from analyzer.pipes.agencies.grouping import group
from analyzer.pipes.agencies.lexicon import opens_other_word

__all__ = ["complete", "find", "group", "opens_other_word"]
