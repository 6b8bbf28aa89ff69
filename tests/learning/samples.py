"""A small document of which it is known what the rules find in it, with gold that agrees in some things."""

from __future__ import annotations

from typing import Any

from analyzer.learning.corpus import GoldDocument
from tests.learning.gold import document

TEXT = """CHỈ THỊ
Về việc phòng, chống dịch bệnh

1. Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát 12 trạm y tế xong trước ngày 30/6/2024; Sở Công Thương thẩm định giá thuốc.
2. Hiện nay, công tác phòng bệnh đã đạt kết quả tốt ở 15 xã.
3. Nhân viên y tế thôn đến từng nhà để hỏi thăm sức khỏe.
4. Giao Sở Nội vụ:
a) Thống kê số cán bộ từ năm 2021 đến năm 2023.
b) Báo cáo Ủy ban nhân dân tỉnh.
"""  # noqa: E501

#: The units of the text by the rules: their opening words, and what they are taken for.
UNITS = [
    ("Sở Y tế chủ trì", "addressee"),
    ("Sở Công Thương", "addressee"),
    ("Hiện nay", "background"),
    ("Nhân viên y tế", "nothing"),
    ("Giao Sở Nội vụ:", "introduces"),
    ("Thống kê", "verb"),
    ("Báo cáo", "verb"),
]


def task(first: str, last: str, **said: Any) -> dict[str, Any]:
    """A gold task from its first to its last words."""
    assignees = [{"name": name, "role": role} for role, name in said.pop("assignees", [])]
    return {"from": first, "to": last, "modality": "obligation", "area": "other", "assignees": assignees, **said}


HEALTH = task(
    "Sở Y tế chủ trì",
    "ngày 30/6/2024;",
    assignees=[("lead", "Sở Y tế"), ("support", "Sở Tài chính")],
    deadlines=[{"end": "2024-06-30"}],
)
PRICES = task("Sở Công Thương", "giá thuốc.", assignees=[("lead", "Sở Công Thương")])
VISITS = task("Nhân viên y tế", "sức khỏe.")
COUNT = task("Thống kê", "năm 2023.", assignees=[("lead", "Sở Nội vụ")])
REPORT = task("Báo cáo Ủy ban", "tỉnh.", assignees=[("lead", "Sở Nội vụ"), ("recipient", "Ủy ban nhân dân tỉnh")])


def annotated(*tasks: dict[str, Any], name: str = "a") -> GoldDocument:
    """The text with some gold tasks."""
    return document({"id": name, "tasks": list(tasks)}, TEXT, name)
