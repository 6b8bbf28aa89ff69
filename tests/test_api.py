"""The two doors of the library: ``analyze`` and ``load``, and what comes with the package's name."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import analyzer
from analyzer import Directive, analyze
from analyzer.errors import AnalyzerError, EmptyDocument

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


def test_importing_the_package_is_light() -> None:
    code = "import sys, analyzer; sys.exit(any(m in sys.modules for m in ('spacy', 'pydantic', 'underthesea')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_analysis_needs_no_language_models() -> None:
    code = f"import sys, analyzer; analyzer.analyze({TEXT!r}); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_runs_are_equal() -> None:
    assert analyze(TEXT).model_dump_json() == analyze(TEXT).model_dump_json()
