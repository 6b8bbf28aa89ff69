"""A batch from its inputs to its results: resumed where an earlier run ended, the same bytes however often that was."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from analyzer.batch.errors import OtherSettings, OutputRefused, output_failed
from analyzer.batch.ledger import LEDGER, Ledger, explained
from analyzer.batch.parts import MANIFEST, PART, result_names, write_part
from analyzer.batch.places import expand
from analyzer.batch.storage import is_url, join, local_path, make_folder, sweep, written_whole
from analyzer.batch.sync import Found, Layout, bring_in
from analyzer.batch.work import Engine, Item, Options, Outcome, today
from analyzer.due.settings import Policy
from analyzer.reading.limits import Limits

if TYPE_CHECKING:
    from analyzer.archive import Archive

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a batch. ``out`` is a directory or URL, ``db`` the address of an archive; one of them is given.

    ``as_of`` None: the day that the results there have, else today. ``again`` forgets all results; ``retry_failed``
    reads again what failed; ``prune`` drops results of inputs that are not given any more.
    """

    inputs: Sequence[str]
    out: str | None = None
    db: str | None = None
    as_of: date | None = None
    policy: Policy = "lenient"
    limits: Limits = field(default_factory=Limits)
    text: bool = True
    formats: Sequence[str] = ("jsonl",)
    part_size: int = PART
    retry_failed: bool = False
    again: bool = False
    prune: bool = False


class Watch:
    """Is told how a run goes; does nothing with it."""

    def listed(self, count: int) -> None:
        """So many inputs have been found so far."""

    def started(self, found: Found, done: int, failed: int, pending: int) -> None:
        """Reading begins; ``done`` and ``failed`` are from earlier runs."""

    def told(self, outcome: Outcome) -> None:
        """A document has been read, and what became of it is kept."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How it ended: counts over all results, failures by code with an example of each, and where the manifest is."""

    items: int
    done: int
    failed: int
    pending: int
    read: int
    kept: int
    codes: Counter[str]
    examples: dict[str, str]
    manifest: str
    stopped: bool

    @property
    def status(self) -> int:
        """The exit status: 130 where it was stopped before its end, 1 where a document failed."""
        if self.stopped and self.pending:
            return 130
        return 1 if self.failed else 0


def run(job: Job, engine: Engine, watch: Watch | None = None, stopped: threading.Event | None = None) -> Summary:
    """Carry out a batch. ``stopped`` is set by whoever has called ``engine.stop()``.

    Raises AnalyzerError: BatchError, ModelError, ArchiveError. What has been read until then is kept.

    >>> import tempfile
    >>> from analyzer.batch.local import Local
    >>> with tempfile.TemporaryDirectory() as at:
    ...     _ = Path(at, "a.txt").write_text("Giao Sở Y tế báo cáo.", encoding="utf-8")
    ...     summary = run(Job([f"{at}/a.txt"], out=f"{at}/out"), Local(1))
    ...     summary.done, summary.status, sorted(os.listdir(f"{at}/out"))
    (1, 0, ['.batch.sqlite', 'manifest.jsonl', 'part-00000.jsonl'])
    """
    directory = ledger_directory(job)
    shown = os.fspath(directory) if job.out is None else job.out
    with explained(shown), ExitStack() as stack:
        if job.out is not None and not (directory / LEDGER).exists():
            _check_free(job.out)
        ledger = stack.enter_context(Ledger(directory))
        if job.out is not None:
            sweep(job.out)
        return _Run(job, engine, ledger, watch or Watch(), stopped or threading.Event(), stack).carry_out()


def ledger_directory(job: Job) -> Path:
    """Where the ledger of a batch is: beside its results, or for results far away with the user's other states."""
    if job.out is not None and not is_url(job.out):
        return Path(os.path.abspath(local_path(job.out)))
    import platformdirs

    inputs = sorted(one if is_url(one) else os.path.abspath(one) for one in job.inputs)
    told = json.dumps([job.out] if job.out is not None else [job.db, inputs])
    digest = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Path(platformdirs.user_state_dir("analyzer", appauthor=False), "batch", digest)


def _check_free(out: str) -> None:
    """Raise OutputRefused where results lie that no ledger tells of."""
    try:
        there = result_names(out)
    except OSError as error:
        raise output_failed(out, error.strerror or str(error)) from error
    if there:
        raise OutputRefused(
            f"{out} holds results without their ledger ({LEDGER}). Give another --out.",
            f"{out} đang có kết quả mà không có sổ theo dõi ({LEDGER}). Hãy chọn --out khác.",
        )


