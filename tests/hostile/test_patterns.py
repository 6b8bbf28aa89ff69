"""Every pattern of the package against text that is made to make it work: time grows no faster than n^1.2.

A pattern without an open repeat looks at a bounded stretch from each place, so that its time grows with the text; of
these only what a stretch costs is asked, since repeats in repeats can be many ways of reading one stretch.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from math import inf
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.attacks import Attack, attacks, has_open_repeat
from tests.hostile.collecting import APART
from tests.hostile.growth import MOST, STEEP, cost, steepness, worst

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def patterns() -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.collecting"], cwd=_ROOT, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return [entry for entry in found if not entry["place"].startswith(APART)]


def _faults(entry: dict[str, Any]) -> list[str]:
    pattern, faults = re.compile(entry["pattern"], entry["flags"]), []
    is_open = has_open_repeat(entry["pattern"], entry["flags"])
    for how in entry["how"]:
        suspects = worst(pattern, attacks(entry["pattern"], entry["flags"], 40 if is_open else 12), how)
        for took, attack in suspects[:2]:
            steep = steepness(pattern, attack, how) if is_open and took < MOST else 0.0
            if took > MOST or steep > STEEP:
                told = f"{took:.3f} s for 4,000 characters, growing as n^{steep:.2f}"
                faults.append(f"{entry['place']} ({how}): {told}: {attack}\n    {entry['pattern'][:200]}")
                break
    return faults


@pytest.mark.slow
def test_no_pattern_takes_out_of_proportion_longer_for_more_text(patterns: list[dict[str, Any]]) -> None:
    assert len(patterns) > 500
    assert sum(entry["how"] == ["match"] for entry in patterns) > 50
    faults = [fault for entry in patterns for fault in _faults(entry)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"\s+$", "search"),
        (r"[^()]*\)", "search"),
        (r"giao\s*,?\s*việc", "match"),
        (r"(?:rà soát\s*,?\s*)*xong", "match"),
        (r"(?:a+)+b", "match"),
        (r"xét .* tại", "search"),
        (r"(?<=:)\s*(?:\w+\s*)*\.", "search"),
    ],
)
def test_what_is_steep_is_found(pattern: str, how: str) -> None:
    assert has_open_repeat(pattern, 0)
    found = worst(re.compile(pattern), attacks(pattern, 0, 40), how)
    assert any(took > MOST or steepness(re.compile(pattern), attack, how) > STEEP for took, attack in found[:2])


@pytest.mark.parametrize("pattern", [r"\s{0,4}$", r"Sở\s+Y\s+tế", r"(?<!\s)\s+$", r"[^\W\d_]+", r"\d{1,3}(?:\.\d{3})*"])
def test_what_is_not_steep_is_not_found(pattern: str) -> None:
    compiled = re.compile(pattern)
    for took, attack in worst(compiled, attacks(pattern, 0, 40), "search"):
        assert took < MOST
        assert steepness(compiled, attack, "search") <= STEEP


def test_ways_of_reading_one_stretch_are_counted() -> None:
    """No open repeat, and yet without end: nine in nine."""
    pattern = r"(?:(?:a{1,9}b?){1,9}){1,9}c"
    assert not has_open_repeat(pattern, 0)
    assert cost(re.compile(pattern), "a" * 4_000, "match") == inf


def test_attacks_repeat_what_the_pattern_repeats() -> None:
    assert Attack("x:", " ", "\x00") in attacks(r"x:\s+y", 0)
