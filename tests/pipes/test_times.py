"""The times pipe: every example of every rule, properties that hold on any text, and speed in proportion to length."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.pipes.mentions import TimeMention, TimeValue
from analyzer.pipes.times import find, parse_cell
from analyzer.pipes.times.scan import RULES, cores, fold
from analyzer.spans import Mask, Span
from tests.effort import effort
from tests.linear import assert_linear

DATA = Path(__file__).parent / "data"
ISSUED = date(2024, 3, 12)
READS = [(rule.name, text, values) for rule in RULES for text, values in rule.reads]
IGNORES = [(rule.name, text) for rule in RULES for text in rule.ignores]


def written(value: TimeValue) -> str:
    """A value in the notation of the tables: "2024-01-01/2024-12-31", "../2024-06-30", "FREQ=…", "P5D working"."""
    if value.rrule:
        return value.rrule
    if value.duration:
        return value.duration + (" working" if value.working_days else "")
    return f"{value.start or '..'}/{value.end or '..'}"


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Text and spans of a string that marks its expressions with square brackets."""
    text, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            spans.append((start, len(text)))
        else:
            text += piece
    return text, spans


def found(text: str) -> list[TimeMention]:
    return find(text, issued_on=ISSUED)


@pytest.mark.parametrize(("rule", "marked", "values"), READS, ids=[f"{r}-{t}" for r, t, _ in READS])
def test_rule_reads(rule: str, marked: str, values: str) -> None:
    text, spans = unmark(marked)
    mentions = found(text)
    assert [(text[m.start : m.end], written(m.value)) for m in mentions] == [
        (text[a:b], value) for (a, b), value in zip(spans, values.split(" | "), strict=True)
    ]
    assert rule in {core.rule for core in cores(fold(text))}


@pytest.mark.parametrize(("rule", "text"), IGNORES, ids=[f"{r}-{t}" for r, t in IGNORES])
def test_rule_ignores(rule: str, text: str) -> None:
    assert [text[m.start : m.end] for m in found(text)] == []


with (DATA / "times_expressions.tsv").open(encoding="utf-8") as table:
    TABLE = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", TABLE, ids=[row["expression"] for row in TABLE])
def test_inventory(row: dict[str, str]) -> None:
    """The inventory of time expressions, as of 12 March 2024; an empty value means that there is no time to find."""
    text = row["expression"]
    assert " | ".join(f"{text[m.start : m.end]} = {written(m.value)}" for m in found(text)) == (row["found"] or "")


@pytest.mark.parametrize(
    ("text", "bound", "anchor"),
    [
        ("trước ngày 30/6/2024", "before", None),
        ("chậm nhất ngày 30/6/2024", "by", None),
        ("đến hết năm 2025", "by", None),
        ("trong tháng 4/2024", "within", None),
        ("từ ngày 01/4 đến ngày 15/4/2024", "within", None),
        ("kể từ ngày 01/7/2024", "from", None),
        ("vào năm 2025", "on", None),
        ("năm 2025", None, None),
        ("trong thời hạn 05 ngày làm việc kể từ ngày ký.", "within", "kể từ ngày ký"),
        ("chậm nhất 03 ngày, kể từ khi nhận được hồ sơ; sau đó", "by", "kể từ khi nhận được hồ sơ"),
        ("ít nhất 05 ngày trước khi họp", None, "trước khi họp"),
        ("trước ngày 20/5/2024 ít nhất 15 ngày", "before", "trước ngày 20/5/2024"),
        ("trước 20/5/2024 05 ngày làm việc", "before", "trước 20/5/2024"),
        ("chậm nhất 01 tháng trước ngày 31/3/2025 gửi Sở Nội vụ", "by", "trước ngày 31/3/2025"),
        ("ít nhất 15 ngày trước Tết Nguyên đán", None, "trước Tết Nguyên đán"),
        ("từ ngày 20 đến ngày 25 hằng tháng", "within", None),
        ("hằng năm, từ 01/11 đến 15/11", "within", None),
        ("từ 8 giờ đến 11 giờ thứ Hai hằng tuần", "within", None),
        ("02 lần/ngày (trước 9h và 16h)", "before", None),
    ],
)
def test_bound_and_anchor(text: str, bound: str | None, anchor: str | None) -> None:
    [mention] = found(text)
    assert (mention.bound, mention.anchor) == (bound, anchor)


