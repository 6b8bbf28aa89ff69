"""A batch read by the workers of a real scheduler, in processes of their own, some of which are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from distributed import Client

from analyzer.batch import storage
from analyzer.batch.cluster import Cluster
from analyzer.batch.errors import WorkersFailed
from analyzer.batch.local import Local
from analyzer.batch.parts import write_part
from analyzer.batch.places import expand, load
from analyzer.batch.run import Job, Watch, run
from analyzer.batch.work import Item, Options, Outcome, failed, read_one
from tests.batch.stores import s3_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
OPTIONS = Options(as_of=date(2026, 3, 31))
WORKERS = 2
PLAN = """ỦY BAN NHÂN DÂN TỈNH AN LẠC
Số: {number}/KH-UBND
KẾ HOẠCH
Về việc rà soát thủ tục hành chính năm 2026
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát {number} thủ tục, hoàn thành trước ngày 15/{month}/2026.
2. Giao Sở Y tế báo cáo kết quả về Ủy ban nhân dân tỉnh trước ngày 20/{month}/2026.
"""


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with s3_store() as place:
        yield place


@pytest.fixture(scope="module")
def scheduler(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with workers, which nannies replace when they die."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests/batch/deadly")]),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    started = []

    def start(*arguments: str) -> None:
        with open(folder / f"{len(started)}.log", "wb") as log:
            started.append(
                subprocess.Popen(arguments, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
            )

    try:
        address = folder / "scheduler.json"
        start(*dask, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address))
        start(
            sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address),
            "--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard",
        )  # fmt: skip
        with Client(scheduler_file=str(address), timeout=120, set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=240)
            yield client.scheduler.address
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def put_plans(folder: str, count: int) -> None:
    """Plans, of which every tenth is empty."""
    storage.make_folder(folder)
    for number in range(count):
        text = "" if number % 10 == 9 else PLAN.format(number=number, month=number % 12 + 1) * (number % 4 + 1)
        storage.write_whole(storage.join(folder, f"kh-{number:03}.txt"), text.encode())


def found(folder: str) -> list[Item]:
    return sorted(expand([folder]), key=lambda item: item.id)


def read_here(items: list[Item]) -> list[Outcome]:
    made = []
    for item in items:
        try:
            made.append(read_one(item, load(item), OPTIONS))
        except Exception as error:
            made.append(failed(item, error))
    return made


def told(outcomes: list[Outcome]) -> list[tuple[object, ...]]:
    """Outcomes in order, without what differs from run to run."""
    return sorted((o.item, o.state, o.line, o.code, o.message, o.message_vi, o.sha256) for o in outcomes)


def workers(scheduler: str) -> dict[str, int]:
    """The addresses of the workers and the numbers of their processes."""
    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(WORKERS, timeout=120)
        return client.run(os.getpid)


def part_of(outcomes: list[Outcome], place: str) -> dict[str, bytes]:
    """The files of a part with the outcomes, as they are at a place."""
    storage.make_folder(place)
    lines = [(o.item, o.line) for o in sorted(outcomes, key=lambda o: o.item) if o.line is not None]
    made = write_part(place, 0, ["jsonl", "parquet"], lines)
    return {name: storage.read_whole(storage.join(place, name)) for name in made}


class Killing(Watch):
    """Kills a worker once the first document has been read; counts what it is told of each."""

    def __init__(self, victim: int) -> None:
        self.victim = victim
        self.seen: Counter[str] = Counter()

    def told(self, outcome: Outcome) -> None:
        if not self.seen:
            os.kill(self.victim, signal.SIGKILL)
        self.seen[outcome.item] += 1


def files(out: Path) -> dict[str, bytes]:
    """The results of a run, the manifest without the times."""
    made = {path.name: path.read_bytes() for path in out.iterdir() if not path.name.startswith(".")}
    rows = [json.loads(line) for line in made["manifest.jsonl"].splitlines()]
    return {**made, "manifest.jsonl": json.dumps([{**row, "seconds": 0} for row in rows]).encode()}


def test_a_worker_is_killed_in_the_middle(scheduler: str, tmp_path: Path) -> None:
    """Nothing is lost, nothing is done twice, and the results are those of a run on one machine, byte for byte."""
    put_plans(str(tmp_path / "in"), 90)
    before = workers(scheduler)
    watch = Killing(next(iter(before.values())))

    def job(out: str) -> Job:
        return Job(
            [str(tmp_path / "in")], out=str(tmp_path / out), as_of=OPTIONS.as_of, formats=["jsonl", "parquet"],
            part_size=25,
        )  # fmt: skip

    summary = run(job("cluster"), Cluster(scheduler), watch)
    assert (summary.done, summary.failed, summary.pending) == (81, 9, 0)
    assert len(watch.seen) == watch.seen.total() == 90
    run(job("local"), Local(1))
    made = files(tmp_path / "cluster")
    assert len(made) == 4 * 3 + 1
    assert made == files(tmp_path / "local")
    assert set(workers(scheduler).values()) != set(before.values())


def test_from_a_store_to_stores(scheduler: str, store: str, tmp_path: Path) -> None:
    """What a cluster reads from a store and writes anywhere is what one process reads here: the same bytes."""
    put_plans(str(tmp_path / "in"), 40)
    put_plans(f"{store}/in", 40)
    here = part_of(read_here(found(str(tmp_path / "in"))), str(tmp_path / "out"))
    outcomes = list(Cluster(scheduler).outcomes(found(f"{store}/in"), OPTIONS))
    assert len(here) == 3
    assert part_of(outcomes, f"{store}/out") == part_of(outcomes, "memory://out") == here


def test_a_document_that_takes_its_worker_with_it_is_given_up(scheduler: str, tmp_path: Path) -> None:
    put_plans(str(tmp_path), 30)
    items = found(str(tmp_path))
    items.insert(10, Item("kh-009b.txt", "deadly://kh-009b.txt"))
    outcomes = {outcome.item: outcome for outcome in Cluster(scheduler).outcomes(items, OPTIONS)}
    assert outcomes.pop("kh-009b.txt").code == "worker_died"
    assert told(list(outcomes.values())) == told(read_here(found(str(tmp_path))))


def test_a_run_that_is_stopped_ends_soon(scheduler: str, tmp_path: Path) -> None:
    put_plans(str(tmp_path), 150)
    engine = Cluster(scheduler)
    outcomes = []
    for outcome in engine.outcomes(found(str(tmp_path)), OPTIONS):
        outcomes.append(outcome)
        engine.stop()
    assert 1 <= len(outcomes) < 100
    assert {o.state for o in Cluster(scheduler).outcomes(found(str(tmp_path))[:3], OPTIONS)} == {"done"}


def test_no_more_is_taken_than_can_be_worked_on(scheduler: str, tmp_path: Path) -> None:
    put_plans(str(tmp_path), 10)
    [item, *_] = found(str(tmp_path))
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield item

    engine = Cluster(scheduler)
    for count, _ in enumerate(engine.outcomes(endless(), OPTIONS), 1):
        if count == 50:
            assert taken < 50 + 64 * 3 * WORKERS
            break


def test_documents_that_workers_do_not_see(scheduler: str, tmp_path: Path) -> None:
    """A worker elsewhere has no such file; here no process but this one has such a thread."""
    put_plans(str(tmp_path), 1)
    with open(tmp_path / "kh-000.txt", "rb") as file:
        items = [Item("a.txt", f"/proc/self/task/{os.getpid()}/fd/{file.fileno()}")]
        with pytest.raises(WorkersFailed, match="does not see") as caught:
            list(Cluster(scheduler).outcomes(items, OPTIONS))
    assert "dùng chung" in caught.value.message_vi


def test_nobody_at_the_address() -> None:
    with pytest.raises(WorkersFailed, match=r"tcp://127\.0\.0\.1:9"):
        list(Cluster("tcp://127.0.0.1:9", patience=1).outcomes([Item("a", "a")], OPTIONS))


def test_workers_of_this_machine(tmp_path: Path) -> None:
    """Two workers of one's own, under a main program that starts threads."""
    put_plans(str(tmp_path), 30)
    items = found(str(tmp_path))
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.extend(Cluster("local", workers=2).outcomes(items, OPTIONS)))
    started = time.monotonic()
    thread.start()
    thread.join(240)
    assert told(outcomes) == told(read_here(items)), time.monotonic() - started


def test_the_extra_is_not_installed() -> None:
    program = (
        "import sys; sys.modules['distributed'] = None\n"
        "from analyzer.batch.errors import MissingExtra\n"
        "try:\n    import analyzer.batch.cluster\nexcept MissingExtra as error:\n    print(error.message)"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (
        made.stdout.strip() == "The package distributed is not installed. Install it: pip install 'analyzer[cluster]'"
    )
