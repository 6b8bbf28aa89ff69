"""Directives to files, one module a format; :data:`WRITERS` names them."""

from analyzer.writing.files import atomic_file
from analyzer.writing.registry import WRITERS, Writer, writer_for

__all__ = ["WRITERS", "Writer", "atomic_file", "writer_for"]
