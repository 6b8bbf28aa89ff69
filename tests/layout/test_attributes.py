"""Run-in attribute lines and what follows the work on its own line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.layout.attributes import Attribute, read_attributes, trailing_attributes

CASES = tomllib.loads((Path(__file__).parent / "data/attributes.toml").read_text("utf-8"))
READERS: dict[str, Callable[[str, int], list[Attribute]]] = {"line": read_attributes, "trailing": trailing_attributes}
PARAMS = [
    pytest.param(
        READERS[kind],
        case,
        id=f"{kind}:{case['text'][:60]}",
        marks=[pytest.mark.xfail(strict=True, reason="known gap")] if case.get("known_gap") else [],
    )
    for kind in READERS
    for case in CASES[kind]
]


@pytest.mark.parametrize(("read", "case"), PARAMS)
def test_attributes(read: Callable[[str, int], list[Attribute]], case: dict[str, Any]) -> None:
    text = case["text"]
    assert [f"{a.kind} = {text[a.start : a.end]}" for a in read(text, 0)] == case["found"]


@pytest.mark.parametrize(("read", "text"), [(READERS[kind], case["text"]) for kind in READERS for case in CASES[kind]])
def test_ranges_lie_in_order(read: Callable[[str, int], list[Attribute]], text: str) -> None:
    at = 100
    for attribute in read(text, 100):
        assert at <= attribute.key_start < attribute.start <= attribute.end <= 100 + len(text)
        at = attribute.end
