"""kill -9 of batches and of their workers at any moment, Ctrl-C, and other surroundings: the results are the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.engines import manifest, parts
from tests.effort import effort

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
COUNT = effort(120, 240)
PLAN = """ỦY BAN NHÂN DÂN TỈNH AN LẠC
Số: {number}/KH-UBND
KẾ HOẠCH
Về việc rà soát thủ tục hành chính năm 2026
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát {number} thủ tục, hoàn thành trước ngày 15/3/2026.
2. Giao Sở Y tế báo cáo kết quả về Ủy ban nhân dân tỉnh trước ngày 20/4/2026.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("kills") / "in"
    made.mkdir()
    for number in range(COUNT):
        text = "" if number % 12 == 5 else PLAN.format(number=number) * (1 + number % 5)
        name = f"kh-{number:03}.{'html' if number % 20 == 7 else 'txt'}"
        (made / name).write_text(f"<p>{text}</p>" if name.endswith("html") and text else text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> tuple[Path, float]:
    """The results of one run that nothing happens to, and the seconds it took."""
    out = folder.parent / "undisturbed"
    started = time.monotonic()
    process = start(folder, out)
    assert process.wait(300) == 1
    return out, time.monotonic() - started


def start(folder: Path, out: Path, *more: str, **environment: str) -> subprocess.Popen[bytes]:
    """The command, in a process of its own."""
    command = [sys.executable, "-m", "analyzer.cli", "--lang", "en", "batch", str(folder), "--out", str(out)]
    settings = ("--as-of", "2026-03-31", "--part-size", "20", "--workers", "2")
    with (out.parent / f"{out.name}.log").open("ab") as log:
        return subprocess.Popen(
            [*command, *settings, *more], stdout=log, stderr=log, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )  # fmt: skip


def below(process: int) -> Iterator[int]:
    """The processes that a process has started, with theirs."""
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = tasks.read_text().split()
        except OSError:
            continue
        for child in children:
            yield int(child)
            yield from below(int(child))


def gone(processes: list[int], seconds: float = 30) -> bool:
    """Whether the processes have ended, by then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(os.path.exists(f"/proc/{process}") for process in processes):
            return True
        time.sleep(0.1)
    return False


def test_kills_at_any_moment(folder: Path, undisturbed: tuple[Path, float]) -> None:
    expected, seconds = undisturbed
    out, chance = folder.parent / "killed", random.Random(8)
    parents = workers = 0
    for _ in range(effort(5, 8)):
        process = start(folder, out)
        end = time.monotonic() + seconds * chance.uniform(0.3, 0.7)
        while time.monotonic() < end and process.poll() is None:
            time.sleep(chance.uniform(0.05, 0.6))
            if (alive := list(below(process.pid))) and chance.random() < 0.12:
                try:
                    os.kill(chance.choice(alive), signal.SIGKILL)
                    workers += 1
                except ProcessLookupError:
                    pass
        if process.poll() is not None and (out / "manifest.jsonl").exists():
            break  # all was read; a run whose new workers were killed thrice ends without a manifest
        family = list(below(process.pid))
        process.kill()
        process.wait()
        parents += 1
        assert gone(family), "workers outlive their parent"
        for name, data in parts(out).items() if out.exists() else ():
            assert set(data.splitlines()) <= set(parts(expected)[name].splitlines())
    # A document whose worker was killed twice, or whose reading process was, has failed: those are tried again.
    assert start(folder, out, "--retry-failed").wait(300) == 1
    assert parents >= 2
    assert workers >= 1
    assert parts(out) == parts(expected)
    assert manifest(out) == manifest(expected)
    assert not [p for p in out.iterdir() if p.name.endswith((".part", ".tmp"))]


def test_nothing_depends_on_the_surroundings(folder: Path, undisturbed: tuple[Path, float]) -> None:
    """Another order of inputs, number of workers, locale, time zone, hash seed and day of the machine's calendar."""
    expected, _ = undisturbed
    out = folder.parent / "elsewhere"
    paths = [os.fspath(p) for p in sorted(folder.iterdir(), reverse=True)]
    (folder.parent / "list.txt").write_text("\n".join(paths), encoding="utf-8")
    environment = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77", "LANG": "C"}
    process = start(Path(f"@{folder.parent}/list.txt"), out, "--workers", "3", **environment)
    assert process.wait(300) == 1
    assert parts(out) == parts(expected)
    assert manifest(out) == manifest(expected)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_good_order(folder: Path, undisturbed: tuple[Path, float], kind: int) -> None:
    expected, seconds = undisturbed
    out = folder.parent / f"stopped-{kind}"
    log = folder.parent / f"{out.name}.log"
    for _ in range(10):
        process = start(folder, out)
        time.sleep(seconds / 2)
        process.send_signal(kind)
        status = process.wait(60)
        if status != 130 or (out / "manifest.jsonl").exists():
            break
    assert status == 130, log.read_text()
    rows = manifest(out)
    assert len(rows) == COUNT
    assert {row["state"] for row in rows} >= {"skipped"}
    assert "Run the same command again" in log.read_text()
    assert start(folder, out).wait(300) == 1
    assert parts(out) == parts(expected)
    assert manifest(out) == manifest(expected)


def test_a_second_run_in_the_same_place(folder: Path, undisturbed: tuple[Path, float]) -> None:
    out = folder.parent / "twice"
    first = start(folder, out)
    end = time.monotonic() + 60
    while not list(below(first.pid)) and time.monotonic() < end:
        time.sleep(0.1)
    second = start(folder, out)
    assert second.wait(60) == 1
    assert "Another batch writes to" in (folder.parent / "twice.log").read_text()
    assert first.wait(300) == 1
    assert parts(out) == parts(undisturbed[0])


def test_no_room_for_results(folder: Path, undisturbed: tuple[Path, float]) -> None:
    """A disk that is full: told, nothing broken, and the run goes on when there is room."""
    out = folder.parent / "full"
    limited = (
        "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY)); "
        "sys.argv = ['analyzer', *sys.argv[1:]]; runpy.run_module('analyzer.cli', run_name='__main__')"
    )
    command = [sys.executable, "-c", limited, "--lang", "en", "batch", str(folder), "--out", str(out)]
    more = ["--as-of", "2026-03-31", "--part-size", "20", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, *more], capture_output=True, cwd=ROOT, env=environment, timeout=300)
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr
    for name, data in parts(out).items():
        assert data == parts(undisturbed[0])[name]
    assert start(folder, out).wait(300) == 1
    assert parts(out) == parts(undisturbed[0])
