"""The patterns kept as data: their examples, executed, and that each is used."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import analyzer
from analyzer.knowledge.patterns import entries, pattern

_ROOT = Path(analyzer.__file__).parent
_USE = re.compile(r'\b(?:pattern|words)\("([a-z_.]+)"\)')
_BUILT_IN = {"why", "how", "pattern", "ignore_case", "reads", "ignores"}


def _all() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in (files("analyzer.knowledge") / "data").iterdir():
        if path.name.endswith("_patterns.toml"):
            file = path.name.removesuffix("_patterns.toml")
            for module, table in entries(file).items():
                yield from ((f"{file}.{module}.{key}", entry) for key, entry in table.items())


ENTRIES = dict(_all())
PATTERNS = {name: entry for name, entry in ENTRIES.items() if "pattern" in entry}
READS = [pytest.param(name, text, id=f"{name}: {text}") for name, e in PATTERNS.items() for text in e["reads"]]
IGNORES = [pytest.param(name, text, id=f"{name}: {text}") for name, e in PATTERNS.items() for text in e["ignores"]]


@pytest.mark.parametrize(("name", "marked"), READS)
def test_reads(name: str, marked: str) -> None:
    """The words in brackets are matched; ``match`` is asked where they begin, as the pipes ask it."""
    before, rest = marked.split("[", 1)
    inside, after = rest.rsplit("]", 1)
    text = before + inside + after
    how = PATTERNS[name]["how"]
    match = pattern(name).match(text, len(before)) if how == "match" else getattr(pattern(name), how)(text)
    assert match is not None
    assert match.span() == (len(before), len(before) + len(inside))


@pytest.mark.parametrize(("name", "text"), IGNORES)
def test_ignores(name: str, text: str) -> None:
    """Nothing is matched, or nothing but the empty string."""
    match = getattr(pattern(name), PATTERNS[name]["how"])(text)
    assert match is None or not match[0]


def test_every_pattern_has_its_reason_and_examples() -> None:
    for name, entry in ENTRIES.items():
        assert entry["why"], name
        if name in PATTERNS:
            assert entry["how"] in ("match", "search", "fullmatch"), name
            assert len(entry["reads"]) >= 2, name
            assert len(entry["ignores"]) >= 2, name


def test_every_part_is_used() -> None:
    for name, entry in PATTERNS.items():
        parts = set(entry) - _BUILT_IN
        pieces = [piece for key in (*parts, "pattern") for piece in ([entry[key]] if key == "pattern" else entry[key])]
        named = {part for piece in pieces for part in re.findall(r"\{([a-z_]+)\}", piece)}
        named |= {p for key in parts if isinstance(entry[key], str) for p in re.findall(r"\{([a-z_]+)\}", entry[key])}
        assert parts == named - {"upper", "lower"}, name


def test_every_entry_is_used_and_every_use_has_its_entry() -> None:
    used = [
        name
        for path in _ROOT.rglob("*.py")
        if path.name != "patterns.py" or path.parent.name != "knowledge"
        for name in _USE.findall(path.read_text(encoding="utf-8"))
    ]
    assert sorted(used) == sorted(ENTRIES)


def test_help_reads_no_patterns() -> None:
    """The command's help stays quick: it needs none of the modules that read patterns."""
    code = (
        "import sys\nfrom analyzer.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "sys.exit('analyzer.knowledge.patterns' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
