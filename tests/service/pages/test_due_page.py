"""The page of what falls due, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from analyzer.review import clock
from analyzer.review.model import Standing
from analyzer.service.pages.due import PATH
from tests.archive.searching import document, put, task
from tests.service.pages.visiting import HTML, Visit, targets, texts

WEDNESDAY = date(2026, 11, 18)
LEAD = ("lead", "Sở Nội vụ", "so-noi-vu")


@pytest.fixture
def filled(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A task in each period, as of a Wednesday."""
    monkeypatch.setattr(clock, "today", lambda: WEDNESDAY)
    days = {"Quá hạn.": -3, "Hôm nay.": 0, "Trong tháng.": 8, "Sau này.": 60}
    tasks = [task(text, LEAD, due=WEDNESDAY + timedelta(days=n)) for text, n in days.items()]
    tasks.append(task("Đã xong.", ("lead", "Sở Y tế", "so-y-te"), due=WEDNESDAY, area="procedures"))
    put(visit.archive, document("1/CT-UBND", "Văn bản", *tasks))
    done = Standing("done", date(2026, 11, 16), "Báo cáo 9/BC-SYT")
    visit.service.standings.set(1, "t5", done, who="An", seen=0)
    return visit


def row(visit: Visit, text: str, muc: str = "") -> LexborNode:
    """The row of a task."""
    page = visit.page(f"{PATH}?muc={muc}")
    return next(node for node in page.css(".due-table tbody tr") if text in node.text())


def choose(visit: Visit, text: str, choice: str, muc: str = "", **values: object):  # type: ignore[no-untyped-def]
    form = row(visit, text, muc).css_first("form")
    assert form is not None
    return visit.submit(form, chon=choice, **values)


def whole_form(visit: Visit, to: str) -> LexborNode:
    form = visit.page(to).css_first("#tinh-trang form")
    assert form is not None
    return form


@pytest.mark.parametrize(
    ("muc", "text", "told"),
    [
        ("", "Quá hạn.", "15/11/2026 quá 3 ngày"),
        ("qua-han", "Quá hạn.", "15/11/2026 quá 3 ngày"),
        ("tuan", "Hôm nay.", "18/11/2026 hôm nay"),
        ("thang", "Trong tháng.", "26/11/2026 còn 8 ngày"),
        ("sau", "Sau này.", "17/01/2027 còn 60 ngày"),
        ("xong", "Đã xong.", "16/11/2026 hạn 18/11/2026"),
        ("không có", "Quá hạn.", "15/11/2026 quá 3 ngày"),
    ],
)
def test_periods(filled: Visit, muc: str, text: str, told: str):
    page = filled.page(f"{PATH}?muc={muc}")
    assert texts(page, ".due-tabs a") == ["Quá hạn 1", "Tuần này 1", "Tháng này 1", "Sau đó 1", "Đã xong 1"]
    assert texts(page, ".due-task a") == [text]
    assert texts(page, ".due-day") == [told]
    at = filled.archive.cards()[0].key
    assert targets(page, ".due-task a")[0].startswith(f"/van-ban/{at}#t")


def test_the_first_period_that_has_any(filled: Visit):
    filled.service.standings.set(1, "t1", Standing("done", WEDNESDAY), who="An", seen=0)
    assert texts(filled.page(PATH), ".due-tabs [aria-current]") == ["Tuần này 1"]


def test_nothing_is_due(visit: Visit):
    page = visit.page(PATH)
    assert texts(page, ".empty p") == ["Không có nhiệm vụ nào quá hạn."]


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("cq=so y te", [0, 0, 0, 0, 1]),
        ("cq=so noi vu", [1, 1, 1, 1, 0]),
        ("lv=procedures", [0, 0, 0, 0, 1]),
        ("lv=xyz", [1, 1, 1, 1, 1]),
        ("tt=done", [0, 0, 0, 0, 1]),
        ("cq=sở xây dựng", [0, 0, 0, 0, 0]),
    ],
)
def test_filters(filled: Visit, asked: str, counts: list[int]):
    page = filled.page(f"{PATH}?{asked}")
    assert texts(page, ".tab-count") == [str(count) for count in counts]


