"""The queue in the database: what waits, who works on what, what came of it.

Each step is one transaction whose UPDATE says in what state it expects the job, so that of two who want the same only
one gets it, and one who was taken a job away from writes nothing more.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select, update

from analyzer.archive import Archive, Incoming
from analyzer.archive.office import file, job
from analyzer.archive.opening import explained
from analyzer.archive.tables import reading
from analyzer.archive.writing import Added, Writer
from analyzer.errors import AnalyzerError
from analyzer.service.jobs.errors import QueueFull, file_gone, no_such_job, worker_died
from analyzer.service.jobs.files import empty_log, forget, keep
from analyzer.service.jobs.instances import is_surely_dead
from analyzer.service.jobs.models import Job, Options, State, in_utc

ATTEMPTS = 3
#: Seconds after which a service that says nothing counts as dead.
SILENT = 30
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Run:
    """One try at a job; ``attempt`` tells it from an earlier one of the same service."""

    job: str
    attempt: int
    sha256: str
    media_type: str
    name: str | None
    options: Options


class Queue:
    """Jobs as one service, ``instance``, sees them."""

    def __init__(self, archive: Archive, instance: str) -> None:
        self.archive = archive
        self.instance = instance

    def put(self, data: bytes, media_type: str, *, name: str | None, owner: str, options: Options, most: int) -> Job:
        """A new job, safe in the database. Raises QueueFull where ``most`` wait already."""
        now = _now()
        digest = sha256(data).hexdigest()
        values = {
            "id": secrets.token_urlsafe(16), "owner": owner, "state": "queued", "name": name, "sha256": digest,
            "media_type": media_type, "size": len(data), "options": options.to_json(), "attempts": 0, "reached": 0,
            "total": 0, "created_at": now,
        }  # fmt: skip
        with self.archive.writing() as connection:
            waiting = connection.execute(select(func.count()).where(job.c.state == "queued")).scalar_one()
            if waiting >= most:
                raise QueueFull(
                    f"{waiting} documents wait to be read, as many as may. Try again in a few minutes.",
                    f"Đang có {waiting} tài liệu chờ xử lý, đã đến giới hạn. Hãy thử lại sau ít phút.",
                )
            keep(connection, digest, media_type, data)
            return Job.of(connection.execute(job.insert().values(values).returning(job)).one())

    def get(self, job_id: str) -> Job | None:
        """The job, if there is one."""
        with self.archive.reading() as connection:
            row = connection.execute(select(job).where(job.c.id == job_id)).first()
        return None if row is None else Job.of(row)

    def listed(self, owner: str | None, limit: int) -> list[Job]:
        """The latest jobs first, of one owner or of all."""
        query = select(job).order_by(job.c.created_at.desc(), job.c.id).limit(limit)
        with self.archive.reading() as connection:
            rows = connection.execute(query if owner is None else query.where(job.c.owner == owner))
            return [Job.of(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many jobs wait and run."""
        query = select(job.c.state, func.count()).where(job.c.state.in_(("queued", "running"))).group_by(job.c.state)
        with self.archive.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def claim(self, quick: bool = False) -> Run | None:
        """Take the next job: the oldest of those whose owners have the fewest running.

        With ``quick`` no picture, and none that has turned out to be a scan.
        """
        others = job.alias()
        busy = select(func.count()).where(others.c.state == "running", others.c.owner == job.c.owner).scalar_subquery()
        query = select(job.c.id).where(job.c.state == "queued").order_by(busy, job.c.created_at, job.c.id)
        if quick:
            query = query.where(~job.c.media_type.startswith("image/"), job.c.stage.is_(None))
        with self.archive.reading() as connection:
            candidates = connection.execute(query.limit(_CANDIDATES)).scalars().all()
        for candidate in candidates:
            now = _now()
            taken = update(job).where(job.c.id == candidate, job.c.state == "queued").values(
                state="running", instance=self.instance, beat=now, attempts=job.c.attempts + 1, started_at=now,
                finished_at=None, stage="read", reached=0, total=0, error=None,
            )  # fmt: skip
            with self.archive.writing() as connection:
                row = connection.execute(taken.returning(job)).first()
            if row is not None:
                options = Options.from_json(row.options)
                return Run(row.id, row.attempts, row.sha256, row.media_type, row.name, options)
        return None

    def reached(self, run: Run, stage: str, done: int, total: int) -> bool:
        """Tell how far a run is; False where the job is no longer ours."""
        values = {"stage": stage, "reached": done, "total": total, "beat": _now()}
        with self.archive.writing() as connection:
            return self._changed(connection, run, values)

    def beat(self, runs: Collection[Run]) -> set[str]:
        """Say that these are worked on; the jobs that are still ours."""
        ours = or_(*(and_(job.c.id == run.job, job.c.attempts == run.attempt) for run in runs))
        alive = update(job).where(ours, job.c.state == "running", job.c.instance == self.instance)
        with self.archive.writing() as connection:
            return set(connection.execute(alive.values(beat=_now()).returning(job.c.id)).scalars())

    def finish(self, run: Run, incoming: Incoming, layout: bytes | None) -> Added | None:
        """Put what was read in the archive and say that the job is done, all or nothing.

        None, and nothing is written, where the job is no longer ours.
        """
        with self.archive.writing() as connection:
            if not self._changed(connection, run, _over("done")):
                return None
            added = Writer(self.archive.index).add(connection, [incoming])[0]
            if layout is not None:
                connection.execute(update(file).where(file.c.sha256 == run.sha256).values(layout=layout))
            values = {"document": added.document, "outcome": added.outcome}
            connection.execute(update(job).where(job.c.id == run.job).values(values))
        return added

    def known(self, run: Run, engine: str, needs_layout: bool) -> int | None:
        """The document whose file this analyzer has read already, with all that would be kept of it."""
        query = select(reading.c.document).where(reading.c.sha256 == run.sha256, reading.c.engine == engine)
        if needs_layout:
            query = query.where(exists().where(file.c.sha256 == run.sha256, file.c.layout.is_not(None)))
        with self.archive.reading() as connection:
            found: int | None = connection.execute(query.limit(1)).scalar()
        return found

    def finish_known(self, run: Run, document: int) -> bool:
        """Say that a job is done whose file had been read already."""
        with self.archive.writing() as connection:
            if connection.execute(select(reading.c.id).where(reading.c.document == document).limit(1)).first() is None:
                return False
            values = _over("done", document=document, outcome="unchanged")
            return self._changed(connection, run, values)

    def fail(self, run: Run, error: AnalyzerError, *, secret: bool = False) -> bool:
        """Say why a job has failed; with ``secret`` its bytes go at once. False where it is no longer ours."""
        with self.archive.writing() as connection:
            if not self._changed(connection, run, _failed(error)):
                return False
            if secret:
                forget(connection, run.sha256)
        if secret:
            with explained(self.archive.url):
                empty_log(self.archive.engine)
        return True

    def give_back(self, run: Run, *, counted: bool, scan: bool = False) -> bool:
        """Let a job wait again; with ``counted`` the try is one of the few it has, and the last one makes it fail.

        ``scan``: it has turned out to be one.
        """
        if counted and run.attempt >= ATTEMPTS:
            return self.fail(run, worker_died(run.attempt))
        with self.archive.writing() as connection:
            values = _waiting(run.attempt if counted else run.attempt - 1)
            return self._changed(connection, run, {**values, "stage": "ocr" if scan else None})

    def take_back(self) -> int:
        """Let the jobs of services that have died wait again; how many these are."""
        held = select(job).where(job.c.state == "running", job.c.instance != self.instance)
        with self.archive.reading() as connection:
            rows = connection.execute(held).all()
        silent_since = _now() - timedelta(seconds=SILENT)
        count = 0
        for row in rows:
            if (in_utc(row.beat) or silent_since) > silent_since and not is_surely_dead(row.instance):
                continue
            last = row.attempts >= ATTEMPTS
            values = _failed(worker_died(row.attempts)) if last else _waiting(row.attempts)
            # Only as it was seen: another service may have taken it back and begun anew.
            same = (job.c.id == row.id, job.c.state == "running", job.c.instance == row.instance)
            with self.archive.writing() as connection:
                taken = update(job).where(*same, job.c.attempts == row.attempts, job.c.beat == row.beat)
                count += connection.execute(taken.values(values)).rowcount
        return count

    def cancel(self, job_id: str) -> Job:
        """Cancel a job that is not over; what is over stays as it is. Raises NoSuchJob."""
        waiting = update(job).where(job.c.id == job_id, job.c.state.in_(("queued", "running")))
        return self._updated(job_id, waiting.values(_over("cancelled")))

    def again(self, job_id: str) -> Job:
        """Let a job that failed or was cancelled wait again; others stay as they are. Raises NoSuchJob, FileGone."""
        found = self.get(job_id)
        if found is None:
            raise no_such_job(job_id)
        with self.archive.writing() as connection:
            over = update(job).where(job.c.id == job_id, job.c.state.in_(("failed", "cancelled")))
            if connection.execute(over.values(_waiting(0))).rowcount:
                kept = update(file).where(file.c.sha256 == found.sha256).values(added_at=_now())
                if connection.execute(kept).rowcount == 0:
                    raise file_gone()
            return Job.of(connection.execute(select(job).where(job.c.id == job_id)).one())

    def _updated(self, job_id: str, statement: Any) -> Job:
        with self.archive.writing() as connection:
            connection.execute(statement)
            row = connection.execute(select(job).where(job.c.id == job_id)).first()
        if row is None:
            raise no_such_job(job_id)
        return Job.of(row)

    def _changed(self, connection: Connection, run: Run, values: dict[str, Any]) -> bool:
        """Change a job that is ours; False where it is no longer."""
        ours = update(job).where(
            job.c.id == run.job,
            job.c.state == "running",
            job.c.instance == self.instance,
            job.c.attempts == run.attempt,
        )
        return connection.execute(ours.values(values)).rowcount == 1


def _over(state: State, **more: Any) -> dict[str, Any]:
    """What changes when a job is over."""
    return {"state": state, "finished_at": _now(), "stage": None, "beat": None, "instance": None, **more}


def _failed(error: AnalyzerError) -> dict[str, Any]:
    told = {"code": error.code, "message": error.message, "message_vi": error.message_vi}
    return _over("failed", error=json.dumps(told, ensure_ascii=False))


def _waiting(attempts: int) -> dict[str, Any]:
    """What changes when a job waits again."""
    return {
        "state": "queued", "attempts": attempts, "instance": None, "beat": None, "stage": None, "reached": 0,
        "total": 0, "error": None, "started_at": None, "finished_at": None,
    }  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)
