"""Which targets are of the same metric, and how their values compare over the years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.assembly.models import Comparator, Directive
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, nfc
from analyzer.reporting.comparing import compared
from analyzer.reporting.metrics import Metrics, alike, features
from analyzer.reporting.model import Aim, Metric, Place
from tests.linear import assert_linear
from tests.reporting.samples import ISSUER, nameless, target
from tests.tracking.samples import directive

SAME = [
    ("Tỷ lệ hồ sơ nộp trực tuyến", "tỉ lệ hồ sơ được nộp trực tuyến"),
    ("Tỷ lệ hồ sơ nộp trực tuyến", "Đến năm 2026, phấn đấu nâng tỷ lệ hồ sơ nộp trực tuyến"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn", "hồ sơ được giải quyết đúng hạn trong giai đoạn 2021-2025"),
    ("Tỷ lệ dân số tham gia bảo hiểm y tế", "Tỷ lệ dân số tham gia bảo hiểm y tế toàn tỉnh"),
    ("Số hoá kết quả giải quyết thủ tục", "Số hóa kết quả giải quyết thủ tục"),
    ("Tỷ lệ nước thải khu dân cư được xử lý", "tỷ lệ nước thải tại các khu dân cư được xử lý"),
]
OTHER = [
    ("Tỷ lệ hồ sơ nộp trực tuyến", "Tỷ lệ hồ sơ nộp trực tiếp"),
    ("Tỷ lệ hồ sơ xử lý trên mạng tại cấp huyện", "Tỷ lệ hồ sơ xử lý trên mạng tại cấp xã"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn", "Tỷ lệ hồ sơ giải quyết quá hạn"),
    ("Tỷ lệ dịch vụ công mức độ 3", "Tỷ lệ dịch vụ công mức độ 4"),
    ("Tỷ lệ xã đạt chuẩn nông thôn mới", "Tỷ lệ xã đạt chuẩn nông thôn mới nâng cao"),
    ("Tỷ lệ hồ sơ trực tuyến toàn trình", "Tỷ lệ dịch vụ công trực tuyến toàn trình"),
    ("Tỷ lệ trường học có nước sạch", "Tỷ lệ hộ dân có nước sạch"),
    ("Tỷ lệ che phủ rừng", "Tỷ lệ rừng bị cháy"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_metric(one: str, other: str) -> None:
    a, b = features(one, "%"), features(other, "%")
    assert a is not None
    assert b is not None
    assert alike(a, b) >= read_toml("metrics.toml")["threshold"]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_metric(one: str, other: str) -> None:
    a, b = features(one, "%"), features(other, "%")
    assert a is not None
    assert b is not None
    assert alike(a, b) < read_toml("metrics.toml")["threshold"]


def test_units_and_scopes_set_apart() -> None:
    metric = "Tỷ lệ hồ sơ nộp trực tuyến"
    percent, written, points = (features(metric, unit) for unit in ("%", "phần trăm", "điểm"))
    assert percent == written != points
    there, here = features(metric, "%", "các xã miền núi"), features(metric, "%")
    assert there is not None
    assert here is not None
    assert alike(there, here) == 0


@pytest.mark.parametrize("metric", ["", "%", "người", "các người", "năm 2025", "đạt 95", "tỷ lệ"])
def test_too_few_words(metric: str) -> None:
    assert features(metric, "người") is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_alike_is_a_share_and_even(one: str, other: str) -> None:
    a, b = features(one, "%"), features(other, "%")
    if a is None or b is None:
        return
    assert 0 <= alike(a, b) <= 1
    assert alike(a, b) == alike(b, a)
    assert alike(a, a) == 1


def test_words_of_the_table_are_folded() -> None:
    table = read_toml("metrics.toml")
    words = [*table["measures"], *table["dropped"].split(), *table["spelling"].values(), *table["units"]]
    words += [phrase for group in table["apart"].values() for phrase in group]
    assert [word for word in words if word != fold(nfc(word))] == []


def test_long_metrics_take_time_in_proportion() -> None:
    for piece in ("đến năm 2025 ", "tỷ lệ hồ sơ ", ", tháng 5", "I.5/"):
        assert_linear(lambda text: features(text, "%"), piece)


def aim(year: int | None, value: float, comparator: Comparator = ">=", issued: int = 2020, name: str = "a") -> Aim:
    where = Place(name, None, "", None, "g1")
    return Aim(year, comparator, value, None, "", "", None, date(issued, 1, 1), where)


CHANGES = [
    ([aim(2024, 70), aim(2025, 80)], "higher", False),
    ([aim(2024, 70), aim(2025, 65)], "lower", True),
    ([aim(2024, 70), aim(2025, 70)], "same", False),
    ([aim(2024, 5, "<="), aim(2025, 8, "<=")], "higher", True),
    ([aim(2024, 5, "<="), aim(2025, 3, "<")], "lower", False),
    ([aim(2024, 70, "="), aim(2025, 60, ">=")], "lower", True),
    ([aim(2024, 5, "="), aim(2025, 8, "<=")], "higher", True),
    ([aim(2024, 70, ">="), aim(2025, 60, "<=")], None, False),
    ([aim(2024, 5, "+"), aim(2025, 8, "+")], None, False),
    ([aim(2024, 70), aim(2024, 90)], None, False),
    ([aim(2020, 70), aim(2030, 90)], "higher", False),
    ([aim(None, 70), aim(2030, 90)], None, False),
]


@pytest.mark.parametrize(("aims", "change", "eased"), CHANGES)
def test_change(aims: list[Aim], change: str | None, eased: bool) -> None:
    last = max(compared(aims), key=lambda a: a.year or 0)
    assert (last.change, last.eased) == (change, eased)


def test_the_latest_document_of_a_year_counts() -> None:
    """2023 was raised from 60 to 75 a year later, so 70 for 2024 is lower."""
    found = compared([aim(2024, 70, issued=2023), aim(2023, 75, issued=2022, name="b"), aim(2023, 60, issued=2021)])
    assert [(a.year, a.value, a.change, a.before) for a in found] == [
        (2023, 60, None, None),
        (2023, 75, None, None),
        (2024, 70, "lower", 2023),
    ]


def grouped(*directives: Directive) -> tuple[Metric, ...]:
    metrics = Metrics()
    for found in directives:
        metrics.add(found, found.targets)
    return metrics.found()[0]


def with_targets(number: str, *targets: object, **header: object) -> Directive:
    return directive(number=number, **header).model_copy(update={"targets": list(targets)})


NAME = "Tỷ lệ hồ sơ nộp trực tuyến"


def test_one_document_and_year_is_no_row() -> None:
    assert grouped(nameless(target(1, NAME, 70, 2024), target(2, NAME, 80, 2024))) == ()
    assert len(grouped(nameless(target(1, NAME, 70, 2024), target(2, NAME, 80, 2025)))) == 1


def test_a_value_said_twice_is_one() -> None:
    twice = nameless(target(1, NAME, 70, 2024), target(2, NAME, 70, 2024), target(3, NAME, 70, None))
    (metric,) = grouped(twice, with_targets("9/KH-UBND", target(1, NAME, 70, 2024), issuer=ISSUER))
    assert [[a.year for a in series.aims] for series in metric.series] == [[2024], [2024]]


def test_each_nameless_document_is_a_row_of_its_own() -> None:
    """Two documents without an issuer are not one body's word, so 60 is not "lower"."""
    (metric,) = grouped(
        with_targets("1/KH", target(1, NAME, 70, 2024)), with_targets("2/KH", target(1, NAME, 60, 2025))
    )
    assert [a.change for series in metric.series for a in series.aims] == [None, None]


def test_most_years_come_first() -> None:
    short = [target(n, "Tỷ lệ đường xã được rải nhựa", 50 + n, 2020 + n) for n in range(2)]
    long = [target(n, "Tỷ lệ chợ có nước sạch", 50 + n, 2020 + n) for n in range(3)]
    assert [len(m.years) for m in grouped(nameless(*short, *long))] == [3, 2]


@given(st.permutations(range(4)))
def test_groups_do_not_hang_on_the_order_of_documents(order: list[int]) -> None:
    documents = [
        with_targets("1/KH", target(1, NAME, 70, 2024), issuer=ISSUER),
        with_targets("2/KH", target(1, "nâng tỷ lệ hồ sơ được nộp trực tuyến", 75, 2025), issuer=ISSUER),
        with_targets("3/KH", target(1, "Tỷ lệ hồ sơ nộp qua mạng trực tuyến", 80, 2026), issuer=ISSUER),
        with_targets("4/KH", target(1, "Tỷ lệ hồ sơ nộp trực tuyến cấp xã", 60, 2026), issuer=ISSUER),
    ]
    assert grouped(*(documents[n] for n in order)) == grouped(*documents)
