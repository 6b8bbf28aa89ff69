"""Memory stays flat however many documents there are."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from analyzer.batch import run as running
from analyzer.batch.run import Job, run
from analyzer.batch.work import Item, Options, Outcome

LINE = b'{"tasks": []}' + b" " * 300


class Fast:
    """Reads nothing; every seventh fails."""

    def stop(self) -> None: ...

    def outcomes(self, items: Iterable[Item], options: Options) -> Iterator[Outcome]:
        for number, item in enumerate(items):
            if number % 7:
                yield Outcome(item.id, "done", LINE, sha256="0" * 64)
            else:
                yield Outcome(item.id, "failed", code="damaged_file", message="Damaged.", message_vi="Hỏng.")


def peak(tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """The most memory that a run over so many items takes, and then one that finds nothing to do."""
    items = (Item(f"van-ban/{n * 7919 % count:06}.txt", "/dev/null") for n in range(count))
    monkeypatch.setattr(running, "expand", lambda inputs, leave_out: items)
    job = Job(["x"], out=str(tmp_path / str(count)), as_of=date(2026, 3, 31), part_size=500)
    tracemalloc.start()
    try:
        summary = run(job, Fast())
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (summary.items, summary.pending) == (count, 0)
    assert summary.failed == -(-count // 7)
    return most


@pytest.mark.slow
def test_memory_does_not_grow_with_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peak(tmp_path, 500, monkeypatch)  # imports
    small, large = peak(tmp_path, 2_000, monkeypatch), peak(tmp_path, 20_000, monkeypatch)
    assert large < 1.5 * small + 200_000, (small, large)
