"""When names, numbers and recurrences are the same for evaluation, and when they are not."""

import pytest

from analyzer.learning.naming import agency_key, agency_words, number_key, rrule_key

SAME = (
    ("Uỷ ban nhân dân các xã", "UBND các xã"),
    ("Chủ tịch UBND các xã", "Ủy ban nhân dân các xã"),
    ("Đồng chí Giám đốc Sở Y tế", "Sở Y tế"),
    ("Bộ trưởng Bộ Công an", "Bộ Công an"),
    ("Bộ trưởng Công an", "Bộ Công an"),
    ("Các Bộ trưởng", "Bộ trưởng"),
    ("Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
    ("Trưởng ban Dân tộc", "Ban Dân tộc"),
    ("Tổng Cục trưởng Tổng cục Hải sản", "Tổng cục Hải sản"),
    ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
    ("Sở KH-ĐT", "Sở Kế hoạch và Đầu tư"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ("Các sở, ban, ngành", "sở, ban, ngành"),
    ("Sở Lao động – Thương binh và Xã hội", "Sở LĐTBXH"),
    ("UBND tỉnh", "Ủy ban nhân dân"),
    ("Công an quý huyện.", "công an quý huyện"),
)
DIFFERENT = (
    ("Sở Tài chính", "Sở Tài nguyên"),
    ("Ủy ban nhân dân các xã", "Hội đồng nhân dân các xã"),
    ("Văn phòng Chính phủ", "Chính phủ"),
    ("Ban Dân tộc", "Dân tộc"),
    ("các xã, phường", "các xã"),
)


@pytest.mark.parametrize(("a", "b"), SAME)
def test_same_agency(a: str, b: str) -> None:
    assert agency_key(a) == agency_key(b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_agencies(a: str, b: str) -> None:
    assert agency_key(a) != agency_key(b)


def test_words_do_not_depend_on_how_names_are_divided() -> None:
    assert agency_words("Sở Y tế và Sở Nội vụ") == agency_words("Sở Y tế") | agency_words("Sở Nội vụ")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("08/CT-UBND", "8/ct-ubnd", True),
        ("76 / NQ–CP", "76/NQ-CP", True),
        ("107/2021/NÐ-CP", "107/2021/NĐ-CP", True),
        ("80/CT-UBND", "8/CT-UBND", False),
        ("", None, True),
    ],
)
def test_numbers(a: str, b: str | None, same: bool) -> None:
    assert (number_key(a) == number_key(b)) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("FREQ=MONTHLY;INTERVAL=12", "FREQ=YEARLY", True),
        ("RRULE:BYMONTH=1;FREQ=YEARLY;INTERVAL=1", "FREQ=YEARLY;BYMONTH=1", True),
        ("FREQ=YEARLY;WKST=MO", "FREQ=YEARLY", True),
        ("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", False),
        ("FREQ=YEARLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=15", False),
    ],
)
def test_recurrences(a: str, b: str, same: bool) -> None:
    assert (rrule_key(a) == rrule_key(b)) is same
