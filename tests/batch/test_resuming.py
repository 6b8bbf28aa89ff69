"""A batch ended anywhere and run again, over inputs that have changed: the results are those of one undisturbed run."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.batch import run as running
from analyzer.batch.errors import ClashingNames, OtherSettings, OutputInUse, OutputRefused
from analyzer.batch.ledger import LEDGER, Ledger, explained
from analyzer.batch.run import Job, run
from analyzer.batch.work import Item
from tests.batch.engines import Killed, Pretend, manifest, parts
from tests.effort import effort

DAY = date(2026, 3, 31)


def put(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def job(folder: Path, out: Path, **more: object) -> Job:
    return Job([str(folder)], **{"out": str(out), "as_of": DAY, "part_size": 4, **more})  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "in", **{f"t{n:02}": f"bad {n}" if n % 7 == 3 else f"text {n}" for n in range(30)})
    return tmp_path / "in"


NAMES = [f"{letter}{n}" for letter in "aĐz" for n in range(4)]
#: What happens between two runs: files written or removed; then a run with a part size, ended after so many documents.
STEP = st.tuples(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["bad", "one", "two", None]), max_size=6),
    st.integers(1, 5),
    st.one_of(st.none(), st.integers(0, 8)),
    st.booleans(),
    st.integers(0, 5),
)


@pytest.mark.slow
@given(st.lists(STEP, min_size=1, max_size=6))
@settings(max_examples=effort(15, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_ends_in_the_results_of_one_run(tmp_path: Path, steps: list[tuple]) -> None:
    shutil.rmtree(tmp_path)
    put(tmp_path / "in", a0="first")
    for changes, size, ends_after, killed, seed in steps:
        for name, text in changes.items():
            if text is None:
                (tmp_path / "in" / f"{name}.txt").unlink(missing_ok=True)
            else:
                put(tmp_path / "in", **{name: text})
        if not list((tmp_path / "in").iterdir()):
            put(tmp_path / "in", a0="again")
        engine = Pretend(seed, **{"dies_after" if killed else "stops_after": ends_after})
        try:
            run(job(tmp_path / "in", tmp_path / "out", part_size=size, prune=True), engine)
        except Killed:
            pass
        except OtherSettings:  # not one file is left of those before
            shutil.rmtree(tmp_path / "out")
    try:
        run(job(tmp_path / "in", tmp_path / "out", part_size=3, prune=True), Pretend(9))
    except OtherSettings:
        return
    run(job(tmp_path / "in", tmp_path / "fresh", part_size=3), Pretend())
    assert parts(tmp_path / "out") == parts(tmp_path / "fresh")
    assert manifest(tmp_path / "out") == manifest(tmp_path / "fresh")


def test_nothing_is_read_twice(folder: Path, tmp_path: Path) -> None:
    read: list[str] = []
    for dies_after in (0, 1, 9, 13):
        engine = Pretend(dies_after, dies_after=dies_after)
        with pytest.raises(Killed):
            run(job(folder, tmp_path / "out"), engine)
        read += engine.read
    last = Pretend()
    summary = run(job(folder, tmp_path / "out"), last)
    assert sorted(read + last.read) == sorted(p.name for p in folder.iterdir())
    assert (summary.done, summary.failed, summary.pending, summary.read) == (26, 4, 0, 7)
    assert run(job(folder, tmp_path / "out"), again := Pretend()).done == 26
    assert again.read == []


def test_parts_are_in_the_order_of_names(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend(3))
    made = parts(tmp_path / "out")
    assert list(made) == [f"part-{n:05}.jsonl" for n in range(8)]
    assert made["part-00000.jsonl"].count(b"\n") == 3  # one of four failed
    rows = manifest(tmp_path / "out")
    assert [row["id"] for row in rows] == sorted(p.name for p in folder.iterdir())
    assert [(row["part"], row["line"]) for row in rows[:5]] == [(0, 1), (0, 2), (0, 3), (0, None), (1, 1)]
    assert {row["code"] for row in rows if row["state"] == "failed"} == {"error"}
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_what_a_stopped_run_leaves(folder: Path, tmp_path: Path) -> None:
    import threading

    stopped = threading.Event()
    stopped.set()
    running_job = job(folder, tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):  # while files are being looked for
        run(running_job, Pretend(), stopped=stopped)
    engine = Pretend(stops_after=10)

    class Stopping(running.Watch):
        def started(self, *told: object) -> None:
            stopped.set()

    stopped.clear()
    summary = run(running_job, engine, Stopping(), stopped)
    assert (summary.pending, summary.status) == (20, 130)
    rows = manifest(tmp_path / "out")
    assert [row["state"] for row in rows].count("skipped") == 20
    assert {row["code"] for row in rows if row["state"] == "skipped"} == {"not_read"}


def test_a_file_that_has_changed_is_read_again(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend())
    before = parts(tmp_path / "out")
    put(folder, t05="another text", t09="text 9")  # the second was written, and is as before
    engine = Pretend()
    run(job(folder, tmp_path / "out"), engine)
    assert engine.read == ["t05.txt"]
    after = parts(tmp_path / "out")
    assert [name for name in before if before[name] != after[name]] == ["part-00001.jsonl"]
    assert b"another text" in after["part-00001.jsonl"]


def test_what_failed_is_read_again_when_asked(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend())
    engine = Pretend()
    summary = run(job(folder, tmp_path / "out", retry_failed=True), engine)
    assert sorted(engine.read) == ["t03.txt", "t10.txt", "t17.txt", "t24.txt"]
    assert (summary.failed, summary.status, summary.examples) == (4, 1, {"error": "t03.txt"})


def test_results_of_files_that_are_gone_are_kept_unless_told_otherwise(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend())
    before = parts(tmp_path / "out")
    (folder / "t00.txt").unlink()
    assert run(job(folder, tmp_path / "out"), Pretend()).kept == 1
    assert parts(tmp_path / "out") == before
    engine = Pretend()
    assert run(job(folder, tmp_path / "out", prune=True), engine).items == 29
    assert engine.read == []
    assert sum(data.count(b"\n") for data in parts(tmp_path / "out").values()) == 25


def test_a_part_that_was_lost_or_spoilt_is_made_again(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend())
    before = parts(tmp_path / "out")
    (tmp_path / "out" / "part-00002.jsonl").unlink()
    engine = Pretend()
    run(job(folder, tmp_path / "out"), engine)
    assert sorted(engine.read) == ["t08.txt", "t09.txt", "t11.txt"]
    assert parts(tmp_path / "out") == before
    (tmp_path / "out" / "part-00003.jsonl").write_bytes(b"{}\n")
    put(folder, t12="changed")  # so that the part is opened
    run(job(folder, tmp_path / "out"), Pretend())
    put(folder, t12="text 12")
    run(job(folder, tmp_path / "out"), Pretend())
    assert parts(tmp_path / "out") == before


def test_half_written_files_go(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed while it writes a part, and the next one."""

    def killed(*arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", killed)
        patch.setattr("os.unlink", killed)
        with pytest.raises(Killed):
            run(job(folder, tmp_path / "out"), Pretend())
    assert any(p.name.endswith(".part") for p in (tmp_path / "out").iterdir())
    run(job(folder, tmp_path / "out"), Pretend())
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        ".batch.sqlite", "manifest.jsonl", *(f"part-{n:05}.jsonl" for n in range(8)),
    ]  # fmt: skip


