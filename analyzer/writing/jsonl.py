"""JSON Lines: one document of the output contract a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from analyzer.assembly.models import Directive
from analyzer.writing.json import dump


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write each document as soon as it is there."""
    for directive in directives:
        file.write(dump(directive) + b"\n")
        file.flush()