@pytest.mark.parametrize(
    ("issued_on", "text", "value", "inferred"),
    [
        (date(2024, 12, 10), "trước ngày 15/01", "../2025-01-15", True),
        (date(2024, 12, 10), "trước ngày 15/12", "../2024-12-15", True),
        (date(2024, 12, 10), "trước ngày 30/11", "../2024-11-30", True),
        (date(2024, 12, 10), "Quý I", "2025-01-01/2025-03-31", True),
        (date(2024, 12, 10), "tháng 11", "2024-11-01/2024-11-30", True),
        (date(2024, 1, 5), "tháng 12", "2024-12-01/2024-12-31", True),
        (date(2024, 1, 5), "tháng 12 vừa qua", "2023-12-01/2023-12-31", True),
        (date(2024, 11, 20), "từ tháng 11 đến tháng 02", "2024-11-01/2025-02-28", True),
        (date(2024, 11, 20), "từ tháng 12/2024 đến tháng 02", "2024-12-01/2025-02-28", False),
        (date(2024, 11, 20), "trước ngày 25", "../2024-11-25", True),
        (date(2024, 12, 20), "trước ngày 05", "../2025-01-05", True),
        (date(2024, 3, 1), "trước ngày 29/02", "../2024-02-29", True),
        (date(2024, 3, 1), "cuối năm 2025", "2025-01-01/2025-12-31", False),
        (None, "Sở báo cáo trước ngày 15/6. Năm 2022 là năm", "../2022-06-15", True),
        (date(2024, 12, 20), "KẾ HOẠCH\nnăm 2025\nCải cách hành chính năm 2025: Quý I; tháng 12", "", True),
    ],
)
def test_missing_year(issued_on: date | None, text: str, value: str, inferred: bool) -> None:
    mentions = find(text, issued_on=issued_on)
    if value:
        assert (written(mentions[0].value), mentions[0].year_inferred) == (value, inferred)
    else:  # a plan for the next year: its title tells
        assert [written(m.value) for m in mentions[2:]] == ["2025-01-01/2025-03-31", "2025-12-01/2025-12-31"]


TITLES = (
    ("KẾ HOẠCH\nCải cách hành chính năm 2025\n", 2025),
    ("KẾ HOẠCH\nThực hiện Chỉ thị ngày 05 tháng 10 năm 2024\nvề chuyển đổi số năm 2025\n", 2025),
    ("Số: 5/KH-UBND\nCHƯƠNG TRÌNH CÔNG TÁC NĂM 2025\nCăn cứ Nghị quyết năm 2024;\nTổng kết năm 2024, năm 2024\n", 2025),
    ("QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch kiểm tra\ncông vụ năm 2025\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n", 2025),
    ("QUYẾT ĐỊNH\nPhê duyệt Kế hoạch biên chế năm 2025, định hướng đến năm 2030\n", 2025),
    ("KẾ HOẠCH\nCao điểm cuối năm 2024 và phục vụ Tết năm 2025\n", 2024),
    ("KẾ HOẠCH\nChuyển đổi số giai đoạn 2025 - 2030\n", 2024),
    ("KẾ HOẠCH\nBồi dưỡng cán bộ đến năm 2025\n", 2024),
    ("CHỈ THỊ\nVề chuẩn bị dự toán năm 2025\n", 2024),
    ("CÔNG VĂN\nthực hiện Kế hoạch năm 2025.\n", 2024),
)


@pytest.mark.parametrize(("title", "year"), TITLES, ids=[row[0] for row in TITLES])
def test_year_of_a_plan(title: str, year: int) -> None:
    """In a plan for the next year bare months, quarters and days are of that year; what is over is not."""
    text = f"{title}Quý III; tháng 11; trước ngày 20/12; cơn bão tháng 9 vừa qua; trước ngày 25."
    mentions = find(text, issued_on=date(2024, 12, 10))[-5:]
    assert [written(m.value) for m in mentions] == [
        *(f"{year}-07-01/{year}-09-30", f"{year}-11-01/{year}-11-30", f"../{year}-12-20"),
        *("2024-09-01/2024-09-30", "../2024-12-25"),
    ]


def test_without_any_year_nothing_is_guessed() -> None:
    assert find("Gửi báo cáo trước ngày 15/6 và hằng quý.") == find("Gửi báo cáo trước ngày __/_ và hằng quý.")