def test_two_runs_in_one_place(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with Ledger(tmp_path / "out"), pytest.raises(OutputInUse, match="Another batch") as caught:
        run(job(folder, tmp_path / "out"), Pretend())
    assert "Một lệnh batch khác" in caught.value.message_vi
    assert run(job(folder, tmp_path / "out"), Pretend()).pending == 0


@pytest.mark.parametrize("more", [{"as_of": date(2026, 4, 1)}, {"policy": "strict"}, {"text": False}])
def test_other_settings_are_refused(folder: Path, tmp_path: Path, more: dict) -> None:
    run(job(folder, tmp_path / "out"), Pretend())
    before = parts(tmp_path / "out")
    with pytest.raises(OtherSettings, match="--again"):
        run(job(folder, tmp_path / "out", **more), Pretend())
    assert parts(tmp_path / "out") == before
    engine = Pretend()
    run(job(folder, tmp_path / "out", again=True, **more), engine)
    assert len(engine.read) == 30


def test_the_day_of_the_first_run_holds(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend(stops_after=12))
    run(job(folder, tmp_path / "out", as_of=None), Pretend())
    assert all(
        line.endswith(b'"2026-03-31"]') for data in parts(tmp_path / "out").values() for line in data.splitlines()
    )


def test_other_inputs_do_not_mix(folder: Path, tmp_path: Path) -> None:
    run(job(folder, tmp_path / "out"), Pretend())
    before = parts(tmp_path / "out")
    put(tmp_path / "other", x="other")
    with pytest.raises(OtherSettings, match="None of the inputs"):
        run(job(tmp_path / "other", tmp_path / "out"), Pretend())
    assert run(job(folder, tmp_path / "out"), Pretend()).items == 30
    assert parts(tmp_path / "out") == before


def test_a_place_with_results_of_somebody_else(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "out")
    (tmp_path / "out" / "part-00000.jsonl").write_bytes(b"{}\n")
    with pytest.raises(OutputRefused, match="without their ledger"):
        run(job(folder, tmp_path / "out"), Pretend())
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["part-00000.jsonl"]


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_ledger_that_is_none(folder: Path, tmp_path: Path, content: bytes) -> None:
    put(tmp_path / "out")
    (tmp_path / "out" / LEDGER).write_bytes(content)
    with pytest.raises(OutputRefused, match="damaged"):
        run(job(folder, tmp_path / "out"), Pretend())


def test_two_inputs_of_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [Item("a.txt", "/x/a.txt"), Item("a.txt", "/x/a.txt"), Item("a.txt", "/y/a.txt")]
    monkeypatch.setattr(running, "expand", lambda inputs, leave_out: iter(twice))
    with pytest.raises(ClashingNames):
        run(Job(["x"], out=str(tmp_path / "out")), Pretend())


def test_names_that_are_no_text(tmp_path: Path) -> None:
    with explained("here"), Ledger(tmp_path) as ledger, ledger.changing() as db:
        db.execute(
            "INSERT INTO item (id, place, run) VALUES (?, ?, 1)", ("c\udcf4.txt".encode("utf-8", "surrogatepass"), b"p")
        )
        assert [item.id for item in ledger.pending()] == ["c\udcf4.txt"]
