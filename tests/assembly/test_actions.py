"""What is to be done, cut out of the words of a task, and what is to come of it."""

from __future__ import annotations

import pytest

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Task
from analyzer.pipes.tasks.judges import RULES
from analyzer.reading import read


def tasks(text: str) -> list[Task]:
    """The tasks of a text, by rules alone: what is cut out of one does not depend on the models."""
    return assemble(analyse(read(text), RULES)).tasks


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Giao Sở Nội vụ rà soát biên chế trước ngày 30/6/2024.", "rà soát biên chế"),
        ("Sở Y tế công khai giá dịch vụ.", "công khai giá dịch vụ"),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát biên chế.", "rà soát biên chế"),
        ("Yêu cầu Chủ tịch UBND các huyện công khai hồ sơ quá hạn.", "công khai hồ sơ quá hạn"),
        ("Các sở, ban, ngành có trách nhiệm công khai hồ sơ quá hạn.", "công khai hồ sơ quá hạn"),
        ("Sở Xây dựng công bố quy hoạch, hoàn thành trước ngày 30/9/2024.", "công bố quy hoạch"),
        ("Sở Tài chính (cơ quan thường trực) tổng hợp nhu cầu.", "tổng hợp nhu cầu"),
        ("Đề nghị Liên đoàn Lao động tỉnh vận động đoàn viên.", "vận động đoàn viên"),
        (
            "Công an tỉnh phối hợp với Sở Xây dựng trong việc kiểm tra bến bãi.",
            "phối hợp với Sở Xây dựng trong việc kiểm tra bến bãi",
        ),
        (
            "Sở Y tế lập phương án trực cấp cứu (phối hợp với Công an tỉnh).",
            "lập phương án trực cấp cứu (phối hợp với Công an tỉnh)",
        ),
    ],
)
def test_actions(text: str, action: str) -> None:
    assert [t.action for t in tasks(text)] == [action]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("Sở Nội vụ tham mưu UBND tỉnh ban hành Kế hoạch kiểm tra trước ngày 30/4/2024.", ["Kế hoạch kiểm tra"]),
        ("Sở Y tế xây dựng Đề án sắp xếp trạm y tế, trình trong quý II/2024.", ["Đề án sắp xếp trạm y tế"]),
        ("Sở Tư pháp trình UBND tỉnh ban hành Quyết định phân cấp.", ["Quyết định phân cấp"]),
        ("Sở Nội vụ rà soát biên chế.", []),
        ("Sở Nội vụ kiểm tra việc thực hiện Kế hoạch số 45/KH-UBND ngày 12/3/2024 của UBND tỉnh.", []),
    ],
)  # fmt: skip
def test_deliverables(text: str, products: list[str]) -> None:
    assert [p for t in tasks(text) for p in t.deliverables] == products
