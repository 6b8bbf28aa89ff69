"""Whatever services do and in whatever order they die, each job ends once, and the archive holds what was finished."""

from __future__ import annotations

import os
import shutil
import tempfile

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from analyzer import analyze
from analyzer.archive import Incoming, open_archive
from analyzer.errors import DamagedFile
from analyzer.service.jobs.instances import ended, new_instance
from analyzer.service.jobs.models import USUAL
from analyzer.service.jobs.queue import ATTEMPTS, Queue, Run
from tests.service.jobs.conftest import text

RESULTS = {number: Incoming.of(analyze(text(number)), "analyzer test") for number in range(3)}


class Services(RuleBasedStateMachine):
    """Two services over one archive; either may die and be followed by another."""

    runs: Bundle[tuple[Queue, Run]] = Bundle("runs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.archive = open_archive(os.path.join(self.folder, "kho.db"), create=True)
        self.queues = [Queue(self.archive, new_instance()) for _ in range(2)]
        self.submitted: dict[str, int] = {}
        self.ended: dict[str, str] = {}

    def teardown(self) -> None:
        self.archive.close()
        shutil.rmtree(self.folder)

    @rule(number=st.integers(0, 2), which=st.integers(0, 1))
    def submit(self, number: int, which: int) -> None:
        queue = self.queues[which]
        made = queue.put(text(number), "text/plain", name=None, owner="An", options=USUAL, most=1000)
        self.submitted[made.id] = number

    @rule(target=runs, which=st.integers(0, 1), quick=st.booleans())
    def claim(self, which: int, quick: bool) -> tuple[Queue, Run] | None:
        run = self.queues[which].claim(quick)
        assert run is None or run.job not in self.ended
        return None if run is None else (self.queues[which], run)

    @rule(one=consumes(runs))
    def finish(self, one: tuple[Queue, Run] | None) -> None:
        if one is not None and one[0].finish(one[1], RESULTS[self.submitted[one[1].job]], None) is not None:
            self._end(one[1].job, "done")

    @rule(one=consumes(runs))
    def fail(self, one: tuple[Queue, Run] | None) -> None:
        if one is not None and one[0].fail(one[1], DamagedFile("Broken.", "Tệp hỏng.")):
            self._end(one[1].job, "failed")

    @rule(one=consumes(runs), counted=st.booleans(), scan=st.booleans())
    def give_back(self, one: tuple[Queue, Run] | None, counted: bool, scan: bool) -> None:
        given = one is not None and one[0].give_back(one[1], counted=counted, scan=scan)
        if one is not None and given and counted and one[1].attempt >= ATTEMPTS:
            self._end(one[1].job, "failed")

    @rule(one=runs)
    def tell(self, one: tuple[Queue, Run] | None) -> None:
        """A run whose job is over, or in other hands, hears so."""
        if one is not None and one[1].job in self.ended:
            assert not one[0].reached(one[1], "ocr", 1, 2)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.submitted:
            chosen = data.draw(st.sampled_from(sorted(self.submitted)))
            if self.queues[0].cancel(chosen).state == "cancelled" and chosen not in self.ended:
                self._end(chosen, "cancelled")

    @rule(which=st.integers(0, 1))
    def die(self, which: int) -> None:
        """What the dead one still sends is not heard; the other takes its jobs back."""
        ended(self.queues[which].instance)
        self.queues[1 - which].take_back()
        for job in self.queues[0].listed(None, 1000):
            if job.state == "failed" and job.id not in self.ended:
                assert job.attempts >= ATTEMPTS
                self._end(job.id, "failed")
        self.queues[which] = Queue(self.archive, new_instance())

    def _end(self, job: str, state: str) -> None:
        assert job not in self.ended, "it ends once"
        self.ended[job] = state

    @invariant()
    def nothing_is_lost_and_nothing_double(self) -> None:
        states = {job.id: job.state for job in self.queues[0].listed(None, 1000)}
        assert states.keys() == self.submitted.keys()
        assert {job: state for job, state in states.items() if state not in ("queued", "running")} == self.ended
        finished = {self.submitted[job] for job, state in self.ended.items() if state == "done"}
        assert self.archive.size().documents == self.archive.size().readings == len(finished)


TestServices = Services.TestCase
TestServices.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
