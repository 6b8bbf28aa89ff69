"""Every pattern of the package, found by watching what is compiled; run as a program it prints them as JSON.

All modules are imported and one document is read, for patterns that are made when they are first wanted. Beside each
stands the place in the code and how it is asked: by ``match`` and ``fullmatch`` alone, which begin at one place, or by
a search, which begins anywhere. What cannot be told is taken for a search.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import analyzer

PACKAGE = Path(analyzer.__file__).parent
_ANCHORED = {"match", "fullmatch"}
_NAMED = re.compile(r"^\s{0,8}(?:self\.)?(?P<name>\w{1,60})(?:: [\w.\[\]]{1,40})? ?=", re.MULTILINE)
#: What reads no document: the reviewers' pages, plots, tools for developers.
_APART = ("analyzer.archive.migrations", "analyzer.cli", "analyzer.reporting", "analyzer.service", "analyzer.learning")
#: What is compiled beside them and asked of no document: plots of our own making.
APART = ("reporting/plots.py",)
_SAMPLE = "1. Giao Sở Y tế rà soát quy trình, báo cáo kết quả trước ngày 30/6/2024.\nSTT | Nội dung\n1 | Rà soát"


def collect() -> list[dict[str, Any]]:
    """The patterns with their flags, places and ways of asking, in the order in which they are compiled."""
    found: dict[tuple[str, int], list[tuple[Path, int]]] = {}
    compiled = re._compile  # type: ignore[attr-defined]

    def watching(pattern: Any, flags: int) -> Any:
        made = compiled(pattern, flags)
        if isinstance(made.pattern, str) and (at := _place(sys._getframe(1))):
            found.setdefault((made.pattern, made.flags), []).append(at)
        return made

    re._compile = watching  # type: ignore[attr-defined]
    try:
        for module in pkgutil.walk_packages(analyzer.__path__, "analyzer."):
            if not module.name.startswith(_APART) and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        analyzer.analyze(_SAMPLE)
    finally:
        re._compile = compiled  # type: ignore[attr-defined]
    return [
        {
            "pattern": pattern,
            "flags": flags,
            "place": f"{places[0][0].relative_to(PACKAGE)}:{places[0][1]}",
            "how": sorted({how for place in places for how in _how(pattern, *place)}),
        }
        for (pattern, flags), places in found.items()
    ]


def _place(frame: FrameType | None) -> tuple[Path, int] | None:
    """Where the package has a pattern compiled; None where a library of others does."""
    while frame is not None and Path(frame.f_code.co_filename).parent.name == "re":
        frame = frame.f_back
    if frame is None:
        return None
    path = Path(frame.f_code.co_filename)
    return (path, frame.f_lineno) if path.is_relative_to(PACKAGE) else None


def _how(pattern: str, path: Path, line: int) -> set[str]:
    if path == PACKAGE / "knowledge" / "patterns.py":
        return {_kept().get(pattern, "search")}
    source = path.read_text(encoding="utf-8").split("\n")
    name = _NAMED.match(source[line - 1])
    if name is None or not name["name"].isupper():
        return {"search"}
    asked = set(re.findall(rf"\b{name['name']}\.(\w+)\(", "\n".join(source)))
    passed = len(re.findall(rf"\b{name['name']}\b(?!\.\w+\()", "\n".join(source))) > 1
    return asked if asked and asked <= _ANCHORED and not passed else {"search"}


@cache
def _kept() -> dict[str, str]:
    """The patterns kept as data and how each is asked."""
    return dict(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    from analyzer.knowledge.patterns import build, entries

    for path in (PACKAGE / "knowledge" / "data").glob("*_patterns.toml"):
        for table in entries(path.name.removesuffix("_patterns.toml")).values():
            yield from ((build(entry), entry["how"]) for entry in table.values() if "pattern" in entry)


if __name__ == "__main__":
    print(json.dumps(collect()))
