"""Targets in prose: every example sentence with its values, zones, due times, and properties over any text."""

from __future__ import annotations

import csv
import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.pipes.mentions import Target, TimeMention, TimeValue
from analyzer.pipes.targets import Zone, ZoneKind, find
from analyzer.pipes.targets.cues import CUES, Cue
from analyzer.pipes.targets.levels import without_levels
from analyzer.pipes.targets.nouns import units
from analyzer.pipes.targets.zones import ZoneIndex, derive
from analyzer.spans import Mask, Span
from tests.effort import effort
from tests.linear import assert_linear

CASES = [json.loads(line) for line in (Path(__file__).parent / "data/targets.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_sentences(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = []
    for target in find(text):
        entry: dict[str, object] = {
            "quote": text[target.start : target.end],
            "value": round(target.value, 6),
            "unit": target.unit,
            "comparator": target.comparator,
        }
        optional = {
            "upper": target.upper,
            "metric": target.metric,
            "scope": target.scope,
            "exclusions": target.exclusions,
            "baseline": target.baseline,
        }
        found.append(entry | {k: v for k, v in optional.items() if v is not None})
    assert found == case["targets"]


@pytest.mark.parametrize("cue", CUES, ids=[c.name.split(":")[0] for c in CUES])
def test_cue_examples(cue: Cue) -> None:
    assert cue.hits
    assert cue.misses
    for text in cue.hits:
        assert cue.regex.search(text), text
    for text in cue.misses:
        assert not cue.regex.search(text), text


def values(text: str, kind: ZoneKind | None = None) -> list[tuple[str, float, str]]:
    zones = [Zone(0, len(text), kind)] if kind else []
    return [(text[t.start : t.end], t.value, t.comparator) for t in find(text, zones=zones)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Kinh tế ban đêm chiếm 12% GRDP.", None, []),
        ("Kinh tế ban đêm chiếm 12% GRDP.", "chi_tieu", [("chiếm 12%", 12, "=")]),
        ("Tỷ lệ nhập dữ liệu đúng hạn: 95%.", "chi_tieu", [("95%", 95, "=")]),
        ("Tỷ lệ nhập dữ liệu đúng hạn: từ 95% trở lên.", "background", []),
        ("Bệnh viện huyện có 250 giường bệnh.", "background", []),
        ("Bệnh viện huyện có 250 giường bệnh.", "chi_tieu", [("250 giường bệnh", 250, "=")]),
        ("Số vụ cháy giảm từ 20 vụ/năm xuống 12 vụ/năm.", "chi_tieu", [("xuống 12 vụ/năm", 12, "=")]),
        ("Hiện nay, toàn tỉnh có 40 trạm bơm.", "chi_tieu", []),
        ("Sở Tư pháp tổ chức 04 lớp tập huấn.", "tasks", [("04 lớp tập huấn", 4, "=")]),
        ("Sở Tư pháp đã tổ chức 04 lớp tập huấn.", "tasks", []),
    ],
)
def test_zones(text: str, kind: ZoneKind | None, expected: list[tuple[str, float, str]]) -> None:
    assert values(text, kind) == expected


def test_headings_give_zones() -> None:
    text = (
        "I. TÌNH HÌNH\nTỷ lệ lấp đầy khu công nghiệp đạt 62%.\nII. MỤC TIÊU\n1. Đến năm 2030\n"
        "- Kinh tế biển chiếm 25% GRDP.\nIII. NHIỆM VỤ\n- Kinh tế biển chiếm 20% GRDP."
    )
    assert [t.value for t in find(text)] == [25.0]
    assert [z.kind for z in derive(text)] == ["background", "chi_tieu", "tasks"]


def test_unmarked_heading_holds_its_list() -> None:
    text = "Phấn đấu đạt các chỉ tiêu sau:\n1. Kinh tế số chiếm 20% GRDP\n2. Thu hút 15 dự án\nII. Giải pháp\n- 3 dự án"
    assert [t.value for t in find(text)] == [20.0, 15.0]


def test_inner_zone_wins() -> None:
    index = ZoneIndex([Zone(5, 30, "tasks"), Zone(10, 20, "chi_tieu"), Zone(30, 30, "background")])
    assert [index.kind_at(i) for i in (0, 5, 10, 19, 20, 30)] == [None, "tasks", "chi_tieu", "chi_tieu", "tasks", None]


def mention(text: str, words: str, start: date | None, end: date | None) -> TimeMention:
    at = text.index(words)
    return TimeMention(at, at + len(words), TimeValue(start=start, end=end))


def test_due_is_the_governing_time() -> None:
    text = "Tỷ lệ lao động qua đào tạo đạt 70% vào năm 2026; đến năm 2030 đạt 80% (so với năm 2022)."
    times = [
        mention(text, "vào năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        mention(text, "đến năm 2030", None, date(2030, 12, 31)),
        mention(text, "năm 2022", date(2022, 1, 1), date(2022, 12, 31)),
    ]
    dues = [t.due.end if t.due else None for t in find(text, times=times)]
    assert dues == [date(2026, 12, 31), date(2030, 12, 31)]


def test_due_from_the_heading_of_the_list() -> None:
    text = "II. Mục tiêu đến năm 2028\n- 90% thôn có nhà văn hóa\n- Trên 60% hộ dùng nước sạch"
    times = [mention(text, "đến năm 2028", None, date(2028, 12, 31))]
    assert [t.due and t.due.end for t in find(text, times=times)] == [date(2028, 12, 31)] * 2


def test_periods_before_the_document_are_results() -> None:
    text = "Năm 2021, tỷ lệ thôn có nhà văn hóa đạt 71%. Năm 2024, tỷ lệ này đạt 80%."
    times = [
        mention(text, "Năm 2021", date(2021, 1, 1), date(2021, 12, 31)),
        mention(text, "Năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
    ]
    assert [t.value for t in find(text, times=times, issued_on=date(2024, 2, 1))] == [80.0]
    assert [t.value for t in find(text, times=times)] == [71.0, 80.0]


with (Path(__file__).parent / "data/targets_orders.tsv").open(encoding="utf-8") as table:
    ORDERS = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ORDERS, ids=[row["text"] for row in ORDERS])
def test_orders(row: dict[str, str]) -> None:
    """What an order brings about is to be met; what it only speaks of, conditions and results are not."""
    found = [f"{quote} {comparator} {value:g}" for quote, value, comparator in values(row["text"], "tasks")]
    assert " | ".join(found) == (row["found"] or "")


def test_levels_replace_the_times_they_were_read_as() -> None:
    text = "1. Sở Công Thương rút ngắn thời gian cấp phép từ 20 ngày xuống còn 12 ngày; trả kết quả trong 02 ngày."
    start, end = text.index("12 ngày"), text.index("; trả")
    level = Target(start - 10, end, 12, "ngày", "=", baseline="20 ngày")
    times = [
        TimeMention(text.index("20"), start - 10, TimeValue(duration="P20D")),
        TimeMention(start, end, TimeValue(duration="P12D")),
        TimeMention(text.index("trong 02"), len(text) - 1, TimeValue(duration="P2D")),
    ]
    assert without_levels(times, [level]) == times[2:]


def test_results_in_the_lead_are_none() -> None:
    lead = "Thời gian qua công tác có tiến bộ; tỷ lệ đúng hạn đạt 97%.\n"
    text = lead + "1. Các sở bảo đảm tỷ lệ đúng hạn đạt 99%."
    assert [t.value for t in find(text, zones=[Zone(len(lead), len(text), "tasks")])] == [99]


def test_masked_numbers_are_left_out() -> None:
    text = "Bảo đảm 100% hồ sơ theo Quyết định 90% hồ sơ"
    at = text.index("Quyết")
    assert [t.value for t in find(text, mask=Mask([Span(at, len(text))]))] == [100.0]


def test_time_limits_are_no_targets() -> None:
    text = "Báo cáo trong tối đa 10 phút."
    limit = TimeMention(text.index("trong"), len(text) - 1, TimeValue(duration="PT10M"))
    assert find(text, times=[limit]) == []
    assert len(find(text)) == 1


def test_results_carry_on_behind_a_semicolon() -> None:
    text = "Đến nay, 30 xã đã về đích, đạt tỷ lệ 60%; các trường đạt chuẩn, đạt tỷ lệ 12%. Phấn đấu cả năm đạt 75%."
    assert [t.value for t in find(text)] == [75.0]


def test_units_are_distinct_and_known_kinds() -> None:
    kinds = {"share", "points", "rank", "multiple", "money", "measure", "people", "thing", "period", "label", "clock"}
    assert set(units().values()) == kinds


PIECES = (
    "tối thiểu|ít nhất|từ|đến|trở lên|đạt|giảm|tăng|còn|xuống|lên|trên|dưới|phấn đấu|đã|%|5%|100%|"
    "12,5%|1.200|02|lớp|ha|tỷ đồng|"
    "2/3|số xã|/|(|)|“|”|;|.|,|\n|:|-|gấp|lần|thứ|nhóm|dẫn đầu|tương ứng là|và|đối với|cấp xã|so với|năm 2024|trừ|"
    "nửa|một|mười|| | |TT|Chỉ tiêu|Đơn vị|Kết quả|≥|Mục tiêu|I.|a)"
)
WORDS = st.sampled_from(PIECES.split("|"))


@settings(max_examples=effort(120, 300), deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=120))
def test_any_text_gives_sound_targets(text: str) -> None:
    found = find(text)
    for one, other in pairwise(found):
        assert one.end <= other.start
    for target in found:
        assert 0 <= target.start < target.end <= len(text)
        assert any(c.isdigit() for c in text[target.start : target.end]) or target.value in (50.0, *range(1, 11))
        assert target.upper is None or target.upper > target.value
        assert text[target.start] not in " \n"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 3))
def test_lines_before_do_not_change_a_sentence(case: dict[str, object], blanks: int) -> None:
    text, lead = str(case["text"]), "Kính gửi: các đơn vị.\n" * blanks
    moved = [(t.start - len(lead), t.end - len(lead), t.value, t.comparator) for t in find(lead + text)]
    assert moved == [(t.start, t.end, t.value, t.comparator) for t in find(text)]


@pytest.mark.parametrize(
    "piece",
    ["1%", "tối thiểu ", "9", "1.", "tối thiểu 5% ", "đạt 5 ", "10%, ", "(", "“", "1 | ", "nửa số ", "5% lên ",
     "\u0301", "\x00", "I. Mục tiêu\n", "5 sản phẩm/1.000 ", "TT | Chỉ tiêu | Đơn vị | Kết quả\n"],
)  # fmt: skip
def test_time_grows_in_step_with_length(piece: str) -> None:
    assert_linear(find, piece, 40_000)
