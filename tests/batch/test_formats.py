"""Results as Parquet and in the archive."""

from __future__ import annotations

import builtins
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from analyzer.archive import open_archive
from analyzer.batch.errors import MissingExtra
from analyzer.batch.run import Job, run
from analyzer.batch.work import Item, Options, Outcome, read_one
from tests.batch.engines import Pretend, manifest, parts

PLAN = """ỦY BAN NHÂN DÂN TỈNH AN LẠC
Số: 0{n}/KH-UBND
KẾ HOẠCH
Về việc rà soát thủ tục hành chính năm 2026
1. Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát {n} thủ tục, hoàn thành trước ngày 30/6/2026.
"""


class Here(Pretend):
    """Reads in this process."""

    def _read(self, item: Item, options: Options) -> Outcome:
        self.read.append(item.id)
        return read_one(item, Path(item.place).read_bytes(), options)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "in").mkdir()
    for n in range(5):
        (tmp_path / "in" / f"{n}.txt").write_text(PLAN.format(n=n) if n else "", encoding="utf-8")
    return Job([str(tmp_path / "in")], out=str(tmp_path / "out"), as_of=date(2026, 3, 31), part_size=3)


def test_parquet_has_the_lines_and_the_tasks_in_columns(tmp_path: Path, job: Job) -> None:
    run(replace(job, formats=["jsonl", "parquet"]), Here())
    out = tmp_path / "out"
    lines = (out / "part-00000.jsonl").read_bytes().splitlines()
    whole = parquet.read_table(out / "part-00000.parquet").to_pylist()
    assert [row["line"].encode() for row in whole] == lines
    assert [row["item"] for row in whole] == ["1.txt", "2.txt"]
    assert whole[0]["number"] == json.loads(lines[0])["directive"]["number"]["text"]
    assert whole[0]["sha256"] == json.loads(lines[0])["source"]["sha256"]
    tasks = parquet.read_table(out / "tasks-00000.parquet").to_pylist()
    assert [row["item"] for row in tasks] == ["1.txt", "2.txt"]
    assert tasks[0]["lead"] == ["Sở Y tế"]
    assert tasks[0]["support"] == ["Sở Tài chính"]
    assert (tasks[0]["due"], tasks[0]["task"]) == (date(2026, 6, 30), json.loads(lines[0])["tasks"][0]["id"])


@pytest.mark.parametrize("first", [["jsonl"], ["parquet"], ["jsonl", "parquet"]])
@pytest.mark.parametrize("then", [["jsonl"], ["parquet"]])
def test_another_format_needs_no_reading(tmp_path: Path, job: Job, first: list[str], then: list[str]) -> None:
    run(replace(job, formats=first), Here())
    run(replace(job, formats=then, part_size=2), engine := Here())
    assert engine.read == []
    run(replace(job, formats=then, part_size=2, out=str(tmp_path / "fresh")), Here())
    assert parts(tmp_path / "out") == parts(tmp_path / "fresh")


def test_parquet_without_pyarrow(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError(name)
        return usual(name, *arguments)

    monkeypatch.setattr("analyzer.batch.parquet.import_module", without)
    with pytest.raises(MissingExtra, match=r"pip install 'analyzer\[parquet\]'"):
        run(replace(job, formats=["parquet"]), Here())
    assert not list((tmp_path / "out").glob("part-*"))


def test_results_go_into_the_archive(tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    db = str(tmp_path / "kho.db")
    summary = run(replace(job, out=None, db=db), Here())
    assert (summary.done, summary.failed) == (4, 1)
    assert len(manifest(Path(summary.manifest).parent)) == 5
    with open_archive(db) as archive:
        before = archive.size()
        assert before.readings == 4
    (tmp_path / "in" / "9.txt").write_text(PLAN.format(n=9), encoding="utf-8")
    again = run(replace(job, out=None, db=db), engine := Here())
    assert engine.read == ["9.txt"]
    assert again.done == 5
    with open_archive(db) as archive:
        assert archive.size().readings == 5


def test_an_archive_beside_files_that_are_there(tmp_path: Path, job: Job) -> None:
    run(job, Here())
    before = parts(tmp_path / "out")
    db = str(tmp_path / "kho.db")
    run(replace(job, db=db), engine := Here())
    assert engine.read == []
    assert parts(tmp_path / "out") == before
    with open_archive(db) as archive:
        assert archive.size().readings == 4
