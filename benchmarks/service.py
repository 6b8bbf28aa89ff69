"""The service under load: many people at once, and a process that reads documents killed again and again.

    python benchmarks/service.py [--seconds 120] [--clients 50] [--pause 1] [--kill 10] [--workers N]
        [--directives 1000] [--db postgresql://user@host/empty-database]

Starts ``analyzer serve`` on an archive of invented directives (``archive_making.py``) with an account for each client.
The clients search, read directives in several formats, list what is due, look up bodies and send invented directives
(``service_making.py``), one request after the other with pauses between; meanwhile a worker process is killed every
``--kill`` seconds. In the end every document that was sent is looked for in the archive. Prints how long each kind of
request took, and ends with status 1 where a request failed or a job was lost. Linux; wants the extra ``test``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from archive_making import lines
from service_clients import Client, Log, Stock
from service_making import ROOT

sys.path.insert(0, str(ROOT))  # a checkout will do

from sqlalchemy import select

from analyzer import analyze
from analyzer.archive import Archive, Incoming, open_archive
from analyzer.archive.office import job
from analyzer.service.access.accounts import Accounts
from analyzer.writing.json import dump
from tests.browser.serving import Serving, serving

BASE = 24  # documents of the corpus that the archive is made of
READY = 0.03  # documents of each kind that are made beforehand, a second and client
DRAIN = 120.0  # seconds for the last jobs
WORKER = "analyzer.service.jobs.worker"


class Killer(threading.Thread):
    """Kills one worker process of the service every so often."""

    def __init__(self, service: int, every: float) -> None:
        super().__init__(daemon=True)
        self._service = service
        self._every = every
        self.killed = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(self._every):
            found = workers(self._service)
            if found:
                try:
                    os.kill(random.choice(found), signal.SIGKILL)
                    self.killed += 1
                except ProcessLookupError:
                    pass  # it has ended by itself


def workers(service: int) -> list[int]:
    """The processes of a service that read documents."""
    children = Path(f"/proc/{service}/task").glob("*/children")
    found = [int(pid) for path in children for pid in path.read_text().split()]
    return [pid for pid in found if WORKER.encode() in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def seconds_of(pid: int) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fill(archive: Archive, directives: int) -> None:
    """Put invented directives in, some twenty tasks each."""
    paths = sorted((ROOT / "corpora" / "directives").glob("*.txt"))
    base = [json.loads(dump(analyze(path))) for path in paths[:: len(paths) // BASE]]
    for _ in archive.add(Incoming.from_line(line) for line in lines(base, directives, 20 * directives)):
        pass


def load(service: Serving, tokens: list[str], keys: list[str], asked: argparse.Namespace) -> tuple[Log, int, float]:
    """Let the clients work; what they saw, how often a worker was killed, how long the last jobs took."""
    log, stock = Log(), Stock(round(READY * asked.seconds * asked.clients))
    clients = [Client(i, service.url, token, keys, stock, log) for i, token in enumerate(tokens)]
    killer = Killer(service.process.pid, asked.kill)
    for client in clients:
        client.pause = asked.pause
        client.start()
    if asked.kill:
        killer.start()
    time.sleep(asked.seconds)
    for client in clients:
        client.over.set()
    killer.over.set()
    for client in clients:
        client.join(90)
        if client.is_alive():
            log.failed("client", "still waits for an answer after 90 s")
    return log, killer.killed, drained(service)


def drained(service: Serving) -> float:
    """The seconds until no job waits or runs, at most ``DRAIN``."""
    started = time.monotonic()
    with open_archive(service.database) as archive:
        while time.monotonic() - started < DRAIN:
            if not set(states(archive)) & {"queued", "running"}:
                break
            time.sleep(0.2)
    return time.monotonic() - started


def states(archive: Archive) -> Counter[str]:
    """How many jobs there are in each state."""
    with archive.reading() as connection:
        return Counter(connection.execute(select(job.c.state)).scalars())


def report(service: Serving, log: Log, killed: int, last: float, asked: argparse.Namespace) -> bool:
    """Print the figures; whether nothing failed and nothing was lost."""
    total = sum(map(len, log.times.values()))
    print(f"\n{total:,} requests in {asked.seconds:.0f} s, {total / asked.seconds:.1f} a second")
    print(f"{'request':28}{'count':>8}{'p50 ms':>10}{'p95 ms':>10}{'max ms':>10}")
    everything = [ms for kind, times in log.times.items() if kind != "wait for a job" for ms in times]
    for kind, times in [*sorted(log.times.items()), ("all but waiting", everything)]:
        high = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
        print(f"{kind:28}{len(times):>8,}{median(times):>10.0f}{high:>10.0f}{max(times):>10.0f}")
    with open_archive(service.database) as archive:
        found = states(archive)
        with archive.reading() as connection:
            again = sum(attempts > 1 for attempts in connection.execute(select(job.c.attempts)).scalars())
        kept = {card.number for card in archive.cards()}
    lost = [made.number for made in log.sent if made.number not in kept]
    submitted = len(log.sent)
    print(f"\njobs: {submitted} submitted, {found['done']} done, {len(lost)} lost; the last took {last:.1f} s more")
    print(f"workers killed: {killed}; jobs read again: {again}")
    unfinished = {state: number for state, number in found.items() if state != "done"}
    print(f"errors: {log.errors.total()}")
    for error, times_seen in log.errors.most_common(20):
        print(f"  {times_seen} x {error}")
    for state, number in unfinished.items():
        print(f"  {number} jobs {state}")
    faults = service.log.read_text(encoding="utf-8", errors="replace").count("Traceback")
    print(f"tracebacks in the service's log: {faults}")
    return not (log.errors or lost or unfinished or faults or found["done"] != submitted)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between requests of a client, on average")
    parser.add_argument("--kill", type=float, default=10, help="seconds between killing a worker; 0: never")
    parser.add_argument("--workers", type=int, help="processes that read documents; those of the service by default")
    parser.add_argument("--directives", type=int, default=1000, help="in the archive to begin with")
    parser.add_argument("--db", help="an empty database; without it a new SQLite file")
    parser.add_argument("--log", type=Path, help="keep the service's log here")
    asked = parser.parse_args()
    options = ["--workers", str(asked.workers)] if asked.workers else []
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        database = asked.db or os.fspath(folder / "archive.db")
        with open_archive(database, create=True) as archive:
            fill(archive, asked.directives)
            accounts = Accounts(archive)
            tokens = [accounts.add(f"Client {i}", "editor")[1] for i in range(asked.clients)]
            keys = [card.key for card in archive.cards()][:500]
            size: Any = archive.size()
            engine = archive.engine.dialect.name
        print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {engine}")
        print(f"{size.documents:,} directives, {size.tasks:,} tasks; {asked.clients} clients", flush=True)
        with serving(folder, *options, database=database) as service:
            before = seconds_of(service.process.pid)
            good = report(service, *load(service, tokens, keys, asked), asked)
            own = seconds_of(service.process.pid)
            if asked.log:
                asked.log.write_bytes(service.log.read_bytes())
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        others = used.ru_utime + used.ru_stime - own
        print(f"processor time: {own - before:.0f} s of the service, {others:.0f} s of its processes from their start")
        print(f"load of the machine: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