def test_bodies_that_have_nothing_are_told(filled: Visit):
    assert "Trong kho không có việc nào" in texts(filled.page(f"{PATH}?cq=sở xây dựng"), ".due-filter .hint")[0]


def test_begun_in_the_row(filled: Visit):
    answer = choose(filled, "Quá hạn.", "doing", "qua-han")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?muc=qua-han")
    now = filled.service.standings.get(1)["t1"]
    assert (now.status, now.changed_by) == ("doing", "Người dùng")
    chosen = row(filled, "Quá hạn.").css_first("option[selected]")
    assert chosen is not None
    assert chosen.text() == "Đang thực hiện"


def test_done_takes_a_day_and_a_document(filled: Visit):
    asked = choose(filled, "Quá hạn.", "done", "qua-han")
    assert asked.status_code == 303
    form = whole_form(filled, asked.headers["location"])
    answer = filled.submit(form, done_on="2026-11-17", done_document=" Báo cáo  7/BC-SNV ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?muc=qua-han")
    now = filled.service.standings.get(1)["t1"]
    assert (now.status, now.done_on, now.done_document) == ("done", date(2026, 11, 17), "Báo cáo 7/BC-SNV")
    shown = row(filled, "Quá hạn.", "xong")
    assert texts(shown, ".due-day") == ["17/11/2026 hạn 15/11/2026, chậm 2 ngày"]
    assert "Báo cáo 7/BC-SNV" in shown.text()


def test_put_off_to_another_day(filled: Visit):
    asked = choose(filled, "Quá hạn.", "extend")
    form = whole_form(filled, asked.headers["location"])
    assert filled.submit(form, extended_to="").status_code == 422
    answer = filled.submit(form, extended_to="2026-12-24", extension_document="Công văn 5/UBND", note="Thiếu kinh phí")
    assert answer.status_code == 303
    now = filled.service.standings.get(1)["t1"]
    assert (now.status, now.extended_to, now.note) == ("todo", date(2026, 12, 24), "Thiếu kinh phí")
    shown = row(filled, "Quá hạn.", "sau")
    assert texts(shown, ".due-day") == ["24/12/2026 còn 36 ngày gia hạn, hạn cũ 15/11/2026 (Công văn 5/UBND)"]


def test_what_was_set_is_kept_when_only_the_status_changes(filled: Visit):
    put_off = Standing("todo", extended_to=date(2026, 12, 24), extension_document="Công văn 5/UBND", note="Chờ")
    filled.service.standings.set(1, "t1", put_off, who="An", seen=0)
    choose(filled, "Quá hạn.", "doing", "sau")
    now = filled.service.standings.get(1)["t1"]
    assert (now.status, now.extended_to, now.extension_document, now.note) == (
        "doing",
        date(2026, 12, 24),
        "Công văn 5/UBND",
        "Chờ",
    )


def test_the_whole_form_takes_back_an_extension(filled: Visit):
    filled.service.standings.set(1, "t1", Standing("doing", extended_to=date(2026, 12, 24)), who="An", seen=0)
    link = targets(row(filled, "Quá hạn.", "sau"), "a[data-whole]")[0]
    form = whole_form(filled, link)
    assert filled.submit(form, extend=None).status_code == 303
    now = filled.service.standings.get(1)["t1"]
    assert (now.status, now.extended_to) == ("doing", None)


@pytest.mark.parametrize(
    "values",
    [
        {"done_on": "2026-11-19"},
        {"done_on": "31/12/2026"},
        {"chon": "gì đó"},
        {"seen": "-1"},
    ],
)
def test_slips(filled: Visit, values: dict[str, str]):
    asked = choose(filled, "Quá hạn.", "done")
    answer = filled.submit(whole_form(filled, asked.headers["location"]), **values)
    assert answer.status_code == 422
    assert "t1" not in filled.service.standings.get(1)


