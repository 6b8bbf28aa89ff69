"""JSON of the output contract: one document a file, indented."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from analyzer.assembly.models import Directive


def dump(directive: Directive, indent: int | None = None) -> bytes:
    """The document as UTF-8 JSON; the key ``text`` is left out where the canonical text is."""
    left_out = {"text"} if directive.text is None else None
    return directive.model_dump_json(indent=indent, exclude=left_out).encode("utf-8")


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write each document, indented, one after the other."""
    for directive in directives:
        file.write(dump(directive, indent=2) + b"\n")
