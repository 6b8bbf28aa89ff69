"""What the service says of itself."""

from __future__ import annotations

import json
from typing import NoReturn

import pytest

from analyzer.archive import Archive
from analyzer.archive.errors import ArchiveUnreachable
from analyzer.archive.packing import engine_name
from analyzer.assembly.models import json_schema
from tests.service.api.conftest import Office


def test_schema_is_the_contract(library: Office) -> None:
    answer = library.nobody.get("/v1/schema")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == json.loads(json.dumps(json_schema()))


def test_version(library: Office) -> None:
    assert library.nobody.get("/version").json()["engine"] == engine_name()


def test_healthy_without_workers_where_none_are_wanted(library: Office) -> None:
    assert library.nobody.get("/healthz").json()["status"] == "ok"


def test_a_database_that_is_gone_is_told(library: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(archive: Archive) -> NoReturn:
        raise ArchiveUnreachable("The database does not answer.", "Cơ sở dữ liệu không trả lời.")

    monkeypatch.setattr(Archive, "reading", gone)
    answer = library.nobody.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": False, "workers": {"alive": 0, "busy": 0}}
