"""Marks of state secrets, however they are set; and what is no mark."""

from __future__ import annotations

import pytest

from analyzer.layout.header import read_header
from analyzer.reading import read
from analyzer.service.jobs.secrecy import mark_in, mark_of

HEAD = """UBND TỈNH SƠN HẢI
SỞ NỘI VỤ
{mark}
Số: 12/KH-SNV
Sơn Hải, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
{title}
Kính gửi: Các phòng chuyên môn
1. Phòng Tổ chức rà soát quy trình.
"""


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("MẬT", "MẬT"), ("M Ậ T", "MẬT"), ("MAT", "MẬT"), ("M A T", "MẬT"), ("[MẬT]", "MẬT"), ("* MẬT *", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"), ("TOI MAT", "TỐI MẬT"), ("T Ố I  M Ậ T", "TỐI MẬT"), ("TỐI  MẬT.", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"), ("TUYET MAT", "TUYỆT MẬT"), ("TUYỆTMẬT", "TUYỆT MẬT"),
        ("Độ mật: Mật", "MẬT"), ("ĐỘ MẬT: TỐI MẬT", "TỐI MẬT"), ("Mức độ mật: tuyệt mật", "TUYỆT MẬT"),
        ("TO\u0302\u0301I MA\u0323\u0302T", "TỐI MẬT"),
        ("Mật", None), ("mật", None), ("BÍ MẬT", None), ("MẮT", None), ("MẶT", None), ("MÁT", None), ("ĐỘ MẬT", None),
        ("Độ mật: Không", None), ("MẬT KHẨU", None), ("HỎA TỐC", None), ("", None), ("MẬT 1", None), ("KHẨN", None),
    ],
)  # fmt: skip
def test_lines(line: str, mark: str | None) -> None:
    assert mark_in(line) == mark


@pytest.mark.parametrize(("line", "mark"), [("MẶT", "MẬT"), ("MÂT", "MẬT"), ("MẮT", None), ("TÔI MẶT", "TỐI MẬT")])
def test_lines_of_scans(line: str, mark: str | None) -> None:
    assert mark_in(line, recognised=True) == mark


def found(mark: str, title: str = "Kiểm tra công vụ năm 2026") -> str | None:
    manuscript = read(HEAD.format(mark=mark, title=title))
    return mark_of(manuscript, read_header(manuscript))


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        ("MẬT", "MẬT"), ("M Ậ T", "MẬT"), ("TUYET MAT", "TUYỆT MẬT"), ("Độ mật: Tối mật", "TỐI MẬT"),
        ("THANH TRA SỞ TỐI MẬT", "TỐI MẬT"), ("UBND TỈNH | T Ố I M Ậ T", "TỐI MẬT"), ("HỎA TỐC", None),
    ],
)  # fmt: skip
def test_heads(mark: str, wanted: str | None) -> None:
    assert found(mark) == wanted


@pytest.mark.parametrize(
    "title",
    [
        "Bảo vệ bí mật nhà nước năm 2026",
        "VỀ VIỆC BAN HÀNH DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT",
        "Tiêu hủy tài liệu mật, tối mật và tuyệt mật",
    ],
)
def test_documents_about_secrets_are_none(title: str) -> None:
    assert found("", title) is None


def test_words_of_the_body_are_no_marks() -> None:
    text = HEAD.format(mark="", title="Kiểm tra công vụ") + "2. Phòng Hành chính rà soát hồ sơ.\n" * 30 + "MẬT\n"
    manuscript = read(text)
    assert mark_of(manuscript, read_header(manuscript)) is None