def test_two_people_at_once(filled: Visit):
    mine = row(filled, "Quá hạn.").css_first("form")
    assert mine is not None
    filled.service.standings.set(1, "t1", Standing("done", WEDNESDAY, "Báo cáo 3"), who="Bình", seen=0)
    answer = filled.submit(mine, chon="doing")
    assert answer.status_code == 409
    page = LexborHTMLParser(answer.text)
    assert "Bình đã sửa mục này" in texts(page, "[role=alert]")[0]
    assert [texts(side, "dd") for side in page.css(".side")] == [
        ["Hoàn thành", "18/11/2026, Báo cáo 3"],
        ["Đang thực hiện"],
    ]
    assert filled.service.standings.get(1)["t1"].status == "done"
    form = page.css_first("#tinh-trang form")
    assert form is not None
    assert filled.submit(form).status_code == 303
    now = filled.service.standings.get(1)["t1"]
    assert (now.status, now.done_on, now.changed_by) == ("doing", None, "Người dùng")


def test_nothing_changes_without_the_word_of_the_page(filled: Visit):
    assert choose(filled, "Quá hạn.", "doing", csrf="x").status_code == 403
    assert "t1" not in filled.service.standings.get(1)


@pytest.mark.parametrize("address", [f"{PATH}/không-có/t1", f"{PATH}/%00/t1"])
def test_no_such_document(filled: Visit, address: str):
    assert filled.client.get(address, headers=HTML).status_code == 404


def test_no_such_task(filled: Visit):
    key = filled.archive.cards()[0].key
    filled.page(f"{PATH}/{key}/t99", status=404)


def test_nobody_is_sent_elsewhere(filled: Visit):
    assert choose(filled, "Quá hạn.", "doing", ve="//evil.example").headers["location"] == "/"


def test_readers_only_look(serve: Callable[..., TestClient]):
    visit = Visit(serve(sign_in=True))
    put(visit.archive, document("1/CT-UBND", "Văn bản", task("Việc.", LEAD, due=date(2026, 1, 1))))
    _, token = visit.service.accounts.add("An", "reader")
    headers = {**HTML, "Authorization": f"Bearer {token}"}
    page = visit.client.get(PATH, headers=headers)
    assert "Chưa thực hiện" in page.text
    assert "standing-choice" not in page.text
    key = visit.archive.cards()[0].key
    answer = visit.client.post(f"{PATH}/{key}/t1", data={"chon": "doing", "seen": 0}, headers=headers)
    assert answer.status_code == 403
    assert visit.client.get(f"{PATH}/{key}/t1", headers=headers).status_code == 403


def test_what_documents_say_stays_text(visit: Visit):
    bad = "<script>alert(1)</script>"
    put(visit.archive, document("1/CT-UBND", bad, task(bad, ("lead", bad, None), due=date(2026, 1, 1)), issuer=bad))
    visit.service.standings.set(1, "t1", Standing("doing", note=bad), who=bad, seen=0)
    key = visit.archive.cards()[0].key
    for path in (PATH, f"{PATH}?cq={bad}&muc={bad}", f"{PATH}/{key}/t1?ve={bad}"):
        assert "<script>alert" not in visit.client.get(path, headers=HTML).text


def test_pages(visit: Visit):
    tasks = [task(f"Việc {n}.", due=date(2026, 1, 1)) for n in range(120)]
    put(visit.archive, document("1/CT-UBND", "Văn bản", *tasks))
    assert texts(visit.page(PATH), ".pager span") == ["Trang 1 / 3"]
    last = visit.page(f"{PATH}?muc=qua-han&trang=3")
    assert len(last.css(".due-table tbody tr")) == 20
    assert len(visit.page(f"{PATH}?muc=qua-han&trang=4").css(".empty")) == 1
