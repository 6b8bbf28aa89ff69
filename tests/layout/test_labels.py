"""Labels at the heads of lines, and lines that only look as if they had one."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.layout.labels import RANKS, read_label

DATA = Path(__file__).parent / "data"
ROWS = [line.split("\t") for line in (DATA / "labels.tsv").read_text("utf-8").splitlines()[1:]]
LABELS = [
    pytest.param(
        *row[:4],
        id=row[0],
        marks=[pytest.mark.xfail(strict=True, reason="known gap")] if row[4:] == ["known_gap"] else [],
    )
    for row in ROWS
]
NONE = (DATA / "labels_none.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("line", "style", "text", "rest"), LABELS)
def test_labels(line: str, style: str, text: str, rest: str) -> None:
    label = read_label(line)
    assert label is not None
    assert (label.style, label.text, line[label.end :]) == (style, text, rest)
    assert label.style in RANKS


@pytest.mark.parametrize("line", NONE)
def test_look_alikes(line: str) -> None:
    assert read_label(line) is None


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("1. Một", True),
        ("a) Một", True),
        ("I. Một", True),
        ("A. Một", True),
        ("(1) Một", True),
        ("(a) Một", True),
        ("1- Một", True),
        ("2. Hai", False),
        ("b) Hai", False),
        ("II. Hai", False),
        ("(2) Hai", False),
        ("10. Mười", False),
        ("1.1. Một", False),
    ],
)
def test_openers_of_lists(line: str, first: bool) -> None:
    label = read_label(line)
    assert label is not None
    assert label.first is first