def test_mask_hides_citations() -> None:
    text = "Theo Quyết định số 12/QĐ-UBND ngày 05/3/2024, hoàn thành trước ngày 30/6/2024."
    cited = text.index("Quyết"), text.index(", hoàn")
    mentions = find(text, issued_on=ISSUED, mask=Mask([Span(*cited)]))
    assert [text[m.start : m.end] for m in mentions] == ["trước ngày 30/6/2024"]


def test_mask_cuts_an_anchor() -> None:
    text = "trong thời hạn 10 ngày kể từ ngày Nghị định số 107/2021/NĐ-CP có hiệu lực"
    mention = find(text, mask=Mask([Span(text.index("Nghị"), text.index(" có"))]))[0]
    assert mention.anchor == "kể từ ngày"
    assert text[mention.start : mention.end] == "trong thời hạn 10 ngày kể từ ngày"


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Quý II, III", ["2024-04-01/2024-09-30"]),
        ("Tháng 5", ["2024-05-01/2024-05-31"]),
        ("30/6/2024", ["2024-06-30/2024-06-30"]),
        ("30/6", ["2024-06-30/2024-06-30"]),
        ("2025-2026", ["2025-01-01/2026-12-31"]),
        ("2025", ["2025-01-01/2025-12-31"]),
        ("6/2025", ["2025-06-01/2025-06-30"]),
        ("05 ngày", ["P5D"]),
        ("Hằng quý; trước 25/12", ["FREQ=MONTHLY;INTERVAL=3", "../2024-12-25"]),
        ("Thường xuyên", []),
        ("", []),
    ],
)
def test_parse_cell(cell: str, values: list[str]) -> None:
    assert [written(m.value) for m in parse_cell(cell, ISSUED)] == values


PIECES = [
    *("ngày ", "tháng ", "năm ", "quý ", "hằng ", "hàng ", "từ ", "đến ", "trước ", "chậm nhất ", "định kỳ ", "trong "),
    *("15", "31/02", "30/6", "2024", "12/2025", "I", "IV", "6 tháng ", "05 ngày làm việc ", "nay ", "Tết Nguyên đán "),
    *(" ", "\n", ", ", " và ", "-", " – ", "/", "(", ")", "|", ".", "vừa qua", "cuối ", "giờ ", "h", "thứ Năm "),
    *("0", "9999", "năm sau ", "âm lịch", "mùng ", "tháng Chạp ", "kể từ ngày ký", "một lần", "1 lần/năm", "İ"),
]


@settings(max_examples=effort(160, 400), deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join), st.dates())
def test_any_text(text: str, issued_on: date) -> None:
    """Nothing raises; mentions are in order, apart, not empty, hold a value, and an interval does not end early."""
    end = 0
    for m in find(text, issued_on=issued_on):
        assert end <= m.start < m.end <= len(text)
        assert text[m.start : m.end] == text[m.start : m.end].strip()
        value = m.value
        assert value.start or value.end or value.rrule or value.duration
        assert value.start is None or value.end is None or value.start <= value.end
        end = m.end


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_decomposed_and_upper_case_text(text: str) -> None:
    find(unicodedata.normalize("NFD", text), issued_on=ISSUED)
    assert [m.value for m in found(text.replace("İ", "").upper())] == [m.value for m in found(text.replace("İ", ""))]


@pytest.mark.parametrize(
    "unit",
    [
        *("1/", "ngày ", "tháng 1 ", "7", "ngày 1, ", "hằng năm, ", "từ ngày 1/1 đến ", "(", "12/12/", "năm 2024 và "),
        *("kể từ ngày ", "5 ngày kể từ ", "a", "\u0301", "trước ", "tháng 1 - ", "2024-", "hằng quý (", "|2024", "\n"),
        *("thứ hai ", "8 giờ ", "ngày ngày 1 tháng ", "15 ngày trước ngày "),
        *(
            "thứ hai, ",
            "thứ hai đầu ",
            "trước tết ",
            "02 lần/ngày (trước 9h và ",
            "nửa đầu tháng ",
            "10 ngày đầu tháng 5 ",
        ),
        *(
            "trước ngày 5/5 ít nhất 5 ngày ",
            "ngày 10 và ngày 15/8 âm lịch ",
            "9h, ",
            "từ nay đến hết năm ",
            "ngày 1, 2, 3, ",
            "thứ hai tuần đầu ",
        ),
    ],
)
def test_time_grows_with_length(unit: str) -> None:
    assert_linear(lambda text: find(text, issued_on=ISSUED), unit)
