"""The command: its exit status and what it tells."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from analyzer.batch import local
from analyzer.batch.sync import Found
from analyzer.batch.work import Outcome
from analyzer.cli import many, pace
from analyzer.cli.app import create_app
from analyzer.cli.messages import Messages
from analyzer.cli.pace import Pace
from tests.batch.engines import Pretend, manifest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(local, "Local", lambda workers: Pretend())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for n in range(12):
        (tmp_path / "in" / f"{n:02}.txt").write_text("bad" if n % 4 == 1 else "good", encoding="utf-8")
    return tmp_path / "in"


def call(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(create_app(language), ["batch", *arguments], prog_name="analyzer")


def test_failures_are_summed_up(folder: Path) -> None:
    result = call("in", "--out", "out")
    assert result.exit_code == 1
    assert "12 documents: 9 read, 3 failed (12 read in this run)." in result.stderr
    assert "error: 3, such as 01.txt" in result.stderr
    assert "--retry-failed" in result.stderr
    again = call("in", "--out", "out", language="vi")
    assert "12 văn bản: 9 đọc được, 3 lỗi (lần chạy này đọc 0)." in again.stderr
    assert again.exit_code == 1


def test_all_is_well(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_text("good", encoding="utf-8")
    result = call("in/0*.txt", "--out", "out", "--quiet", "--no-text", "--part-size", "2")
    assert (result.exit_code, result.output) == (0, "")
    assert len(manifest(folder.parent / "out")) == 10


@pytest.mark.parametrize(
    "arguments", [("in",), ("in", "--out", "o", "--format", "xlsx"), ("in", "--out", "o", "--format", ","),
                  ("in", "--out", "o", "--limit", "sheets=3"), ("in", "--out", "o", "--workers", "0"),
                  ("in", "--out", "o", "--as-of", "31/2/2026")],
)  # fmt: skip
def test_wrong_usage(folder: Path, arguments: tuple[str, ...]) -> None:
    assert call(*arguments).exit_code == 2
    assert not (folder.parent / "o").exists()


def test_a_place_that_cannot_be_written(folder: Path) -> None:
    (folder.parent / "file").write_bytes(b"")
    result = call("in", "--out", "file/out")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.output


def test_a_list_that_is_not_there(folder: Path) -> None:
    result = call("@nowhere.txt", "--out", "out")
    assert result.exit_code == 1
    assert "nowhere.txt" in result.stderr


def test_an_input_that_is_not_there(folder: Path) -> None:
    monkey = call("in/nothing.txt", "--out", "out")
    assert monkey.exit_code == 1
    assert [row["state"] for row in manifest(folder.parent / "out")] == ["failed"]


def test_no_input_at_all(folder: Path) -> None:
    (folder.parent / "empty").mkdir()
    result = call("empty", "--out", "out")
    assert result.exit_code == 0
    assert "There is no file to read." in result.stderr


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (0.25, "640/1000 (64%) · 4.0 documents/s · about 1:30 left · 32 failed"),
        (10, "523/1000 (52%) · 6.0 documents/min · about 1:19:30 left · 20 failed"),
    ],
)
def test_progress_tells_rate_and_time_left(monkeypatch: pytest.MonkeyPatch, seconds: float, line: str) -> None:
    now = 0.0
    monkeypatch.setattr(pace.time, "monotonic", lambda: now)
    written = io.StringIO()
    monkeypatch.setattr(pace.typer, "echo", lambda words, err: written.write(words + "\n"))
    with Pace(Messages("en")) as shown:
        shown.started(Found(1000, 0, 3, 0), 500, 20, 480)
        for n in range(1, round(50 / seconds)):
            now = n * seconds
            shown.told(Outcome(f"{n}", "done" if n % 10 else "failed"))
    assert written.getvalue().splitlines() == [
        "Resumed: 520 of 1000 documents have been read before; 3 changed or are read again.",
        line,
    ]


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with Pace(Messages("en"), shown=False) as shown:
        shown.started(Found(1, 0, 0, 0), 1, 0, 0)
        shown.listed(10**6)
    assert capsys.readouterr() == ("", "")


def test_a_cluster_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = many._engine("tcp://127.0.0.1:9", 3)
    assert (type(engine).__name__, vars(engine)["workers"]) == ("Cluster", 3)
    assert Counter(type(many._engine(None, 2)).__name__ for _ in range(1)) == {"Local": 1}
