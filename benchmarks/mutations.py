"""Ten thousand spoilt files: no crash, no hang, and every file ends as a result or a typed error.

    python benchmarks/mutations.py [--count 10000] [--workers 2] [--seed 0] [--seconds 60] [--keep FOLDER] [--markdown]

Makes the files (``mutations_making.py``), reads each as ``analyzer batch`` does, by ``read_one`` in worker processes,
and prints what became of them by format, by mutation and by error code. Ends with status 1 where a file has no outcome,
an error of no type, a dead reading process, or took longer than the limit and a grace of ten seconds. ``--keep`` leaves
the files behind that ended so. Wants the extra ``test``, tesseract and LibreOffice Writer.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from analyzer.batch.work import Item, Options, read_one  # noqa: E402
from analyzer.reading.limits import Limits  # noqa: E402
from benchmarks.mutations_making import MUTATIONS, SHARES, spoilt  # noqa: E402

#: What must not be: an error that nobody typed, a reading process that died of a bug.
WRONG = ("internal_error", "reader_died")
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


def _end(job: tuple[str, bytes, Options]) -> Ending:
    name, data, options = job
    made = read_one(Item(name, name), data, options)
    return Ending(name, made.code or "read", made.message or "", made.seconds)


def _endings(files: Iterable[tuple[str, bytes]], options: Options, workers: int) -> Iterator[Ending]:
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(_end, ((name, data, options) for name, data in files), chunksize=16)


def _table(rows: list[list[str]], markdown: bool) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        " | ".join(cell.rjust(w) if n else cell.ljust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    lines.insert(1, " | ".join("-" * w if n == 0 else "-" * (w - 1) + ":" for n, w in enumerate(widths)))
    return "\n".join(f"| {line} |" if markdown else line for line in lines)


def report(endings: list[Ending], markdown: bool) -> Iterator[str]:
    """The tables: outcomes by format, then by mutation, then how many of a format and mutation were read."""
    codes = [code for code, _ in Counter(e.code for e in endings).most_common()]
    codes.sort(key=lambda code: code != "read")
    for title, groups, of in (
        ("Format", [k.replace(".", "-") for k in SHARES], lambda e: e.kind),
        ("Mutation", list(MUTATIONS), lambda e: e.mutation),
    ):
        rows = [[title, "files", *codes, "longest, s"]]
        for group in (*groups, "all"):
            members = [e for e in endings if group in (of(e), "all")]
            counted = Counter(e.code for e in members)
            longest = max((e.seconds for e in members), default=0.0)
            rows.append([group, str(len(members)), *(str(counted[c] or "") for c in codes), f"{longest:.1f}"])
        yield _table(rows, markdown)
    rows = [["read / files", *MUTATIONS]]
    for kind in (k.replace(".", "-") for k in SHARES):
        cells = [[e.code for e in endings if (e.kind, e.mutation) == (kind, m)] for m in MUTATIONS]
        rows.append([kind, *(f"{cell.count('read')} / {len(cell)}" for cell in cells)])
    yield _table(rows, markdown)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60.0, help="the limit of time for one file")
    parser.add_argument("--keep", type=Path, help="a folder for the files that ended as none may")
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    options = Options(date(2026, 1, 1), limits=Limits(seconds=asked.seconds))
    begin, endings = time.perf_counter(), []
    for number, ending in enumerate(_endings(spoilt(asked.count, asked.seed), options, asked.workers), 1):
        endings.append(ending)
        if number % 500 == 0:
            print(f"{number} files, {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)
    wrong = [e for e in endings if e.code in WRONG or e.seconds > asked.seconds + GRACE]
    took = time.perf_counter() - begin
    print(f"{len(endings)} files in {took:.0f} s, {asked.workers} workers, limit {asked.seconds:g} s a file; "
          f"Python {platform.python_version()}, {os.cpu_count()} cores\n")  # fmt: skip
    for table in report(endings, asked.markdown):
        print(table, end="\n\n")
    if wrong and asked.keep:
        names = {e.name for e in wrong}
        for name, data in spoilt(asked.count, asked.seed):
            if name in names:
                path = asked.keep / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    for ending in wrong:
        print(f"WRONG {ending.name}: {ending.code}, {ending.seconds:.1f} s: {ending.message}")
    print(f"{asked.count - len(endings)} without an outcome, {len(wrong)} that ended as none may")
    return int(bool(wrong) or len(endings) != asked.count)


if __name__ == "__main__":
    sys.exit(main())
