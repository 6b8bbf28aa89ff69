"""The page: what it says, that it stands alone, that no word of a document is more than a word."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from selectolax.lexbor import LexborHTMLParser

from analyzer.knowledge.data import read_toml
from analyzer.reporting import gather
from analyzer.reporting import page as pages
from analyzer.reporting.model import Metric, Series
from analyzer.reporting.page import drawn, page
from analyzer.reporting.plots import metric_lines
from tests.reporting.hostile import EVIL, hostile
from tests.reporting.samples import AS_OF, DIRECTIVES, target
from tests.reporting.test_metrics import NAME, grouped, with_targets
from tests.tracking.samples import assignee, dated, directive, task


def parsed(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text)


def words(node: object) -> str:
    return " ".join(node.text(separator=" ").split())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def text() -> str:
    return page(gather(DIRECTIVES, AS_OF))


def table(text: str, section: str) -> list[list[str]]:
    """The table of a section, cell by cell."""
    heading = parsed(text).css_first(f"#{section}")
    assert heading is not None
    assert heading.parent is not None
    return [[words(cell) for cell in row.css("th, td")] for row in heading.parent.css("tr")]


def test_it_says_the_figures(text: str) -> None:
    assert [words(tile) for tile in parsed(text).css(".tiles li")] == [
        "2 Quá hạn",
        "1 Sắp đến hạn",
        "1 Định kỳ",
        "2 Chưa đến hạn",
        "1 Không có thời hạn",
    ]
    assert table(text, "agencies") == [
        ["Cơ quan", "Chủ trì", "Quá hạn", "Sắp đến hạn", "Định kỳ", "Chưa đến hạn", "Không có thời hạn", "Phối hợp"],
        ["Sở Gió ngoài danh mục", "3", "2", "1", "–", "–", "–", "–"],
        ["Sở Muối ngoài danh mục", "4", "–", "1", "1", "1", "1", "1"],
        ["Chưa rõ cơ quan chủ trì", "1", "–", "–", "–", "1", "–", "–"],
        ["Tổng", "8", "2", "2", "1", "2", "1", "1"],
    ]
    assert table(text, "areas")[-1] == ["Tổng", "7", "2", "1", "1", "2", "1"]
    assert table(text, "heat")[-1] == ["Tổng", "–", "1", "1", "–", "–", "–", "3", "3", "8"]
    assert table(text, "overdue")[1] == [
        "1",
        "Sở Gió",
        "Rà soát hồ sơ 3. [trước ngày 14/6/2024]",
        "14/06/2024",
        "1",
        "Chỉ thị 17/CT-UBND ngày 04/03/2024",
    ]
    assert "Trước đó: 1; sau đó: 0; chưa có ngày: 2; trong biểu đồ: 4; tổng: 7 nhiệm vụ." in text
    assert ["Nhiệm vụ không rõ cơ quan chủ trì", "1 (14,3%)"] in table(text, "trust")


def test_targets_side_by_side(text: str) -> None:
    assert table(text, "metrics") == [
        ["Cơ quan ban hành", "2024", "2025", "2026", "Không nêu năm"],
        ["Ủy ban nhân dân tỉnh Vịnh Xanh", "≥ 70 17/CT-UBND", "≥ 80 ▲ 17/CT-UBND", "≥ 75 ▼ 5/KH-UBND", ""],
        ["Không rõ cơ quan ban hành", "", "", "", "60 ban-chup.txt"],
    ]
    eased = parsed(text).css(".eased")
    assert [words(cell) for cell in eased] == ["≥ 75 ▼ 5/KH-UBND"]
    assert parsed(text).css_first("article svg") is not None


@pytest.mark.parametrize("made", ["plain", "hostile"])
def test_it_stands_alone(made: str, text: str) -> None:
    """No script, no handler, nothing fetched; every reference is to a part of the page, every identifier one."""
    html = text if made == "plain" else page(hostile())
    tree = parsed(html)
    assert tree.css("script, iframe, object, embed, link, img, form, base") == []
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            if name in ("href", "src", "xlink:href", "action"):
                assert (value or "").startswith("#")
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    wanted = re.findall(r'(?:href="|url\()#([^")]*)', html)
    assert wanted
    assert set(wanted) <= set(ids)
    assert "@import" not in html
    policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert (policy.attributes["content"] or "").startswith("default-src 'none'")


def test_words_of_documents_stay_words() -> None:
    html = page(hostile())
    tree = parsed(html)
    shown = EVIL.replace("\x00", "").replace("\x1b", "")
    assert "<script" not in html
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", html)
    places = {
        ".filters": 1,
        "#agencies ~ .scroll tbody tr .name": 3,
        ".items .b div": 6,
        ".items .t": 6,
        ".items .w": 6,
        "article h3": 1,
        ".years .name": 2,
        "svg.plot text": 1,
    }
    for place, least in places.items():
        found = [node for node in tree.css(place) if "HYPERLINK" in node.text()]
        assert len(found) >= least, place
    whole = [node.text() for node in tree.css(".items .t")]
    assert all(shown in text for text in whole)


def test_what_has_no_room_is_told() -> None:
    """45 bodies with three tasks each that are overdue: 40 have a row, the other five one together."""
    leads = [assignee(f"Sở {n:02}") for n in range(45)]
    rows = directive(*(task(n, dated(date(2024, 1, 31)), leads=(leads[n % 45],)) for n in range(135)))
    text = page(gather([rows], AS_OF))
    agencies = table(text, "agencies")
    assert len(agencies) == 1 + pages.MOST_BODIES + 1 + 1
    assert agencies[-2] == ["5 cơ quan khác", "15", "15", "–", "–", "–", "–", "–"]
    assert agencies[-1] == ["Tổng", "135", "135", "–", "–", "–", "–", "–"]
    heat = table(text, "heat")
    assert (len(heat), heat[-2][0], heat[-2][-1]) == (1 + pages.MOST_HEATED + 2, "20 cơ quan khác", "60")
    assert len(table(text, "overdue")) == 1 + pages.MOST_ITEMS
    assert "Còn 35 việc không in ở đây." in text


def test_nothing_to_report() -> None:
    text = page(gather([], AS_OF))
    assert "Không có nhiệm vụ nào như yêu cầu." in text
    assert table(text, "areas")[-1] == ["Tổng", *"–" * 6]
    assert parsed(text).css("svg") == []


def test_the_page_is_the_same_each_time(text: str) -> None:
    file = BytesIO()
    pages.write(gather(DIRECTIVES, AS_OF), file)
    assert file.getvalue().decode() == text


def metric(*years: int) -> Metric:
    found = [target(n, NAME, 50 + n, year) for n, year in enumerate(years)]
    return grouped(with_targets("1/KH", *found))[0]


def test_drawn_from_three_years_on() -> None:
    assert drawn(metric(2024, 2025, 2026))
    assert not drawn(metric(2024, 2025))


def test_bodies_of_one_year_each_make_no_line() -> None:
    aims = metric(2024, 2025, 2026).series[0].aims
    assert not drawn(Metric(NAME, "%", tuple(Series(f"Sở {n}", (aim,)) for n, aim in enumerate(aims))))


def test_a_plot_says_its_values() -> None:
    shown = re.findall(r"<text[^>]*>([^<]*)</text>", metric_lines(metric(2024, 2025, 2027), "m"))
    assert {"2024", "2025", "2027", "50", "51", "52"} <= set(shown)


def test_every_status_and_kind_has_its_words() -> None:
    table_ = read_toml("report.toml")
    assert set(table_["kinds"]) == {"registered", "collective", "unregistered", "unsettled", "nobody"}
    assert set(table_["marks"]) == {"higher", "lower", "same"}
    assert set(table_["comparators"]) == {">=", ">", "<=", "<", "=", "+", "-"}
