"""The two doors of the library: ``analyze`` and ``load``, and what comes with the package's name."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import analyzer
from analyzer import Directive, analyze
from analyzer.errors import AnalyzerError, EmptyDocument, ModelError
from analyzer.pipes.tasks import Judges

TEXT = "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát giá dịch vụ trước ngày 30/6/2024.\n"


def _but_name(directive: Directive) -> Directive:
    return directive.model_copy(update={"source": directive.source.model_copy(update={"name": None})})


def test_text_bytes_and_path_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "giao-viec.txt"
    path.write_bytes(TEXT.encode())
    from_text, from_bytes, from_path = analyze(TEXT), analyze(TEXT.encode()), analyze(path)
    assert len(from_text.tasks) == 1
    assert from_text == from_bytes == _but_name(from_path)
    assert (from_text.source.name, from_path.source.name) == (None, "giao-viec.txt")
    assert from_text.source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_name_is_only_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    assert analyze(path, name="b.pdf").source.name == "b.pdf"
    named = analyze(TEXT, name="c.docx")
    assert named.source.name == "c.docx"
    assert named.source.reader == "text"


def test_present_bodies_depend_on_the_day() -> None:
    text = "Giao Sở Kế hoạch và Đầu tư tổng hợp vốn đầu tư công."
    before, after = (analyze(text, as_of=day).agencies[0] for day in (date(2024, 1, 1), date(2026, 1, 1)))
    assert before.current == [before.id]
    assert after.current == ["so-tai-chinh"]
    assert before.id == after.id


@pytest.mark.parametrize("source", ["", " \n\t", b"", b"\xef\xbb\xbf", "\x00\x01"])
def test_nothing_to_read(source: str | bytes) -> None:
    with pytest.raises(EmptyDocument) as caught:
        analyze(source)
    assert isinstance(caught.value, AnalyzerError)
    assert caught.value.message
    assert caught.value.message_vi


def test_public_names() -> None:
    assert set(analyzer.__all__) == {"Directive", "__version__", "analyze", "load"}
    for name in analyzer.__all__:
        assert getattr(analyzer, name)
    with pytest.raises(AttributeError, match="no attribute 'analyse_all'"):
        _ = analyzer.analyse_all


@pytest.mark.parametrize(
    ("code", "not_wanted"),
    [
        pytest.param("import analyzer", "numpy pydantic spacy sklearn skops scipy underthesea", id="import"),
        pytest.param(f"analyzer.analyze({TEXT!r}, review=True)", "spacy sklearn skops scipy underthesea", id="analyse"),
    ],
)
def test_nothing_heavy_is_loaded_that_is_not_wanted(code: str, not_wanted: str) -> None:
    """The models are read without the libraries that they were trained with."""
    program = f"import sys, analyzer; {code}; print(*sorted(set({not_wanted.split()!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_broken_installation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.pipes.tasks.judges.models_directory", lambda: tmp_path)
    Judges.shipped.cache_clear()
    try:
        with pytest.raises(ModelError, match="analyzer train") as caught:
            analyze(TEXT)
        assert "cài lại phần mềm" in caught.value.message_vi
    finally:
        Judges.shipped.cache_clear()


def test_confidence_is_the_same_in_every_process() -> None:
    """Words are looked up in sets, whose order depends on the process."""
    program = f"import analyzer; print(analyzer.analyze({TEXT!r}, review=True).model_dump_json())"
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_two_runs_are_equal() -> None:
    assert analyze(TEXT).model_dump_json() == analyze(TEXT).model_dump_json()
