"""A hundred thousand small documents through ``analyzer batch``: memory of its processes from beginning to end.

    python benchmarks/many.py [--count 100000] [--workers 2] [--every 5]

Invented letters, each with a number of its own, are packed into zip archives and read by the command in a process of
its own. Memory is the proportional set size (from ``/proc``, so Linux only), asked every few seconds: a line for each
tenth of the documents with the most of it within that tenth. Ends with status 1 where the command fails, or where the
last tenth takes over a fifth more than the second (in the first, workers still read their models).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from analyzer.batch.parts import PART  # noqa: E402

LETTER = """ỦY BAN NHÂN DÂN TỈNH AN LẠC
Số: {number}/UBND-NC
An Lạc, ngày {day} tháng 3 năm 2026
V/v báo cáo kết quả rà soát thủ tục hành chính
Kính gửi: Các sở, ban, ngành.
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát {number} thủ tục, báo cáo trước ngày {day}/5/2026.
2. Yêu cầu Sở Y tế tổng hợp kết quả hằng quý, bảo đảm ít nhất {share}% hồ sơ đúng hạn.
"""
TENTHS = 10
MOST = 1.2
PACKED = 20_000


def pack(folder: Path, count: int) -> None:
    """So many letters, in archives of :data:`PACKED`."""
    for begin in range(0, count, PACKED):
        with zipfile.ZipFile(folder / f"goi-{begin // PACKED:02}.zip", "w", zipfile.ZIP_DEFLATED) as file:
            for number in range(begin, min(count, begin + PACKED)):
                letter = LETTER.format(number=number, day=number % 28 + 1, share=number % 60 + 40)
                file.writestr(f"{number:06}.txt", letter)


def family(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def share(process: int) -> int:
    """Bytes that a process holds, what it shares with others counted by parts."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def watch(command: subprocess.Popen[str], every: float) -> Iterator[tuple[int, int]]:
    """What the command's own process and those below it hold, as often as that, until it ends."""
    while command.poll() is None:
        held = []
        for process in family(command.pid):
            try:
                held.append(share(process))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue  # it has just ended
        if held:
            yield held[0], sum(held[1:])
        time.sleep(every)


def written(out: Path) -> int:
    """How many documents are in parts that are complete; the ledger is the command's alone while it runs."""
    return PART * sum(1 for _ in out.glob("part-*.jsonl"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between looks")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "in", Path(name) / "out"
        folder.mkdir()
        pack(folder, asked.count)
        started = time.monotonic()
        command = subprocess.Popen(
            [sys.executable, "-m", "analyzer.cli", "batch", str(folder), "--out", str(out), "--as-of", "2026-04-01",
             "--workers", str(asked.workers)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        )  # fmt: skip
        most: dict[int, tuple[int, int]] = {}
        for own, below in watch(command, asked.every):
            tenth = min(TENTHS - 1, TENTHS * written(out) // asked.count)
            before = most.get(tenth, (0, 0))
            most[tenth] = max(before[0], own), max(before[1], below)
        seconds = time.monotonic() - started
        states = [json.loads(line)["state"] for line in (out / "manifest.jsonl").open(encoding="utf-8")]
    print(f"{len(states):,} documents, {asked.workers} workers, {seconds:.0f} s, {len(states) / seconds:.0f} a second")
    read = states.count("done")
    print(f"{read:,} read, {len(states) - read:,} failed, status {command.returncode}\n")
    print("up to   the command   workers and readers, together")
    for tenth, (own, below) in sorted(most.items()):
        print(f"{10 * (tenth + 1):4} %  {own / 1e6:8.1f} MB  {below / 1e6:8.1f} MB")
    tenths = [held for _, held in sorted(most.items())]
    (first_own, first_below), (last_own, last_below) = tenths[:2][-1], tenths[-1]
    flat = last_own <= MOST * first_own and last_below <= MOST * first_below
    print("\nflat" if flat else "\nmemory grows")
    return int(command.returncode != 0 or read != asked.count or not flat)


if __name__ == "__main__":
    sys.exit(main())
