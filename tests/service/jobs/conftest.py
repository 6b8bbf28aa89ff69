"""Services to do jobs with, and archives on both engines."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.archive import open_archive
from analyzer.service.jobs import Job, Jobs, Options
from analyzer.service.settings import Settings
from tests.archive.conftest import archive, archive_url, postgres_server, postgres_url, sqlite_url

__all__ = ["archive", "archive_url", "postgres_server", "postgres_url", "sqlite_url"]

TEXT = """ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI
Số: {number}/KH-UBND
Sơn Hải, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Rà soát quy trình nội bộ năm 2026
1. Sở Nội vụ chủ trì rà soát quy trình, báo cáo trước ngày 30/6/2026.
2. Sở Tài chính bố trí kinh phí thực hiện.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""
AS_TEXT = Options(text=True)


def text(number: int = 15) -> bytes:
    """A short plan; another for another number."""
    return TEXT.format(number=number).encode()


def until(is_so: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is so; a failure where that takes too long."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def over(jobs: Jobs, job: Job, seconds: float = 60) -> Job:
    """The job when it is over."""
    found = job

    def is_over() -> bool:
        nonlocal found
        found = jobs.get(job.id) or found
        return found.is_finished

    until(is_over, seconds)
    return found


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jobs]:
    """A service with one worker, for the tests of a module."""
    path = os.fspath(tmp_path_factory.mktemp("jobs") / "kho.db")
    with open_archive(path, create=True) as made:
        service = Jobs(made, Settings(path, workers=1))
        service.start()
        yield service
        service.stop()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Jobs]]:
    """Starts services over one archive and stops them in the end."""
    path = os.fspath(tmp_path / "kho.db")
    with open_archive(path, create=True) as made:
        running: list[Jobs] = []

        def started(**settings: object) -> Jobs:
            service = Jobs(made, Settings(path, **{"workers": 1, **settings}))  # type: ignore[arg-type]
            service.start()
            running.append(service)
            return service

        yield started
        for service in running:
            service.stop(grace=0)
