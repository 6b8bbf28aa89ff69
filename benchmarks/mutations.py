"""Ten thousand spoilt files through ``analyzer batch``: every one ends as a result or a typed error.

    python benchmarks/mutations.py [--count 10000] [--workers 2] [--seed 0] [--seconds 60] [--markdown]
        [--folder FOLDER]

Makes the files (``mutations_making.py``), runs the command on them in a process of its own, and prints what became of
them by format, by mutation and by error code. Ends with status 1 where the command died, a file has no outcome, an
error of no type or a dead process behind it, or one that took longer than the limit and a grace of ten seconds.
``--folder`` keeps the files and the results. Wants the extra ``test``, tesseract and LibreOffice Writer.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from benchmarks.mutations_making import MUTATIONS, SHARES, spoilt  # noqa: E402

#: What must not be: an error that nobody typed, a process that died of a bug, a file that was left out.
WRONG = ("internal_error", "reader_died", "worker_died", "not_read")
GRACE = 10.0


class Ending(NamedTuple):
    """What became of a file: an error's code, or ``read``."""

    name: str
    code: str
    message: str
    seconds: float

    @property
    def kind(self) -> str:
        return self.name.split("/")[0]

    @property
    def mutation(self) -> str:
        return self.name.split("/")[1]


def run(files: Path, out: Path, workers: int, seconds: float) -> int:
    """The status of the command."""
    command = [sys.executable, "-m", "analyzer.cli", "batch", str(files), "--out", str(out), "--as-of", "2026-01-01"]
    command += ["--workers", str(workers), "--limit", f"seconds={seconds:g}"]
    return subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode


def endings(out: Path) -> Iterator[Ending]:
    """What the manifest says of each file, or of each file in an archive."""
    with (out / "manifest.jsonl").open(encoding="utf-8") as manifest:
        for line in manifest:
            said = json.loads(line)
            yield Ending(said["id"], said["code"] or "read", said["message"] or "", said["seconds"] or 0.0)


def _table(rows: list[list[str]], markdown: bool) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        " | ".join(cell.rjust(w) if n else cell.ljust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    lines.insert(1, " | ".join("-" * w if n == 0 else "-" * (w - 1) + ":" for n, w in enumerate(widths)))
    return "\n".join(f"| {line} |" if markdown else line for line in lines)


def report(ended: list[Ending], markdown: bool) -> Iterator[str]:
    """The tables: outcomes by format, then by mutation, then how many of a format and mutation were read."""
    codes = [code for code, _ in Counter(e.code for e in ended).most_common()]
    codes.sort(key=lambda code: code != "read")
    for title, groups, of in (
        ("Format", [k.replace(".", "-") for k in SHARES], lambda e: e.kind),
        ("Mutation", list(MUTATIONS), lambda e: e.mutation),
    ):
        rows = [[title, "files", *codes, "longest, s"]]
        for group in (*groups, "all"):
            members = [e for e in ended if group in (of(e), "all")]
            counted = Counter(e.code for e in members)
            longest = max((e.seconds for e in members), default=0.0)
            rows.append([group, str(len(members)), *(str(counted[c] or "") for c in codes), f"{longest:.1f}"])
        yield _table(rows, markdown)
    rows = [["read / files", *MUTATIONS]]
    for kind in (k.replace(".", "-") for k in SHARES):
        cells = [[e.code for e in ended if (e.kind, e.mutation) == (kind, m)] for m in MUTATIONS]
        rows.append([kind, *(f"{cell.count('read')} / {len(cell)}" for cell in cells)])
    yield _table(rows, markdown)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60.0, help="the limit of time for one file")
    parser.add_argument("--folder", type=Path, help="where files and results are left, an empty folder")
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    with nullcontext(asked.folder) if asked.folder else tempfile.TemporaryDirectory() as name:
        files, out = Path(name) / "files", Path(name) / "out"
        names = []
        for name, data in spoilt(asked.count, asked.seed):
            path = files / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            names.append(name)
        begin = time.perf_counter()
        status = run(files, out, asked.workers, asked.seconds)
        took = time.perf_counter() - begin
        ended = list(endings(out))
    told = {"/".join(e.name.split("/")[:3]) for e in ended}
    lost = [name for name in names if name not in told]
    wrong = [e for e in ended if e.code in WRONG or e.seconds > asked.seconds + GRACE]
    print(f"{len(names)} files in {took:.0f} s, {asked.workers} workers, limit {asked.seconds:g} s a file; ", end="")
    print(f"status {status}; Python {platform.python_version()}, {os.cpu_count()} cores\n")
    for table in report(ended, asked.markdown):
        print(table, end="\n\n")
    for ending in wrong:
        print(f"WRONG {ending.name}: {ending.code}, {ending.seconds:.1f} s: {ending.message}")
    for name in lost:
        print(f"WRONG {name}: no outcome")
    print(f"{len(lost)} without an outcome, {len(wrong)} that ended as none may")
    return int(bool(wrong or lost) or status not in (0, 1))


if __name__ == "__main__":
    sys.exit(main())
