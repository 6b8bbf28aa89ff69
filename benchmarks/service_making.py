"""Invented directives to send to a service: as text, and as PDFs of two pages."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reportlab.platypus import Flowable, Paragraph, Spacer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from tests.reading.builders import body_style, columns, letterhead, page_number, pdf, title_style  # noqa: E402

_BODIES = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Tư pháp", "Sở Công Thương", "Sở Xây dựng", "Thanh tra tỉnh")
_SUBJECTS = (
    "thủ tục cấp giấy phép xây dựng tại các khu dân cư mới",
    "quy trình liên thông đăng ký khai sinh và cấp thẻ bảo hiểm y tế",
    "hồ sơ đất công ích đang cho thuê ngắn hạn",
    "công tác phòng cháy, chữa cháy tại chợ và kho hàng",
    "việc trực tiếp công dân của người đứng đầu",
    "chất lượng nước sinh hoạt ở các trạm cấp nước nông thôn",
    "dữ liệu hộ tịch chưa được số hóa",
    "tình hình giải ngân vốn sửa chữa trường học",
)
_VERBS = (
    "rà soát, thống kê {subject}, báo cáo Ủy ban nhân dân tỉnh trước ngày {day}",
    "chủ trì, phối hợp với {other} kiểm tra {subject}, hoàn thành trong tháng {month}",
    "xây dựng kế hoạch khắc phục tồn tại trong {subject}, trình Ủy ban nhân dân tỉnh chậm nhất ngày {day}",
    "định kỳ hằng quý tổng hợp kết quả thực hiện {subject}, gửi {other} theo dõi",
    "hướng dẫn Ủy ban nhân dân các xã, phường xử lý dứt điểm {subject}, bảo đảm đạt từ {share}% trở lên",
)
_OPENING = (
    "Thời gian qua, các cơ quan, đơn vị đã có nhiều cố gắng; tuy nhiên, kết quả chưa đều, một số việc còn chậm so với "
    "yêu cầu. Để chấn chỉnh, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:"
)


@dataclass(frozen=True)
class Made:
    """A directive: its number, and what is to be sent."""

    number: str
    content: bytes
    media_type: str

    @property
    def name(self) -> str:
        """A name of a file."""
        return f"{self.number.replace('/', '-')}{'.pdf' if self.media_type == 'application/pdf' else '.txt'}"


def directive(serial: int, *, as_pdf: bool) -> Made:
    """The directive with a serial number, always the same."""
    chance = random.Random(serial)
    number, issued = f"{serial}/CT-UBND", date(2026, 1, 5) + timedelta(days=serial % 300)
    place = f"Sơn Hải, ngày {issued:%d} tháng {issued:%m} năm {issued:%Y}"
    title = f"Về việc tăng cường {chance.choice(_SUBJECTS)}"
    items = [_item(order, issued, chance) for order in range(1, chance.randint(10, 16))]
    closing = "Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm thi hành Chỉ thị này./."
    if as_pdf:
        return Made(number, _pdf(f"Số: {number}", place, title, items, closing), "application/pdf")
    head = ["ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI", f"Số: {number}", place, "CHỈ THỊ", title, "", _OPENING]
    foot = ["Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT.", "CHỦ TỊCH", "Trần Văn Lực"]
    return Made(number, "\n".join([*head, *items, closing, "", *foot]).encode(), "text/plain")


def _item(order: int, issued: date, chance: random.Random) -> str:
    body, other = chance.sample(_BODIES, 2)
    day = issued + timedelta(days=chance.randint(20, 200))
    work = chance.choice(_VERBS).format(
        subject=chance.choice(_SUBJECTS),
        other=other,
        day=f"{day:%d/%m/%Y}",
        month=f"{day:%m/%Y}",
        share=chance.randint(70, 99),
    )
    return f"{order}. {body} {work}."


def _pdf(number: str, place: str, title: str, items: list[str], closing: str) -> bytes:
    body = body_style(fontSize=13, leading=19, spaceAfter=6)
    signature = columns(["Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT."], ["CHỦ TỊCH", "Trần Văn Lực"], (230, 220))
    story: list[Flowable] = [
        letterhead(number, place),
        Spacer(1, 14),
        Paragraph("CHỈ THỊ", title_style()),
        Paragraph(title, title_style()),
        Spacer(1, 8),
        *(Paragraph(text, body) for text in (_OPENING, *items, closing)),
        Spacer(1, 10),
        signature,
    ]
    return pdf(story, page_number)
