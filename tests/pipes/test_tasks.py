"""What documents order: short documents with the tasks a secretariat would enter in its tracking sheet.

The cases are in ``data/tasks_*.toml``. A case is a body, put under the letterhead of its ``form``, and the tasks that
are to be found in it, in order: first and last words, who is in charge (``lead``), who helps (``support``), until when
(``due``). ``recipient`` and ``product`` are named where the case is about them. ``due`` is a last day ("2024-06-30"), a
first day ("2024-07-01/"), a recurrence ("FREQ=MONTHLY") or a duration ("P5D", "P5D working"). ``lead = ["*"]`` leaves
open who is in charge.

The cases are about the rules: no model is asked.

``known_gap`` marks what is not read as it should be yet; such a case must fail, or the mark is out of date.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Deadline, Directive, Task
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.patterns import entries, pattern
from analyzer.knowledge.verbs import split_phrases
from analyzer.learning.naming import agency_key, rrule_key
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.judges import RULES
from analyzer.pipes.tasks.roles import RECIPIENT_ENDS, SUPPORT_ENDS
from analyzer.reading import read

DATA = Path(__file__).parent / "data"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
PROVINCE = "ỦY BAN NHÂN DÂN\nTỈNH LAM SƠN\n" + STATE
PLACE = "Lam Sơn, ngày {day:02} tháng {month:02} năm {year}\n"

# The letterhead of each form, down to the line that introduces the body.
FORMS = {
    "directive": PROVINCE
    + "Số: 17/CT-UBND\n"
    + PLACE
    + "CHỈ THỊ\nVề việc tăng cường kỷ luật, kỷ cương hành chính\nỦy ban nhân dân tỉnh yêu cầu:\n",
    "preamble": PROVINCE + "Số: 17/CT-UBND\n" + PLACE + "CHỈ THỊ\nVề việc tăng cường kỷ luật, kỷ cương hành chính\n",
    "plan": PROVINCE
    + "Số: 45/KH-UBND\n"
    + PLACE
    + "KẾ HOẠCH\nCải cách hành chính tỉnh Lam Sơn\nỦy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:\n",
    "plan_preamble": PROVINCE + "Số: 45/KH-UBND\n" + PLACE + "KẾ HOẠCH\nCải cách hành chính tỉnh Lam Sơn\n",
    "decision": PROVINCE
    + "Số: 212/QĐ-UBND\n"
    + PLACE
    + "QUYẾT ĐỊNH\nVề việc phân công theo dõi cải cách hành chính\nỦY BAN NHÂN DÂN TỈNH LAM SƠN\n"
    + "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n"
    + "Theo đề nghị của Giám đốc Sở Nội vụ.\nQUYẾT ĐỊNH:\n",
    "letter": PROVINCE + "Số: 318/UBND-NC\nV/v chấn chỉnh việc tiếp nhận hồ sơ\n" + PLACE,
    "notice": "VĂN PHÒNG CHÍNH PHỦ\n"
    + STATE
    + "Số: 96/TB-VPCP\nHà Nội, ngày {day:02} tháng {month:02} năm {year}\n"
    + "THÔNG BÁO\nKết luận của Phó Thủ tướng Chính phủ tại cuộc họp về cải cách thủ tục hành chính\n",
    "telegram": "THỦ TƯỚNG CHÍNH PHỦ\n"
    + STATE
    + "Số: 23/CĐ-TTg\nHà Nội, ngày {day:02} tháng {month:02} năm {year}\n"
    + "CÔNG ĐIỆN\nVề việc tập trung ứng phó mưa lũ\n",
    "party": "TỈNH ỦY LAM SƠN\n*\nSố 18-KL/TU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
    + PLACE
    + "KẾT LUẬN\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề tiếp tục đẩy mạnh cải cách hành chính\n",
    "fragment": "",
}


def _load() -> list[Any]:
    params = []
    for path in sorted(DATA.glob("tasks_*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            marks = [pytest.mark.xfail(strict=True, reason="known gap")] if case.get("known_gap") else []
            params.append(pytest.param(case, id=f"{path.stem[6:]}:{case['name']}", marks=marks))
    return params


def document(case: dict[str, Any]) -> str:
    """The text of a case: letterhead and body."""
    day: date = case.get("issued_on", date(2024, 3, 12))
    head = FORMS[case.get("form", "directive")].format(day=day.day, month=day.month, year=day.year)
    return head + str(case["text"]).strip("\n")


def due(deadline: Deadline) -> str:
    """What matters of a time limit: how often, by when, within how long, from when."""
    if deadline.rrule:
        return rrule_key(deadline.rrule)
    if deadline.end:
        return deadline.end.isoformat()
    if deadline.duration:
        return deadline.duration + (" working" if deadline.working_days else "")
    return f"{deadline.start}/"


def names(task: Task, role: str) -> list[str]:
    """The agencies of a task that have a role, as they are compared."""
    return sorted({agency_key(a.name) for a in task.assignees if a.role == role})


def _edges(words: str, task: dict[str, Any]) -> str:
    """The words of a task cut down to its first and last words, where it has those."""
    plain = " ".join(words.split()).rstrip(" .;,:/")
    first, last = task["from"], task.get("to", task["from"]).rstrip(" .;,:/")
    return f"{first} … {last}" if plain.startswith(first) and plain.endswith(last) else plain


def _expected(task: dict[str, Any]) -> dict[str, Any]:
    last = task.get("to", task["from"]).rstrip(" .;,:/")
    return {
        "words": f"{task['from']} … {last}",
        "lead": sorted({agency_key(n) for n in task.get("lead", []) if n != "*"}),
        "support": sorted({agency_key(n) for n in task.get("support", [])}),
        "due": sorted(rrule_key(d) if d.startswith("FREQ") else d for d in task.get("due", [])),
        "modality": task.get("modality", "obligation"),
    }


def _found(task: Task, expected: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "words": _edges(task.text, expected) if expected else task.text,
        "lead": [] if expected and expected.get("lead") == ["*"] else names(task, "lead"),
        "support": names(task, "support"),
        "due": sorted(due(d) for d in task.deadlines),
        "modality": task.modality,
    }


@pytest.mark.parametrize("case", _load())
def test_tasks(case: dict[str, Any]) -> None:
    directive = assemble(analyse(read(document(case)), RULES))
    expected = case.get("tasks", [])
    pairs = [*expected, *[None] * len(directive.tasks)]
    found = [_found(task, pairs[i]) for i, task in enumerate(directive.tasks)]
    assert found == [_expected(task) for task in expected]
    for task, wanted in zip(directive.tasks, expected, strict=True):
        _check_details(directive, task, wanted)


def _check_details(directive: Directive, task: Task, wanted: dict[str, Any]) -> None:
    assert {agency_key(n) for n in wanted.get("recipient", [])} <= set(names(task, "recipient"))
    assert {agency_key(n) for n in wanted.get("monitor", [])} == set(names(task, "monitor"))
    if "product" in wanted:
        assert [p.rstrip(" .;") for p in task.deliverables] == wanted["product"]
    if "section" in wanted:
        assert task.section == wanted["section"]
    if "targets" in wanted:
        by_id = {g.id: g.text for g in directive.targets}
        assert [by_id[g] for g in task.targets] == wanted["targets"]


def test_names_are_unique() -> None:
    ids = [param.id for param in _load()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("role", "ends"), [("recipient", RECIPIENT_ENDS), ("support", SUPPORT_ENDS)])
def test_roles_are_asked_for_by_last_words(role: str, ends: tuple[str, ...]) -> None:
    """The last words of all that the pattern reads, by which it is asked or not, are plain words."""
    reads = entries("task")["roles"][role]["reads"]
    assert all(text.partition("[")[2].rstrip("] ").endswith(ends) for text in reads)
    assert all(end.replace(" ", "").isalpha() for end in ends)


def test_support_is_asked_for_however_it_is_put() -> None:
    """Each way of putting it, as written in the pattern's parts."""
    parts = entries("task")["roles"]["support"]
    ways = [f"phối hợp {manner}" for manner in parts["manners"]] + [f"phối hợp, {also}" for also in parts["also"]]
    ways += [f"{one} {link}" for one in ways for link in ("với", "cùng", "giữa")]
    ways += [f"sự {noun} của" for noun in parts["nouns"]] + ["cùng", "cùng với", "thống nhất với", "làm việc với"]
    for way in ways:
        assert pattern("task.roles.support").search(f"sở a {way} "), way
        assert way.endswith(SUPPORT_ENDS), way


def test_orders_are_asked_for_however_they_are_put() -> None:
    orders = split_phrases(read_toml("task_cues.toml")["orders"])
    behind = ("", " cho", " đối với", " đồng chí", " các đồng chí", " đồng chí trần văn a,", ":", " cho : ")
    for order in orders:
        for more in behind:
            found = cues().order_before(f"thủ tướng {order}{more} ")
            assert found is not None, (order, more)
            assert found[0].startswith(order) or found[0].strip(" :") in order
