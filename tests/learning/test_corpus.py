"""Annotated corpora: what is read, and which slips are told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import CorpusError
from analyzer.learning.corpus import read_corpus, read_document
from analyzer.learning.matching import squash

TEXT = "Giao Sở Y tế rà soát  quy trình\ntrước ngày 30/6/2024. Giao Sở Y tế báo cáo.\n"
GOLD: dict[str, Any] = {
    "id": "a",
    "directive": {"kind": "CT", "number": None},
    "times": [{"quote": "trước ngày 30/6/2024", "n": 1, "start": None, "end": "2024-06-30"}],
    "tasks": [
        {
            "from": "Giao Sở Y tế",
            "to": "báo cáo.",
            "n": 2,
            "modality": "obligation",
            "area": "other",
            "assignees": [{"name": "Sở Y tế", "role": "lead"}],
            "deadlines": [],
        }
    ],
}


def put(directory: Path, gold: object, text: str | None = TEXT) -> Path:
    path = directory / "a.json"
    path.write_text(gold if isinstance(gold, str) else json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    if text is not None:
        path.with_suffix(".txt").write_text(text, encoding="utf-8")
    return path


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(json.dumps(GOLD))
    change(gold)
    return gold


def test_places_are_found_whatever_the_white_space(tmp_path: Path) -> None:
    document = read_document(put(tmp_path, GOLD))
    flat = squash(document.text)
    start, end = document.find_task(document.gold.tasks[0], flat)
    assert flat[start:end] == "giaosởytếbáocáo."
    assert document.id == "a"
    assert document.text_path == tmp_path / "a.txt"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda g: g["times"][0].update(quote="trước ngày 1/7/2024"), "trước ngày 1/7/2024"),
        (lambda g: g["times"][0].update(n=2), "occurrence 2"),
        (lambda g: g["times"][0].update(quote=" "), "occurrence 1"),
        (lambda g: g["times"][0].update(end="30/6/2024"), "times.0.end"),
        (lambda g: g["times"][0].update(due="2024-06-30"), "times.0.due"),
        (lambda g: g["tasks"][0].update(to="rà soát"), "rà soát"),
        (lambda g: g["tasks"][0].update(n=3), "occurrence 3"),
        (lambda g: g["tasks"][0].update(area="health"), "tasks.0.area"),
        (lambda g: g["tasks"][0]["assignees"][0].update(role="boss"), "tasks.0.assignees.0.role"),
        (lambda g: g.update(targets=[{"quote": "30", "value": "30", "comparator": "="}]), "targets.0.value"),
    ],
)
def test_slips_are_told_with_file_and_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    path = put(tmp_path, changed(change))
    with pytest.raises(CorpusError) as caught:
        read_document(path)
    assert str(path) in caught.value.message
    assert told in caught.value.message
    assert str(path) in caught.value.message_vi


def test_broken_json_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no valid JSON"):
        read_document(put(tmp_path, "{"))


def test_an_annotation_without_text_is_told_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text('{"headline": 1}')
    assert list(read_corpus(tmp_path)) == []
    put(tmp_path, GOLD, text=None)
    with pytest.raises(CorpusError, match="no text beside it"):
        list(read_corpus(tmp_path))
