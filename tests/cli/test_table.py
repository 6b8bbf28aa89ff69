"""The table on the terminal: who answers now and when it is due, in few words."""

from __future__ import annotations

import io
import re

from rich.console import Console

from analyzer.assembly.models import Directive
from analyzer.cli.messages import Messages
from analyzer.cli.table import show
from tests.writing.dated import dated_directive


def cells(directive: Directive) -> dict[int, list[str]]:
    """The cells of each task by its number, their lines joined."""
    file = io.StringIO()
    show([directive], Messages("vi"), Console(file=file, width=200, highlight=False, emoji=False))
    found: dict[int, list[str]] = {}
    number = 0
    for line in file.getvalue().split("\n"):
        parts = [part.strip() for part in re.split("[│┃]", line)[1:-1]]
        if len(parts) != 5 or not set(parts[0]) <= set("0123456789?"):
            continue
        number = int(parts[0].rstrip("?")) if parts[0] else number
        old = found.setdefault(number, [""] * 5)
        found[number] = [" ".join(filter(None, pair)) for pair in zip(old, parts, strict=True)]
    return found


def test_present_bodies_stand_under_the_names_of_the_document() -> None:
    told = cells(dated_directive())
    assert told[1][2] == (
        "Sở Kế hoạch và Đầu tư nay: Sở Kế hoạch và Đầu tư → Sở Tài chính tỉnh Quảng Trị Sở Giao thông vận tải → "
        "cần xác định"
    )
    assert told[3][2] == "Sở Nội vụ nay: Sở Nội vụ tỉnh Quảng Trị"
    assert told[9][2] == "Hội Nông dân tỉnh"


def test_days_stand_over_the_words() -> None:
    told = {number: row[4] for number, row in cells(dated_directive()).items()}
    assert told[1] == "31/08/2025 (nên xong chậm nhất 29/08/2025) trước ngày 31/8/2025"
    assert told[3] == "15/08/2025 trước 17 giờ ngày 15/8/2025"
    assert told[6] == "sau khi có hướng dẫn của Bộ Nội vụ"
    assert told[7].startswith("kỳ tới 15/09/2025 hằng quý (trước ngày 15")
    assert told[8] == "Làm ngay"
    assert told[10] == ""
