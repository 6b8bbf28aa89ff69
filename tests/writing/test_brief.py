"""The brief for leaders: the soonest first, one page, nothing hidden, no markup of the document."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from analyzer.assembly.models import Directive, Span, Target, Task
from analyzer.writing import WRITERS
from analyzer.writing.brief import MOST_ROWS
from tests.writing.dated import FARMERS, HOME, LABOUR, PLANNING, assignee, dated_directive, due, task

_MARGINS = ("leftMargin", "rightMargin", "topMargin", "bottomMargin")


def brief(directive: Directive) -> str:
    file = io.BytesIO()
    WRITERS["brief"].write([directive], file)
    return file.getvalue().decode()


def rows(text: str) -> list[list[str]]:
    """The cells of the table, without its head."""
    lines = [line for line in text.split("\n") if line.startswith("| ")][2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def with_tasks(*tasks: Task) -> Directive:
    return dated_directive().model_copy(update={"tasks": list(tasks)})


def test_the_soonest_first() -> None:
    """At once, then by day, recurrences by their next one, then what awaits an event, then what has no limit."""
    assert [(row[0], row[3]) for row in rows(brief(dated_directive()))] == [
        ("8", "Làm ngay"),
        ("4", "17/02/2025 (đã qua)"),
        ("3", "15/08/2025 17:00"),
        ("9", "20/08/2025"),
        ("1", "31/08/2025"),
        ("7", "kỳ tới 15/09/2025"),
        ("2", "30/09/2025"),
        ("5", "trong 10 ngày làm việc … kể từ ngày nhận"),
        ("6", "sau khi có hướng dẫn của Bộ Nội vụ"),
        ("12", "từ ngày 01/9/2025"),
        ("10", "–"),
        ("11", "Làm thường xuyên"),
    ]


def test_counts_and_remarks() -> None:
    told = brief(dated_directive())
    for words in (
        "# Kế hoạch 56/KH-UBND ngày 10/02/2025\n",
        "12 nhiệm vụ (5 có ngày đến hạn, 1 định kỳ, 3 chờ sự kiện hoặc chưa rõ ngày, 3 không có thời hạn). "
        "Tính đến ngày 04/08/2025: 1 đã qua hạn; hạn gần nhất 15/08/2025.",
        "- **Chưa rõ cơ quan chủ trì:** 8\n",  # the ban (10) is for everybody
        "- **Cần đối chiếu với bản gốc:** 11\n",
        "- **Chờ sự kiện:** số 5: trong 10 ngày làm việc; số 6: sau khi có hướng dẫn của Bộ Nội vụ\n",
        "Sở Kế hoạch và Đầu tư → Sở Tài chính tỉnh Quảng Trị",
        "Sở Lao động → Sở Nội vụ tỉnh Quảng Trị hoặc Sở Y tế tỉnh Quảng Trị\n",
    ):
        assert words in told


def test_a_day_passed_is_one_before_the_day_looked_at_from() -> None:
    limit = due("x", date(2025, 8, 4))
    assert rows(brief(with_tasks(task(1, "Báo cáo.", limit))))[0][3] == "04/08/2025"
    older = with_tasks(task(1, "Báo cáo.", limit)).model_copy(update={"as_of": None})
    assert rows(brief(older))[0][3] == "04/08/2025"
    assert "Tính đến" not in brief(older)


def test_who_is_named_by_the_name_of_today() -> None:
    many = tuple(assignee(f"Sở {letter}") for letter in "ABC")
    made = with_tasks(
        task(1, "Một.", leads=(PLANNING, FARMERS)),
        task(2, "Hai.", leads=(LABOUR,)),
        task(3, "Ba.", leads=many),
        task(4, "Bốn.", leads=()),
    )
    assert [row[1] for row in rows(brief(made))] == [
        "Sở Tài chính tỉnh Quảng Trị, Hội Nông dân tỉnh",
        "Sở Lao động",
        "Sở A và 2 cơ quan khác",
        "–",
    ]


def test_what_is_asked_for_is_not_ordered() -> None:
    made = with_tasks(
        task(1, "Tuyên truyền.", modality="recommendation"),
        task(2, "Đề nghị hội viên giúp.", modality="recommendation"),
    )
    assert [row[2] for row in rows(brief(made))] == ["(Đề nghị) Tuyên truyền", "Đề nghị hội viên giúp"]


def long_plan(count: int) -> Directive:
    """Tasks with long words, two of three with a day; many targets."""
    words = "rà soát, sửa đổi, bổ sung quy chế phối hợp giữa các cơ quan chuyên môn trong việc tiếp nhận hồ sơ " * 3
    leads = (HOME, LABOUR, PLANNING, FARMERS)
    limits = [(due("x", date(2025, 9, 1) + timedelta(days=n)),) if n % 3 else () for n in range(count)]
    tasks = [task(n + 1, f"Số {n + 1} {words}", *limits[n], leads=(leads[n % 4],)) for n in range(count)]
    targets = [
        Target(
            id=f"g{n}", text=f"đạt {n}%", span=Span(start=0, end=1), metric=words, comparator=">=", value=n, unit="%"
        )
        for n in range(30)
    ]
    return dated_directive().model_copy(update={"tasks": tasks, "targets": targets})


def test_what_has_no_room_is_counted_by_body() -> None:
    told = brief(long_plan(90))
    shown = len(rows(told))
    assert 10 <= shown <= MOST_ROWS
    rest = re.search(r"Ngoài ra còn (\d+) nhiệm vụ: (.*)\.\n", told)
    assert rest
    assert int(rest[1]) == 90 - shown
    counted = [re.fullmatch(r"(.*) (\d+)", part) for part in rest[2].split("; ")]
    assert {match[1] for match in counted if match} == {
        "Sở Nội vụ tỉnh Quảng Trị",
        "Sở Lao động",
        "Sở Tài chính tỉnh Quảng Trị",
        "Hội Nông dân tỉnh",
    }
    assert sum(int(match[2]) for match in counted if match) == 90 - shown


def test_short_tasks_all_have_room() -> None:
    made = with_tasks(*(task(n, "Báo cáo.", due("x", date(2025, 9, n)), leads=(FARMERS,)) for n in range(1, 26)))
    assert len(rows(brief(made))) == 25
    assert "Ngoài ra" not in brief(made)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_table(text: str) -> None:
    made = with_tasks(task(1, text, due(text, date(2025, 9, 1)), action=text, leads=(assignee(text),)), task(2, "Hai."))
    parsed = MarkdownIt("commonmark").enable("table").parse(brief(made))
    cells = [token for token in parsed if token.type in ("td_open", "th_open")]
    assert len(cells) == 12
    assert not [
        t for token in parsed for t in (token.children or []) if t.type in ("html_inline", "link_open", "image")
    ]


@pytest.mark.parametrize("made", [dated_directive(), long_plan(90), long_plan(25)], ids=["short", "long", "middle"])
def test_it_is_one_page(made: Directive) -> None:
    """Set on A4 with margins of 1.8 cm; Roboto at 9 points is about as wide as Times at 10."""
    with as_file(files("font_roboto") / "files" / "Roboto-Regular.ttf") as path:
        pdfmetrics.registerFont(TTFont("Roboto", str(path)))
    style = ParagraphStyle("brief", fontName="Roboto", fontSize=9, leading=11.5)
    flow: list[Flowable] = []
    cells: list[list[Paragraph]] = []
    for line in brief(made).split("\n"):
        if line.startswith("| ---"):
            continue
        if line.startswith("|"):
            cells.append([Paragraph(escape(cell), style) for cell in line.strip("|").split("|")])
            continue
        if cells:
            table = Table(cells, colWidths=[width * cm for width in (1, 4, 9.4, 3)], repeatRows=1)
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "grey"), ("TOPPADDING", (0, 0), (-1, -1), 2)]))
            flow.append(table)
            cells = []
        flow.append(Paragraph(escape(line), style) if line else Spacer(1, 6))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, **dict.fromkeys(_MARGINS, 1.8 * cm)).build(flow)
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        assert len(document) == 1
