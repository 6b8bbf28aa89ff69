"""The same on PostgreSQL, which is stricter about what a text may hold."""

from __future__ import annotations

import pytest

from tests.archive.conftest import postgres_server, postgres_url
from tests.service.api.conftest import started

__all__ = ["postgres_server", "postgres_url"]


@pytest.mark.slow
def test_a_document_from_end_to_end(postgres_url: str) -> None:
    with started(postgres_url) as office:
        path = f"/v1/directives/{office.key}"
        assert office.reader.get("/v1/directives", params={"issuer": "lam son"}).json()["total"] == 3
        for key in ("%00" * 22, "%00", "é" * 22):
            assert office.reader.get(f"/v1/directives/{key}").status_code == 404
            assert office.reader.get(f"/v1/jobs/{key}").status_code == 404
        edit = {"action": "set", "task": "t1", "field": "area", "value": "public_finance"}
        assert office.editor.post(path + "/edits", json={"edit": edit, "seen": {"task:t1": 0}}).status_code == 200
        assert office.other.post(path + "/edits", json={"edit": edit, "seen": {"task:t1": 0}}).status_code == 409
        assert office.reader.get("/v1/tasks", params={"area": "public_finance"}).json()["total"] == 1
        done = {"status": "done", "done_on": "2024-06-12", "note": "Đã gửi 📄"}
        assert office.editor("PUT", path + "/standings/t1", json=done).status_code == 200
        due = office.reader.get("/v1/due", params={"period": "done", "as_of": "2024-07-01"}).json()
        assert [task["note"] for task in due["tasks"]] == ["Đã gửi 📄"]
        assert office.editor.post(path + "/undo").status_code == 200
        sent = office.editor.post(
            "/v1/directives", json={"text": "Giao Sở Y tế\x00 báo cáo."}, headers={"Prefer": "respond-async"}
        )
        assert sent.status_code == 202
        assert office.editor("DELETE", sent.headers["location"]).json()["state"] == "cancelled"
        assert office.admin("DELETE", path).status_code == 204
        assert office.nobody.get("/healthz").json()["database"] is True
