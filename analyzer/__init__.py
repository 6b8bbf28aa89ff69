"""Reads Vietnamese administrative directives and turns them into a structured task list.

>>> from analyzer import analyze
>>> directive = analyze("Giao Sở Nội vụ báo cáo UBND tỉnh trước ngày 30/6/2024.")
>>> [(t.assignees[0].name, str(t.deadlines[0].end)) for t in directive.tasks]
[('Sở Nội vụ', '2024-06-30')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.api import analyze, load
    from analyzer.assembly.models import Directive

__version__ = "0.1.0"
__all__ = ["Directive", "__version__", "analyze", "load"]

_HOMES = {"analyze": "analyzer.api", "load": "analyzer.api", "Directive": "analyzer.assembly.models"}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for: ``import analyzer`` alone stays quick."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
