"""Every input that the fuzzer began with, and every finding of it, through its target."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.reading import read
from fuzz.targets import TARGETS, run, sound_letter
from tests.reading.hostile import packed

CORPUS = Path(__file__).resolve().parents[2] / "fuzz" / "corpus"
KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


def test_every_target_has_inputs() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)


def test_fuzzed_parts_stand_in_a_sound_package() -> None:
    """Else the fuzzer would see nothing but the refusal of a damaged file."""
    assert read(packed(sound_letter())).blocks


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_kept_inputs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    run(path.parent.name, path.read_bytes())
