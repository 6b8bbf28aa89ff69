"""The review page as the server makes it: what it shows to whom, all of it escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import insert

from analyzer.archive import Incoming
from analyzer.archive.layouts import Layout, Word, text_digest
from analyzer.archive.office import file
from analyzer.assembly.models import Directive
from analyzer.review import clock
from analyzer.review.edits import parse_edit
from analyzer.review.model import Standing
from analyzer.service.state import Service
from tests.samples import TEXT, full_directive

Serve = Callable[..., TestClient]
WHO = "Trần Thị Mẫu"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def client(serve: Serve) -> TestClient:
    return serve()


def service_of(client: TestClient) -> Service:
    running: Service = client.app.state.service  # type: ignore[attr-defined]
    return running


def put(client: TestClient, directive: Directive, *, pages: bool = False) -> tuple[int, str]:
    """Put a directive into the archive; gives its row and its key."""
    archive = service_of(client).archive
    [added] = archive.add([Incoming.of(directive)])
    if pages:
        words = [Word(m.start(), m.end(), 1, 70, 80, 96, 92) for m in re.finditer(r"\S+", directive.text or "")]
        layout = Layout(text_digest(directive.text or ""), ((595, 842), (842, 595)), tuple(words))
        row = {
            "sha256": directive.source.sha256,
            "media_type": directive.source.media_type,
            "size": 4,
            "content": b"%PDF",
            "layout": layout.packed(),
            "added_at": clock.now(),
        }
        with archive.writing() as connection:
            connection.execute(insert(file), row)
    [card] = [card for card in archive.cards() if card.id == added.document]
    return card.id, card.key


def get(client: TestClient, address: str, status: int = 200, **headers: str) -> LexborHTMLParser:
    answer = client.get(address, headers={**PAGE, **headers})
    assert answer.status_code == status, answer.text
    return LexborHTMLParser(answer.text)


def one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = tree.css(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def test_the_page_has_the_document_and_its_tasks(client: TestClient) -> None:
    _, key = put(client, full_directive(), pages=True)
    page = get(client, f"/van-ban/{key}")
    assert [row.id for row in page.css("tr.task-row")] == ["t1", "t2", "t3", "t4"]
    first = one(page, "#t1")
    assert "rà soát biên chế bộ phận một cửa" in words(one(first, ".task-text"))
    assert "Sở Nội vụ" in words(one(first, ".c-lead"))
    assert "Sở Tài chính" in words(one(first, ".c-support"))
    assert "30/06/2024" in words(one(first, ".c-due"))
    assert "Tổ chức bộ máy" in words(one(first, ".c-area"))
    assert "Nghị quyết số 215/NQ-CP" in words(first)
    assert "từ 96% trở lên" in words(one(page, "#t2"))
    assert "Chỉ thị 17/CT-UBND" in words(one(page, ".document-head"))
    assert [sheet.attributes["data-page"] for sheet in page.css(".sheet")] == ["1", "2"]
    source = one(page, '.sheet[data-page="2"] img').attributes["srcset"] or ""
    assert re.findall(r"/pages/(\d+)\.png", source) == ["2", "2"]
    assert {link.attributes["href"] for link in page.css(".menu a")} == {
        f"/v1/directives/{key}?format={name}" for name in ("xlsx", "ics", "json")
    }


def test_data_for_the_script_are_of_the_same_moment_as_the_table(client: TestClient) -> None:
    document, key = put(client, full_directive())
    edit = {"action": "set", "task": "t1", "field": "area", "value": "procedures"}
    service = service_of(client)
    service.reviews.edit(document, parse_edit(edit), who=WHO, seen={"task:t1": 0})
    service.standings.set(document, "t2", Standing("done", done_on=date(2024, 4, 1)), who=WHO, seen=0)
    board = one(get(client, f"/van-ban/{key}/bang"), ".board")
    revisions = json.loads(board.attributes["data-revisions"] or "")
    assert set(revisions) == {"task:t1", "standing:t2"}
    assert all(number > 0 for number in revisions.values())
    found = json.loads(board.attributes["data-marks"] or "")
    assert [mark["id"] for mark in found] == ["t1", "t2", "t3", "t4"]
    assert TEXT[found[0]["start"] : found[0]["end"]] == full_directive().tasks[0].text
    assert "Hoàn thành" in words(one(board, "#t2 .c-status"))
    assert "đã sửa" in words(one(board, "#t1 .c-area"))
    assert "Tổ chức bộ máy" in words(one(board, "#t1 .c-area"))


def test_a_document_without_pages_shows_its_text_with_marks(client: TestClient) -> None:
    _, key = put(client, full_directive())
    page = get(client, f"/van-ban/{key}")
    assert not page.css(".sheet")
    text = "\n".join(line.text() for line in page.css(".text-sheet p"))
    assert text == TEXT
    marked = "".join(piece.text() for piece in page.css('.text-sheet span[data-tasks~="t3"]'))
    assert marked == full_directive().tasks[2].text
    agency = [p.text() for p in page.css('span[data-kinds~="agency"]')]
    assert "Sở Tài chính" in agency


def test_the_text_can_be_chosen_where_there_are_pages(client: TestClient) -> None:
    _, key = put(client, full_directive(), pages=True)
    page = get(client, f"/van-ban/{key}?xem=chu")
    assert not page.css(".sheet")
    assert page.css(".text-sheet p")
    assert one(page, ".switch [aria-current]").text() == "Chữ"
    assert client.get(f"/van-ban/{key}/chu.txt").text == TEXT
    assert "\n".join(line.text() for line in get(client, f"/van-ban/{key}/chu").css("p")) == TEXT


def test_words_of_a_page_come_with_their_places(client: TestClient) -> None:
    _, key = put(client, full_directive(), pages=True)
    found = client.get(f"/van-ban/{key}/trang/1").json()
    assert [TEXT[start:end] for start, end, *_ in found] == TEXT.split()
    assert found[0][2:] == [70, 80, 96, 92, "ỦY"]
    assert client.get(f"/van-ban/{key}/trang/2").json() == []


def test_words_of_another_text_are_not_shown(client: TestClient) -> None:
    directive = full_directive()
    _, key = put(client, directive, pages=True)
    other = Layout(text_digest("khác"), ((595, 842),), (Word(0, 4, 1, 0, 0, 9, 9),))
    with service_of(client).archive.writing() as connection:
        connection.execute(file.update().values(layout=other.packed()))
    assert client.get(f"/van-ban/{key}/trang/1").json() == []


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


def test_nothing_of_a_document_becomes_markup(client: TestClient) -> None:
    directive = full_directive()
    directive.directive.title = EVIL
    directive.source.name = EVIL
    directive.tasks[0].action = EVIL
    directive.tasks[0].assignees[0].name = EVIL
    directive.tasks[0].deliverables = [EVIL]
    directive.targets[0].metric = EVIL
    directive.text = TEXT + EVIL
    document, key = put(client, directive)
    edit = {"action": "set", "task": "t2", "field": "deliverables", "value": ["<b>x</b>"]}
    service_of(client).reviews.edit(document, parse_edit(edit), who="<i>Mẫu</i>", seen={"task:t2": 0})
    parts = ("", "/bang", "/nhiem-vu/t1", "/nhiem-vu/t2", "/thong-tin", "/lich-su", "/chu")
    for address in (f"/van-ban/{key}{part}" for part in parts):
        answer = client.get(address, headers=PAGE)
        assert answer.status_code == 200
        tree = LexborHTMLParser(answer.text)
        assert not tree.css("img[onerror], b, i")
        assert all(script.attributes.get("src", "").startswith("/tinh/") for script in tree.css("script"))
        assert all(not script.text().strip() for script in tree.css("script"))
        assert not tree.css("[style], style")
        assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on")], (
            "inline handlers"
        )
    page = get(client, f"/van-ban/{key}")
    assert EVIL in words(one(page, "#t1 .task-text"))
    assert EVIL in "".join(line.text() for line in page.css(".text-sheet p"))


def test_the_editor_has_a_field_for_everything(client: TestClient) -> None:
    _, key = put(client, full_directive())
    editor = one(get(client, f"/van-ban/{key}/nhiem-vu/t2"), ".editor")
    assert [part.attributes["data-part"] for part in editor.css("[data-part]")] == [
        "extent", "action", "assignees", "deadlines", "area", "modality", "pace", "deliverables", "targets",
        "references", "standing",
    ]  # fmt: skip
    assert one(editor, "textarea.quote-text").text() == full_directive().tasks[1].text
    assert len(editor.css("[data-part] .machine")) == 11
    assert {field.attributes["data-target-field"] for field in editor.css("[data-target-field]")} == {
        "metric", "comparator", "value", "upper", "unit", "baseline", "scope", "exclusions", "due",
    }  # fmt: skip
    row = one(editor, "li.assignee")
    assert TEXT[int(row.attributes["data-start"] or 0) : int(row.attributes["data-end"] or 0)] == "Sở Nội vụ"
    ids = [node.id for node in editor.css("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {label.attributes["for"] for label in editor.css("label[for]")}
    assert labelled <= set(ids)


def test_a_task_that_is_gone_is_told(client: TestClient) -> None:
    _, key = put(client, full_directive())
    assert "không còn" in words(one(get(client, f"/van-ban/{key}/nhiem-vu/t77", 404), "main"))


def test_the_history_tells_who_when_from_and_to(client: TestClient) -> None:
    document, key = put(client, full_directive())
    reviews = service_of(client).reviews
    edit = {"action": "set", "task": "t1", "field": "area", "value": "other"}
    reviews.edit(document, parse_edit(edit), who=WHO, seen={"task:t1": 0})
    reviews.undo(document, who=WHO)
    undo, first = get(client, f"/van-ban/{key}/lich-su?muc=task:t1").css("li")
    assert words(first).startswith(f"{WHO} sửa (nhiệm vụ 1)")
    assert clock.shown(clock.now())[:10] in words(first)
    assert (one(first, "del").text(), one(first, "ins").text()) == ("Tổ chức bộ máy", "Khác")
    assert "đã hoàn tác" in words(first)
    assert not first.css("[data-undo]")
    assert undo.css("[data-undo]")
    assert not get(client, f"/van-ban/{key}/lich-su?muc=task:t2").css("li")


def test_of_changes_to_one_task_the_last_is_taken_back_first(client: TestClient) -> None:
    document, key = put(client, full_directive())
    reviews = service_of(client).reviews
    for task, field, value in (("t1", "area", "other"), ("t2", "area", "other"), ("t1", "modality", "prohibition")):
        edit = {"action": "set", "task": task, "field": field, "value": value}
        now = reviews.open(document).revisions
        reviews.edit(document, parse_edit(edit), who=WHO, seen={f"task:{task}": now.get(f"task:{task}", 0)})
    shown = get(client, f"/van-ban/{key}/lich-su").css("li")
    assert [bool(change.css("[data-undo]")) for change in shown] == [True, True, False]
    assert "hãy hoàn tác thay đổi sau trước" in words(shown[2])
    reviews.undo(document, who=WHO)
    shown = get(client, f"/van-ban/{key}/lich-su").css("li")
    assert ["Làm lại" in words(change) for change in shown] == [True, False, False, False]
    assert [bool(change.css("[data-undo]")) for change in shown] == [True, False, True, True]


def test_struck_tasks_can_be_restored(client: TestClient) -> None:
    document, key = put(client, full_directive())
    service_of(client).reviews.edit(
        document, parse_edit({"action": "strike", "task": "t2"}), who=WHO, seen={"task:t2": 0}
    )
    board = get(client, f"/van-ban/{key}/bang")
    assert [row.id for row in board.css("tr.task-row")] == ["t1", "t3", "t4"]
    struck = one(board, ".struck li")
    assert "Định kỳ hàng quý" in words(struck)
    assert WHO in words(struck)
    assert struck.css("[data-undo]")


def test_a_finished_review_is_closed_to_edits_but_not_to_standings(client: TestClient) -> None:
    document, key = put(client, full_directive())
    service_of(client).reviews.finish(document, who=WHO)
    page = get(client, f"/van-ban/{key}")
    assert "Đã rà soát xong" in words(one(page, ".counts"))
    assert page.css("[data-do=reopen]")
    assert not page.css("[data-do=undo], [data-do=pick], [data-do=finish], [data-do=header]")
    editor = get(client, f"/van-ban/{key}/nhiem-vu/t1")
    assert not editor.css("[data-do=split], [data-do=strike], [data-confirm]")
    assert all("disabled" in field.attributes for field in editor.css("[data-part=area] select"))
    assert editor.css("[data-part=standing] button[type=submit]")


def test_readers_look_and_do_not_touch(serve: Serve) -> None:
    client = serve(sign_in=True)
    _, key = put(client, full_directive())
    _, token = service_of(client).accounts.add("Lê Văn Mẫu", "reader")
    page = get(client, f"/van-ban/{key}", Authorization=f"Bearer {token}")
    assert page.css("tr.task-row")
    assert not page.css("[data-do=undo], [data-do=pick], [data-do=finish], [data-do=header], [data-do=add]")
    editor = get(client, f"/van-ban/{key}/nhiem-vu/t1", Authorization=f"Bearer {token}")
    assert not editor.css("button[type=submit], [data-do=remove], [data-do=more], [data-do=split]")
    history = get(client, f"/van-ban/{key}/lich-su", Authorization=f"Bearer {token}")
    assert not history.css("[data-undo]")


PARTS = ("", "/bang", "/nhiem-vu/t1", "/thong-tin", "/lich-su", "/chu", "/chu.txt", "/trang/1")


@pytest.mark.parametrize("part", PARTS)
def test_strangers_are_sent_to_sign_in(serve: Serve, part: str) -> None:
    client = serve(sign_in=True)
    _, key = put(client, full_directive())
    answer = client.get(f"/van-ban/{key}{part}", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dang-nhap?tiep=")


@pytest.mark.parametrize("part", PARTS)
def test_a_key_that_is_none_is_not_found(client: TestClient, part: str) -> None:
    _, key = put(client, full_directive())
    for wrong in ("1", key[:-1], key + "x"):
        assert client.get(f"/van-ban/{wrong}{part}", headers=PAGE).status_code == 404


def test_the_header_editor_has_every_field_with_the_machines_value(client: TestClient) -> None:
    document, key = put(client, full_directive())
    edit = {"action": "header", "field": "number", "value": "18/CT-UBND"}
    service_of(client).reviews.edit(document, parse_edit(edit), who=WHO, seen={"header": 0})
    form = get(client, f"/van-ban/{key}/thong-tin")
    fields = {field.attributes["data-header"]: field for field in form.css("[data-header]")}
    assert set(fields) == {"kind", "number", "issued_on", "issuer", "title", "effective_on"}
    assert one(fields["number"], "input").attributes["value"] == "18/CT-UBND"
    assert words(one(fields["number"], ".machine")) == "Máy đọc: 17/CT-UBND"
    assert one(fields["kind"], "option[selected]").attributes["value"] == "CT"
    assert one(fields["issued_on"], "input").attributes["value"] == "2024-03-04"
