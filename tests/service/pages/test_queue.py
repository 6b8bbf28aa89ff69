"""The first page: files that are sent, the queue, the documents that came last."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from analyzer.archive.office import change, review
from analyzer.archive.office import job as job_table
from analyzer.archive.tables import reading
from analyzer.review import clock
from tests.archive.making import directive, many
from tests.archive.searching import put
from tests.service.pages.visiting import HTML, OWN, Visit, targets, texts

TEXT = "Giao Sở Y tế báo cáo kết quả trước ngày 30/6/2026.".encode()


def send(visit: Visit, *files: tuple[str, bytes], accept: str = "text/html", **fields: str):  # type: ignore[no-untyped-def]
    """Send files with the form of the page."""
    csrf = visit.page("/").css_first("#tha-tep input[name=csrf]")
    assert csrf is not None
    data = {"csrf": csrf.attributes["value"], **fields}
    sent = [("tep", (name, content)) for name, content in files]
    return visit.client.post("/", data=data, files=sent, headers={"Accept": accept, **OWN})


def settle(visit: Visit, **values: object) -> None:
    """Let all jobs be over as if a worker had done them."""
    with visit.archive.writing() as connection:
        connection.execute(update(job_table).values(finished_at=clock.now(), **values))


def test_nothing_yet(visit: Visit):
    page = visit.page("/")
    assert texts(page, "h1") == ["Văn bản"]
    assert "Chưa có văn bản nào trong kho." in texts(page, ".empty p")
    assert not page.css(".job")


def test_a_file_goes_into_the_queue(visit: Visit):
    answer = send(visit, ("việc.txt", TEXT))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/hang-doi/")
    page = visit.page("/")
    assert texts(page, ".job-name b") == ["việc.txt"]
    assert texts(page, ".job-state") == ["Đang chờ"]
    assert texts(visit.page("/hang-doi"), ".job-name b") == ["việc.txt"]


def test_several_files(visit: Visit):
    answer = send(visit, ("một.txt", TEXT), ("hai.txt", TEXT + b" "), ("rỗng.txt", b""))
    assert answer.status_code == 422
    assert "rỗng.txt" in answer.text
    assert sorted(texts(visit.page("/"), ".job-name b")) == ["hai.txt", "một.txt"]
    assert send(visit, ("ba.txt", TEXT + b"  "), ("bốn.txt", TEXT + b"   ")).headers["location"] == "/"


def test_a_script_sends_one_file(visit: Visit):
    answer = send(visit, ("việc.txt", TEXT), accept="application/json")
    assert answer.status_code == 202
    assert visit.service.jobs.get(answer.json()["id"]) is not None
    refused = send(visit, ("rỗng.txt", b""), accept="application/json")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "empty_document"


def test_no_file_chosen(visit: Visit):
    assert send(visit).status_code == 422


@pytest.mark.parametrize("csrf", ["", "x" * 43])
def test_other_sites_send_nothing(visit: Visit, csrf: str):
    assert send(visit, ("việc.txt", TEXT), csrf=csrf).status_code == 403
    assert not visit.service.jobs.listed(None)


def test_calling_off_and_trying_again(visit: Visit):
    send(visit, ("việc.txt", TEXT))
    form = visit.page("/").css_first(".job form")
    assert form is not None
    assert visit.submit(form, csrf="").status_code == 403
    assert visit.submit(form).headers["location"] == "/"
    assert texts(visit.page("/"), ".job-state") == ["Đã hủy"]
    form = visit.page("/").css_first(".job form")
    assert form is not None
    assert visit.submit(form).headers["location"].startswith("/hang-doi/")
    assert texts(visit.page("/"), ".job-state") == ["Đang chờ"]


@pytest.mark.parametrize(
    ("code", "message", "shown", "again"),
    [
        ("damaged_file", "Tệp PDF bị hỏng hoặc bị cụt.", "Tệp PDF bị hỏng hoặc bị cụt. Hãy xin lại tệp", False),
        ("encrypted_file", "Tệp có mật khẩu; hãy gỡ mật khẩu.", "Tệp có mật khẩu; hãy gỡ mật khẩu.", False),
        ("worker_died", "Tiến trình đã dừng.", "Tiến trình đã dừng. Hãy thử lại", True),
        ("damaged_file", "<script>alert(1)</script>", "<script>alert(1)</script>", False),
    ],
)
def test_what_went_wrong(visit: Visit, code: str, message: str, shown: str, again: bool):
    send(visit, ("việc.txt", TEXT))
    settle(visit, state="failed", error=json.dumps({"code": code, "message": "", "message_vi": message}))
    page = visit.page("/")
    assert texts(page, ".job-error")[0].startswith(shown)
    assert bool(page.css(".job form")) == again
    assert not page.css(".job script")


def test_a_file_that_was_read_leads_to_its_document(visit: Visit):
    send(visit, ("việc.txt", TEXT))
    put(visit.archive, directive())
    card = visit.archive.cards()[0]
    settle(visit, state="done", document=card.id, outcome="new")
    at = visit.service.jobs.listed(None)[0].id
    assert targets(visit.page("/"), ".job a") == [f"/van-ban/{card.key}"]
    assert visit.client.get(f"/hang-doi/{at}", headers=HTML).headers["location"] == f"/van-ban/{card.key}"


def test_jobs_that_were_over_long_ago_are_not_shown(visit: Visit):
    send(visit, ("việc.txt", TEXT))
    settle(visit, state="cancelled")
    with visit.archive.writing() as connection:
        connection.execute(update(job_table).values(finished_at=clock.now().replace(year=2020)))
    assert not visit.page("/").css(".job")


def test_documents(visit: Visit):
    list(visit.archive.add(many(17)))
    first, second = visit.page("/"), visit.page("/?trang=2")
    assert texts(first, ".documents .document-name a")[0].startswith("Chỉ thị 17/CT-UBND")
    assert len(first.css(".documents tbody tr")) == 15
    assert len(second.css(".documents tbody tr")) == 2
    assert texts(first, ".documents td.number")[0] == "2"
    assert targets(first, ".pager a") == ["/?trang=2"]
    assert texts(visit.page("/?trang=99"), ".empty p")[0] == "Trang này không có văn bản nào."
    assert len(visit.page("/?trang=x").css(".documents tbody tr")) == 15


def test_the_state_of_review(visit: Visit):
    put(visit.archive, *(directive(f"{n}/CT-UBND", file=f"{n}.txt") for n in range(1, 4)))
    cards = visit.archive.cards()
    with visit.archive.writing() as connection:
        for card, done in zip(cards[:2], (False, True), strict=True):
            base = connection.execute(reading.select().where(reading.c.document == card.id)).first()
            assert base is not None
            row = {"document": card.id, "base": base.id, "done": done, "started_at": clock.now()}
            connection.execute(review.insert().values(row))
            made = {"who": "An", "action": "set", "task": "t1", "before": "{}", "after": '{"task:t1": null}'}
            connection.execute(change.insert().values(document=card.id, at=clock.now(), **made))
    assert texts(visit.page("/"), ".documents .badge") == ["Chưa rà soát", "Đã rà soát", "Đang rà soát"]


def test_people_see_their_own_jobs(serve: Callable[..., TestClient]):
    visit = Visit(serve(sign_in=True))
    tokens = {role: visit.service.accounts.add(role, role)[1] for role in ("reader", "editor", "admin")}
    job = visit.service.jobs.submit(TEXT, name="việc.txt", owner="editor")

    def seen(role: str, path: str) -> int:
        headers = {**HTML, "Authorization": f"Bearer {tokens[role]}"}
        return visit.client.get(path, headers=headers).status_code

    def listed(role: str) -> bool:
        headers = {**HTML, "Authorization": f"Bearer {tokens[role]}"}
        return "việc.txt" in visit.client.get("/", headers=headers).text

    visit.service.jobs.cancel(job.id)
    assert [listed(role) for role in tokens] == [False, True, True]
    assert [seen(role, f"/hang-doi/{job.id}") for role in tokens] == [404, 303, 303]
    headers = {**HTML, "Authorization": f"Bearer {tokens['reader']}"}
    assert visit.client.post("/", files={"tep": ("a.txt", TEXT)}, headers=headers).status_code == 403
    assert "tha-tep" not in visit.client.get("/", headers=headers).text
