"""Worker processes of this machine: whatever a document does to its worker, the others are read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analyzer.batch import local, reader
from analyzer.batch.errors import WorkersFailed
from analyzer.batch.local import Local
from analyzer.batch.places import expand
from analyzer.batch.run import Job, run
from analyzer.batch.work import Item, Options, Outcome, read_one
from analyzer.errors import AnalyzerError
from analyzer.processes.child import Child
from analyzer.reading.limits import Limits
from tests.batch.engines import manifest, parts

OPTIONS = Options(as_of=date(2026, 3, 31), limits=Limits(seconds=20))
GOOD = "Giao Sở Y tế rà soát quy trình, báo cáo trước ngày 30/6/2026."


@pytest.fixture
def rough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MODULE", "tests.batch.rough")


def put(folder: Path, **files: str | bytes) -> list[Item]:
    folder.mkdir(exist_ok=True)
    for name, words in files.items():
        (folder / name.replace("_", ".")).write_bytes(words if isinstance(words, bytes) else words.encode())
    return sorted(expand([str(folder)]), key=lambda item: item.id)


def codes(outcomes: Iterator[Outcome]) -> dict[str, str | None]:
    return {outcome.item: outcome.code for outcome in outcomes}


@pytest.mark.slow
def test_documents_that_end_their_worker(tmp_path: Path, rough: None) -> None:
    words = {name: name for name in ("kill", "exit", "once", "bug", "eat", "other")}
    items = put(tmp_path / "in", good_txt=GOOD, **words)
    found = codes(Local(2).outcomes(items, OPTIONS))
    assert found == {
        "good.txt": None,
        "once": None,  # read at the second try
        "kill": "worker_died",
        "exit": "worker_died",
        "bug": "worker_died",
        "other": "worker_died",
        "eat": "out_of_memory",
    }


@pytest.mark.slow
def test_a_document_that_takes_too_long(tmp_path: Path, rough: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_GRACE", 0.0)
    items = put(tmp_path / "in", hang="hang", quick="quick")
    options = replace(OPTIONS, limits=Limits(seconds=3))
    outcomes = {o.item: o for o in Local(1).outcomes(items, options)}
    assert (outcomes["hang"].code, outcomes["quick"].code) == ("reading_timeout", None)
    assert outcomes["hang"].seconds >= 3


def test_workers_that_do_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MODULE", "tests.batch.no_such_module")
    with pytest.raises(WorkersFailed, match="cannot be started"):
        list(Local(1).outcomes(put(tmp_path / "in", good_txt=GOOD), OPTIONS))


def test_an_installation_without_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MODULE", "tests.batch.modelless")
    with pytest.raises(AnalyzerError, match="is absent") as caught:
        list(Local(1).outcomes(put(tmp_path / "in", good_txt=GOOD), OPTIONS))
    assert caught.value.code == "model_error"


@pytest.mark.slow
def test_failures_of_all_kinds_go_on(tmp_path: Path) -> None:
    items = put(
        tmp_path / "in",
        good_txt=GOOD, empty_txt=b"", large_txt="x" * 2000, damaged_docx=b"PK\x03\x04" + b"\0" * 200,
        cut_pdf=b"%PDF-1.7\n1 0 obj", what_bin=bytes(range(256)) * 4, page_html=f"<p>{GOOD}</p>",
    )  # fmt: skip
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    items.append(Item("gone.txt", str(tmp_path / "in" / "gone.txt")))
    items.append(Item("folder", str(tmp_path)))
    options = replace(OPTIONS, limits=Limits(seconds=60, bytes=1500))
    found = codes(Local(2).outcomes(items, options))
    assert (found.pop("good.txt"), found.pop("page.html")) == (None, None)
    assert found.pop("gone.txt") == "missing_file"
    assert found.pop("folder") == "unreadable_file"
    assert found.pop("empty.txt") == "empty_document"
    assert found.pop("large.txt") == "input_too_large"
    assert set(found) == {"damaged.docx", "cut.pdf", "what.bin"}
    assert None not in found.values()
    assert "internal_error" not in found.values()


def test_an_error_nobody_has_thought_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError("Giao Sở Y tế")

    monkeypatch.setattr("analyzer.analyze", broken)
    made = read_one(Item("a.txt", "a.txt"), b"a", OPTIONS)
    assert (made.state, made.code) == ("failed", "internal_error")
    assert "ZeroDivisionError, test_local.py:" in (made.message or "")
    assert "Sở Y tế" not in (made.message or "") + (made.message_vi or "")


@pytest.mark.parametrize("error", [MemoryError(), RecursionError(), PermissionError(13, "Permission denied")])
def test_errors_of_the_machine(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise error

    monkeypatch.setattr("analyzer.analyze", broken)
    code = read_one(Item("a.txt", "a.txt"), b"a", OPTIONS).code
    assert code in ("out_of_memory", "internal_error", "unreadable_file")


def test_a_line_is_as_extract_gives_it(tmp_path: Path) -> None:
    from analyzer import analyze
    from analyzer.writing.json import dump

    [item] = put(tmp_path / "in", good_txt=GOOD)
    made = read_one(item, GOOD.encode(), OPTIONS)
    assert made.line == dump(analyze(Path(item.place), as_of=OPTIONS.as_of))
    short = read_one(item, GOOD.encode(), replace(OPTIONS, text=False))
    assert b'"text":"Giao S' not in (short.line or b"")[:400]


@pytest.mark.slow
def test_stopping_ends_soon_and_leaves_no_process(tmp_path: Path, rough: None, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    class Noted(Child):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            started.append(self.pid)

    monkeypatch.setattr(reader, "Child", Noted)
    monkeypatch.setattr(local, "_LAST", 0.5)
    items = put(tmp_path / "in", a_txt=GOOD, b="hang", c_txt=GOOD, d_txt=GOOD)
    engine = Local(1)
    outcomes = []
    for outcome in engine.outcomes(items, OPTIONS):
        outcomes.append(outcome.item)
        begun = time.monotonic()
        engine.stop()
    assert outcomes == ["a.txt"]
    assert time.monotonic() - begun < 15
    assert started
    assert not any(os.path.exists(f"/proc/{pid}") for pid in started)


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    files = {f"t{n:02}_txt": f"{GOOD} Lần {n}." if n % 5 else "" for n in range(25)}
    put(tmp_path / "in", **files, page_html=f"<p>{GOOD}</p>")
    for workers in (1, 2, 3):
        job = Job([str(tmp_path / "in")], out=str(tmp_path / f"out{workers}"), as_of=OPTIONS.as_of, part_size=10)
        assert run(job, Local(workers)).status == 1
    first = tmp_path / "out1"
    assert len(parts(first)) == 3
    for other in (tmp_path / "out2", tmp_path / "out3"):
        assert parts(other) == parts(first)
        assert manifest(other) == manifest(first)
