"""What a length of time is counted from: the document's own days, named days, other people's events."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.due.anchors import read_anchor
from analyzer.due.settings import KnownDays
from tests.linear import assert_linear

ISSUED, EFFECTIVE, RECEIVED = date(2024, 3, 12), date(2024, 4, 1), date(2024, 3, 15)
OTHER = None

ANCHORS: tuple[tuple[str, str, date | None], ...] = (
    ("kể từ ngày ký", "ngày ký", ISSUED),
    ("kể từ  ngày\nký", "ngày ký", ISSUED),
    ("KỂ TỪ NGÀY KÝ", "NGÀY KÝ", ISSUED),
    ("kể từ ngày ký phải gửi báo cáo", "ngày ký", ISSUED),
    ("kể từ ngày ký và thay thế Quyết định cũ", "ngày ký", ISSUED),
    (", kể từ ngày ký ban hành", "ngày ký ban hành", ISSUED),
    ("tính từ thời điểm ban hành", "thời điểm ban hành", ISSUED),
    ("từ khi ban hành văn bản này", "ban hành văn bản này", ISSUED),
    ("sau ngày ban hành Kế hoạch này", "ngày ban hành Kế hoạch này", ISSUED),
    ("kể từ ngày Thông báo này được ký ban hành", "ngày Thông báo này được ký ban hành", ISSUED),
    ("kể từ ngày Chỉ thị này ban hành các sở gửi", "ngày Chỉ thị này ban hành", ISSUED),
    ("kể từ hôm nay", "hôm nay", ISSUED),
    ("kể từ nay", "nay", ISSUED),
    ("kể từ ngày ký hợp đồng", "ngày ký hợp đồng", OTHER),
    ("kể từ ngày ký kết biên bản", "ngày ký kết biên bản", OTHER),
    ("kể từ ngày ký Quyết định thành lập Tổ công tác", "ngày ký Quyết định thành lập Tổ công tác", OTHER),
    ("kể từ ngày ban hành quyết định phê duyệt dự án", "ngày ban hành quyết định phê duyệt dự án", OTHER),
    ("kể từ ngày ban hành Kế hoạch của Ủy ban", "ngày ban hành Kế hoạch của Ủy ban", OTHER),
    ("kể từ ngày được phê duyệt", "ngày được phê duyệt", OTHER),
    ("kể từ ngày Nghị quyết này được thông qua", "ngày Nghị quyết này được thông qua", OTHER),
    ("kể từ ngày có hiệu lực", "ngày có hiệu lực", EFFECTIVE),
    ("kể từ ngày Quyết định này có hiệu lực thi hành", "ngày Quyết định này có hiệu lực thi hành", EFFECTIVE),
    ("kể từ ngày có hiệu lực của Nghị quyết này", "ngày có hiệu lực của Nghị quyết này", EFFECTIVE),
    ("sau khi Quy chế này có hiệu lực", "Quy chế này có hiệu lực", EFFECTIVE),
    ("kể từ ngày Luật Đất đai có hiệu lực thi hành", "ngày Luật Đất đai có hiệu lực thi hành", OTHER),
    (
        "kể từ ngày Luật số 12/2024/QH15 ngày 05/3/2024 có hiệu lực",
        "ngày Luật số 12/2024/QH15 ngày 05/3/2024 có hiệu lực",
        OTHER,
    ),
    ("kể từ ngày hết hiệu lực", "ngày hết hiệu lực", OTHER),
    ("kể từ ngày nhận được văn bản này", "ngày nhận được văn bản này", RECEIVED),
    ("kể từ khi nhận được Công điện này", "nhận được Công điện này", RECEIVED),
    ("kể từ ngày nhận được ý kiến chỉ đạo này", "ngày nhận được ý kiến chỉ đạo này", RECEIVED),
    ("kể từ ngày tiếp nhận công văn này", "ngày tiếp nhận công văn này", RECEIVED),
    ("kể từ khi nhận được", "nhận được", RECEIVED),
    ("kể từ ngày nhận được Công văn này báo cáo về Sở", "ngày nhận được Công văn này", RECEIVED),
    ("kể từ ngày nhận được đề nghị góp ý", "ngày nhận được đề nghị góp ý", OTHER),
    ("kể từ ngày nhận được báo cáo của Sở", "ngày nhận được báo cáo của Sở", OTHER),
    ("kể từ ngày ký báo cáo kết quả", "ngày ký báo cáo kết quả", OTHER),
    ("kể từ ngày ban hành các quy định chi tiết", "ngày ban hành các quy định chi tiết", OTHER),
    ("kể từ ngày nhận đủ hồ sơ hợp lệ", "ngày nhận đủ hồ sơ hợp lệ", OTHER),
    ("kể từ ngày nhận được đơn", "ngày nhận được đơn", OTHER),
    ("kể từ ngày nhận được văn bản đề nghị", "ngày nhận được văn bản đề nghị", OTHER),
    ("kể từ khi tiếp nhận phản ánh", "tiếp nhận phản ánh", OTHER),
    ("kể từ ngày 20/4/2024", "ngày 20/4/2024", date(2024, 4, 20)),
    ("kể từ ngày 20/4", "ngày 20/4", date(2024, 4, 20)),
    ("kể từ ngày 20/4/2024 các sở gửi", "ngày 20/4/2024", date(2024, 4, 20)),
    ("kể từ ngày 01 tháng 6 năm 2024 trở đi", "ngày 01 tháng 6 năm 2024", date(2024, 6, 1)),
    ("sau ngày 15/6/2024", "ngày 15/6/2024", date(2024, 6, 15)),
    ("kể từ ngày mùng 10 tháng 3 âm lịch năm 2025", "ngày mùng 10 tháng 3 âm lịch năm 2025", date(2025, 4, 7)),
    ("sau khi kết thúc quý I/2024", "kết thúc quý I/2024", date(2024, 3, 31)),
    ("kể từ ngày kết thúc năm 2024", "ngày kết thúc năm 2024", date(2024, 12, 31)),
    ("sau khi hết tháng 02/2024", "hết tháng 02/2024", date(2024, 2, 29)),
    ("sau khi kết thúc quý", "kết thúc quý", OTHER),
    ("sau khi kết thúc tháng 6", "kết thúc tháng 6", OTHER),
    ("kể từ tháng 6/2024", "tháng 6/2024", OTHER),
    ("tính từ năm nộp hồ sơ", "năm nộp hồ sơ", OTHER),
    ("sau khi kết thúc hội nghị", "kết thúc hội nghị", OTHER),
    ("kể từ khi văn bản", "văn bản", OTHER),
)


@pytest.mark.parametrize(("text", "event", "day"), ANCHORS, ids=[row[0] for row in ANCHORS])
def test_anchor(text: str, event: str, day: date | None) -> None:
    anchor = read_anchor(text, KnownDays(ISSUED, EFFECTIVE, RECEIVED))
    assert (anchor.event, anchor.direction, anchor.day) == (event, "after", day)


@pytest.mark.parametrize(
    ("text", "event", "day"),
    [
        ("trước kỳ họp", "kỳ họp", OTHER),
        ("trước khi họp", "họp", OTHER),
        ("trước ngày 30/6/2024", "ngày 30/6/2024", date(2024, 6, 30)),
        ("trước ngày khai mạc", "ngày khai mạc", OTHER),
        ("trước ngày Quyết định này có hiệu lực", "ngày Quyết định này có hiệu lực", EFFECTIVE),
    ],
)
def test_anchor_ahead(text: str, event: str, day: date | None) -> None:
    anchor = read_anchor(text, KnownDays(ISSUED, EFFECTIVE, RECEIVED))
    assert (anchor.event, anchor.direction, anchor.day) == (event, "before", day)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("kể từ ngày Nghị quyết có hiệu lực", None, OTHER),
        ("kể từ ngày Nghị quyết có hiệu lực", "Nghị quyết", EFFECTIVE),
        ("kể từ ngày Nghị quyết có hiệu lực", "Chỉ thị", OTHER),
        ("kể từ ngày Nghị quyết số 12/NQ-HĐND có hiệu lực", "Nghị quyết", OTHER),
        ("kể từ ngày ký Quyết định", "Quyết định", ISSUED),
        ("kể từ ngày ký quyết định", "Quyết định", OTHER),  # small: somebody's
        ("kể từ ngày nhận được Công văn", "Công văn", RECEIVED),
        ("kể từ ngày ban hành Kế hoạch", "Kế hoạch", ISSUED),
        ("kể từ ngày ban hành Kế hoạch của Ủy ban", "Kế hoạch", OTHER),
        ("kể từ ngày ban hành Kế hoạch các sở gửi", "Kế hoạch", ISSUED),
        ("sau khi ban hành kế hoạch", "Kế hoạch", OTHER),
        ("kể từ ngày ký Quyết định này", "Chỉ thị", ISSUED),
    ],
)
def test_own_kind(text: str, kind: str | None, day: date | None) -> None:
    assert read_anchor(text, KnownDays(ISSUED, EFFECTIVE, RECEIVED, kind)).day == day


def test_moment() -> None:
    assert read_anchor("kể từ 8 giờ 00 ngày 12/3/2024", KnownDays()).hour == "08:00"
    assert read_anchor("kể từ ngày 12/3/2024", KnownDays()).hour is None


@pytest.mark.parametrize("text", [row[0] for row in ANCHORS if row[2] in (ISSUED, EFFECTIVE, RECEIVED)])
def test_days_not_known(text: str) -> None:
    anchor = read_anchor(text, KnownDays())
    assert anchor.day is None
    assert anchor.event


@given(st.text(alphabet="kểtừ ngàyký0123456789/.,()năm thángtrướcsau§\n", max_size=80))
def test_never_raises(text: str) -> None:
    anchor = read_anchor(text, KnownDays(ISSUED, EFFECTIVE, RECEIVED))
    assert anchor.event is None or anchor.event == " ".join(anchor.event.split())


@pytest.mark.parametrize("piece", ["kể từ ngày ký ", "ngày Quyết định này ", "kế hoạch ", " phải", "17 giờ 00 "])
def test_linear(piece: str) -> None:
    assert_linear(lambda text: read_anchor(text, KnownDays(ISSUED, EFFECTIVE, RECEIVED, "Kế hoạch")), piece, 20_000)