class _Run:
    def __init__(
        self, job: Job, engine: Engine, ledger: Ledger, watch: Watch, stopped: threading.Event, stack: ExitStack
    ) -> None:
        self._job, self._engine, self._ledger, self._watch, self._stopped = job, engine, ledger, watch, stopped
        self._formats = list(job.formats) if job.out is not None else []
        if "parquet" in self._formats:
            from analyzer.batch.parquet import check_installed

            check_installed()
        self._archive: Archive | None = None
        if job.db is not None:
            from analyzer.archive import open_archive

            self._archive = stack.enter_context(open_archive(job.db, create=True))
        self._manifest = join(os.fspath(ledger.directory) if job.out is None else job.out, MANIFEST)

    def carry_out(self) -> Summary:
        job, ledger = self._job, self._ledger
        options = self._options()
        if job.out is not None:
            self._writing(lambda: make_folder(job.out or ""))
        layout = Layout(job.out, self._formats, job.part_size)
        sinks = [self._archive.address] if self._archive else []
        found = self._writing(
            lambda: bring_in(
                ledger, self._inputs(), layout, job.limits, sinks=sinks,
                retry_failed=job.retry_failed, prune=job.prune, seen=self._watch.listed,
            )
        )  # fmt: skip
        counts = ledger.counts()
        self._watch.started(found, counts.done, counts.failed, counts.pending)
        for part in ledger.unwritten():
            self._deliver(part)
        read = 0
        for outcome in self._engine.outcomes(ledger.pending(), options):
            part_done = ledger.record(outcome)
            read += 1
            self._watch.told(outcome)
            if part_done is not None:
                self._deliver(part_done)
        self._write_manifest()
        counts = ledger.counts()
        return Summary(
            counts.total, counts.done, counts.failed, counts.pending, read, found.kept, counts.codes,
            ledger.examples(), self._manifest, self._stopped.is_set(),
        )  # fmt: skip

    def _inputs(self) -> Iterator[Item]:
        for item in expand(self._job.inputs, leave_out=self._job.out):
            if self._stopped.is_set():
                raise KeyboardInterrupt
            yield item

    def _options(self) -> Options:
        """How documents are read: as for the results there. Raises OtherSettings where something else is asked."""
        from analyzer.archive.packing import engine_name

        job, ledger = self._job, self._ledger
        if job.again:
            ledger.forget()
        before = ledger.setting("options")
        as_of = job.as_of or (date.fromisoformat(before["as_of"]) if before else today())
        wanted = {"as_of": as_of.isoformat(), "policy": job.policy, "text": job.text, "engine": engine_name()}
        if before is None:
            ledger.keep_setting("options", wanted)
        elif before != wanted:
            differing = ", ".join(f"{name}: {before.get(name)}" for name in wanted if before.get(name) != wanted[name])
            raise OtherSettings(
                f"The results in {ledger.directory} were made with other settings ({differing}). Give the same "
                "settings, give another --out, or start anew with --again.",
                f"Kết quả trong {ledger.directory} được lập với thiết lập khác ({differing}). Hãy dùng đúng thiết lập "
                "đó, chọn --out khác, hoặc làm lại từ đầu với --again.",
            )
        return Options(as_of, job.policy, job.limits, job.text)

    def _deliver(self, part: int) -> None:
        """Put a part where the results go; when that is safe, the ledger lets its lines go."""
        out, files = self._job.out, list[str]()
        if self._archive is not None:
            from analyzer.archive import Incoming
            from analyzer.archive.packing import engine_name

            engine = engine_name()
            lines = (Incoming.from_line(line) for _, line in self._ledger.lines(part))
            for _ in self._archive.add(Incoming(one.directive, one.line, engine) for one in lines):
                pass
        if out is not None:
            lines_of = self._ledger.lines
            files = self._writing(lambda: write_part(out, part, self._formats, lines_of(part)))
        self._ledger.written(part, files)

    def _write_manifest(self) -> None:
        def write() -> None:
            with written_whole(self._manifest) as file:
                for row in self._ledger.manifest():
                    # The escape that stands for half a character is one in JSON, too.
                    file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")

        self._writing(write)

    def _writing(self, write: Callable[[], T]) -> T:
        """What ``write`` returns; its errors told as those of the results' place."""
        try:
            return write()
        except OSError as error:
            raise output_failed(self._job.out or self._manifest, error.strerror or str(error)) from error
