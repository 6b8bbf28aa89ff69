"""Finding quoted words again, and pairing places."""

import pytest

from analyzer.learning.matching import NOWHERE, covered, overlap_ratio, pair, place, shared_length, squash
from analyzer.spans import Span

TEXT = squash("Sở A báo cáo. Sở B báo cáo. Sở C báo cáo.")


@pytest.mark.parametrize(
    ("quotes", "places"),
    [
        ([("báo cáo", None), ("báo cáo", None)], [3, 13]),
        ([("báo cáo", 0.4), ("báo cáo", 0.9)], [13, 23]),
        ([("Báo  cáo", 0.4), ("báo cáo", 0.4)], [13, 13]),
        ([("báo cáo", None)] * 4, [3, 13, 23, 3]),
        ([("sở d", None), ("", None)], [-1, -1]),
        ([("SởBbáo cáo. Sở D", None)], [10]),
    ],
)
def test_quotes_are_placed(quotes: list[tuple[str, float | None]], places: list[int]) -> None:
    assert [span.start for span in place(quotes, TEXT)] == places


def test_text_is_compared_without_space_case_and_kind_of_dash() -> None:
    assert squash("Giai  đoạn\u00a02021 — 2025\u200b\ufeff") == squash("giai đoạn 2021-2025")
    assert squash("cho\u0301") == squash("chó")


def test_closest_places_are_paired_once() -> None:
    gold = [Span(0, 10), Span(10, 20), Span(40, 50)]
    found = [Span(8, 20), Span(0, 10), NOWHERE, Span(0, 9)]
    assert pair(gold, found) == {0: 1, 1: 0}
    assert pair(gold, found, at_least=0.9) == {0: 1}


def test_ranges_that_only_touch_do_not_overlap() -> None:
    assert overlap_ratio(Span(0, 5), Span(5, 9)) == 0.0
    assert overlap_ratio(Span(0, 5), Span(0, 5)) == 1.0


def test_shared_length_of_unions() -> None:
    a = covered([Span(0, 10), Span(5, 12), Span(20, 30), NOWHERE])
    b = covered([Span(8, 25), Span(29, 40)])
    assert a == [Span(0, 12), Span(20, 30)]
    assert shared_length(a, b) == 4 + 5 + 1
    assert shared_length(a, []) == 0
