"""Events that tasks wait for, and their pace: what is found, where it ends, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.api import analyze
from analyzer.assembly.analysis import analyse
from analyzer.knowledge.patterns import entries, pattern
from analyzer.pipes.events import EventMention, find, finding, pace
from analyzer.reading import read
from analyzer.spans import Mask, Span
from tests.linear import assert_linear


def whole(text: str) -> list[EventMention]:
    return find(text, [Span(0, len(text))])


def told(text: str, events: list[EventMention]) -> list[str]:
    return [f"{text[e.start : e.event_start]}[{text[e.event_start : e.event_end]}] {e.relation}" for e in events]


# The words of the event stand in brackets; what precedes them in the mention is taken from the text.
FOUND = [
    (
        "Niêm yết công khai ngay sau khi có quyết định công bố, báo cáo Sở.",
        "ngay sau khi [có quyết định công bố] after",
    ),
    ("Sau khi có hướng dẫn của Bộ Nội vụ, Sở Nội vụ tham mưu thực hiện.", "Sau khi [có hướng dẫn của Bộ Nội vụ] after"),
    (
        "Trình phê duyệt sau khi có ý kiến của các bộ, cơ quan liên quan; báo cáo Chính phủ.",
        "sau khi [có ý kiến của các bộ, cơ quan liên quan] after",
    ),
    (
        "Triển khai ngay sau khi Luật Phòng, chống thiên tai (sửa đổi) được Quốc hội thông qua.",
        "ngay sau khi [Luật Phòng, chống thiên tai (sửa đổi) được Quốc hội thông qua] after",
    ),
    ("Sau khi được HĐND tỉnh thông qua, các sở tổ chức thực hiện.", "Sau khi [được HĐND tỉnh thông qua] after"),
    ("Vệ sinh môi trường ngay sau khi lũ rút.", "ngay sau khi [lũ rút] after"),
    ("Bố trí vốn ngay khi kế hoạch được giao để thi công.", "ngay khi [kế hoạch được giao] after"),
    ("Tổng hợp kết quả sau kỳ họp thứ chín, báo cáo.", "sau [kỳ họp thứ chín] after"),
    ("Trình hồ sơ trước kỳ họp thường lệ giữa năm.", "trước [kỳ họp thường lệ giữa năm] before"),
    ("Gia cố đê bao trước mùa mưa lũ; trực ban 24/24 giờ.", "trước [mùa mưa lũ] before"),
    ("Sơ tán dân trước khi bão đổ bộ.", "trước khi [bão đổ bộ] before"),
    ("Tạm dừng mua sắm cho đến khi có văn bản thay thế.", "cho đến khi [có văn bản thay thế] before"),
    ("Trực ban đến khi bão tan, báo cáo hằng giờ.", "đến khi [bão tan] before"),
    ("Cung cấp hồ sơ khi có yêu cầu của Kiểm toán nhà nước.", "khi [có yêu cầu của Kiểm toán nhà nước] when"),
    ("Cử người tham gia (khi được Sở Tài chính đề nghị) tổ công tác.", "khi [được Sở Tài chính đề nghị] when"),
    ("Tổ chức thực hiện khi Bộ Y tế có văn bản triển khai.", "khi [Bộ Y tế có văn bản triển khai] when"),
    ("Báo cáo định kỳ và đột xuất theo yêu cầu của UBND tỉnh.", "theo [yêu cầu của UBND tỉnh] when"),
    (
        "Hướng dẫn cơ sở sau khi Nghị định số 12/2031/NĐ-CP được ban hành.",
        "sau khi [Nghị định số 12/2031/NĐ-CP được ban hành] after",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_an_event_is_found_with_its_words(text: str, expected: str) -> None:
    assert told(text, whole(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Xin lỗi người dân khi để hồ sơ quá hạn.",
        "Rà soát nhân sự sau khi sắp xếp bộ máy.",
        "Sau khi rà soát, các đơn vị gửi kết quả về Sở.",
        "Lấy ý kiến Sở Tư pháp trước khi trình UBND tỉnh.",
        "Khi thực hiện nhiệm vụ phải đeo thẻ.",
        "Khi có sự cố phải báo cáo ngay bằng điện thoại.",
        "Báo cáo ngay khi phát hiện vi phạm.",
        "Không thi công khi chưa có giấy phép.",
        "Chỉ được mua sắm khi có ý kiến của Sở Tài chính.",
        "Trong khi có ý kiến khác nhau, giữ nguyên mức cũ.",
        "Giải quyết khi có yêu cầu của người dân.",
        "Chịu trách nhiệm trước hội nghị.",
        "Thực hiện theo tiến độ của dự án.",
        "Vệ sinh trước, trong và sau hội nghị.",
        "Không chờ đến khi có văn bản mới làm.",
    ],
)
def test_own_steps_purposes_and_cases_are_no_events(text: str) -> None:
    assert whole(text) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Theo tiến độ của Trung ương", "Theo [tiến độ của Trung ương] when"),
        ("Khi có hướng dẫn", "Khi [có hướng dẫn] when"),
        ("SAU KHI CÓ QUYẾT ĐỊNH THÀNH LẬP", "SAU KHI [CÓ QUYẾT ĐỊNH THÀNH LẬP] after"),
        ("Trước kỳ họp cuối năm của HĐND", "Trước [kỳ họp cuối năm của HĐND] before"),
    ],
)
def test_the_answer_to_when_may_be_the_schedule_of_another(value: str, expected: str) -> None:
    assert told(value, find(value, [], None, [Span(0, len(value))])) == [expected]


def test_what_begins_within_a_time_or_citation_is_none() -> None:
    text = "Hoàn thành trong 05 ngày kể từ khi có yêu cầu của Sở."
    assert find(text, [Span(0, len(text))], Mask([Span(11, len(text))])) == []
    held = "Tạm dừng từ năm 2030 cho đến khi có quy định mới."
    found = find(held, [Span(0, len(held))], Mask([Span(9, len(held) - 1)]))
    assert told(held, found) == ["cho đến khi [có quy định mới] before"]


def test_only_what_stands_in_a_task_is_looked_at() -> None:
    text = "Rà soát khi có yêu cầu. Báo cáo khi có chỉ đạo."
    assert told(text, find(text, [Span(0, 23)])) == ["khi [có yêu cầu] when"]
    assert find(text, []) == []


def test_passages_that_overlap_give_an_event_once() -> None:
    text = "Rà soát khi có yêu cầu của Bộ."
    assert len(find(text, [Span(0, len(text)), Span(8, len(text))], None, [Span(8, len(text))])) == 1


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("khẩn trương rà soát các thủ tục", "immediate"),
        ("Kịp thời xuất cấp lương thực", "immediate"),
        ("triển khai ngay Công điện này", "immediate"),
        ("chỉ đạo các đơn vị khẩn trương khôi phục cấp điện", "immediate"),
        ("Thường xuyên cập nhật, kịp thời báo cáo", "continuous"),
        ("tiếp tục theo dõi thường xuyên tình hình", "continuous"),
        ("duy trì liên tục đường dây nóng", "continuous"),
        ("bố trí kinh phí chi thường xuyên", None),
        ("kiểm tra các vị trí thường xuyên bị lấn chiếm", None),
        ("Kịp thời phát hiện, xử lý vi phạm", None),
        ("khi xảy ra cháy phải báo cáo ngay bằng điện thoại", None),
        ("thực hiện ngay từ đầu năm", None),
        ("rà soát hồ sơ; khẩn trương báo cáo", None),
        ("trực hằng ngày", None),
        ("rà soát các thủ tục", None),
    ],
)
def test_pace(action: str, expected: str | None) -> None:
    assert pace(action) == expected


def test_the_answer_to_when_may_be_a_pace() -> None:
    assert pace("lập kế hoạch", ["Quý II", "Thường xuyên, theo nhiệm vụ."]) == "continuous"
    assert pace("khẩn trương lập kế hoạch", ["Thường xuyên"]) == "continuous"
    assert pace("lập kế hoạch", ["Ngay sau khi được phê duyệt"]) is None


DOCUMENT = """KẾ HOẠCH
Cải cách hành chính năm 2031
I. NHIỆM VỤ
1. Rà soát, đơn giản hóa thủ tục hành chính.
- Cơ quan chủ trì: Sở Tư pháp.
- Thời gian thực hiện: Sau khi có hướng dẫn của Bộ Tư pháp.
2. Cập nhật cơ sở dữ liệu thủ tục hành chính.
- Cơ quan chủ trì: Sở Nội vụ.
- Thời gian thực hiện: Thường xuyên.
"""


def test_the_values_of_time_attributes_belong_to_the_tasks_above_them() -> None:
    analysis = analyse(read(DOCUMENT))
    first, second = analysis.tasks
    text = analysis.text
    assert [text[s.start : s.end].rstrip(".") for s in first.answers] == ["Sau khi có hướng dẫn của Bộ Tư pháp"]
    assert told(text, find(text, [first], None, first.answers)) == ["Sau khi [có hướng dẫn của Bộ Tư pháp] after"]
    assert pace("Cập nhật", [text[s.start : s.end] for s in second.answers]) == "continuous"


def test_events_are_no_times() -> None:
    directive = analyze(DOCUMENT)
    assert all("hướng dẫn" not in time.text for time in directive.times)
    assert [d for task in directive.tasks for d in task.deadlines] == []


@given(st.text("khi sauđếntrướcó yêucầ,.;|()\n", max_size=120), st.integers(0, 60), st.integers(0, 120))
def test_events_lie_apart_within_what_was_asked(text: str, start: int, end: int) -> None:
    passage = Span(min(start, end), min(max(start, end), len(text)))
    at = passage.start
    for event in find(text, [passage], None, [passage]):
        assert at <= event.start <= event.event_start < event.event_end <= event.end <= passage.end
        assert text[event.event_start : event.event_end].strip()
        at = event.end


@pytest.mark.parametrize(
    "piece",
    [
        "khi có yêu cầu ",
        "ngay sau khi luật, ",
        "sau khi được a b c d e ",
        "khi bộ a b c ",
        "cho đến khi (",
        "thường xuyên ",
        "trước khi a b c d ",
        "nếu a ",
    ],
)
def test_linear(piece: str) -> None:
    assert_linear(whole, piece, 40_000)
    assert_linear(pace, piece, 40_000)


@pytest.mark.parametrize("way", finding.WAYS, ids=lambda way: way.words)
def test_words_looked_for_first(way: finding.Way) -> None:
    """What is looked for before a pattern is asked stands in all that the pattern reads."""
    keys = [key for key in entries("event")["finding"] if pattern(f"event.finding.{key}") is way.pattern]
    assert len(keys) == 1
    for example in entries("event")["finding"][keys[0]]["reads"]:
        assert way.words in example[example.index("[") + 1 : example.index("]")]
