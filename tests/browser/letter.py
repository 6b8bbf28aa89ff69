"""A short invented directive whose limits fall around today, for the pages of search, bodies and limits."""

from __future__ import annotations

from datetime import date, timedelta

BODY = "Sở Ngoại vụ"  # none of the tasks of the plan are its own
OVERDUE, TODAY, LATER = "phương án đón tiếp", "mời các đoàn nghệ nhân", "sổ tay hướng dẫn viên"


def letter(today: date, number: str = "41/CT-UBND") -> str:
    """Three tasks of one body: one overdue, one due today, one due later."""
    issued = today - timedelta(days=40)
    return f"""ỦY BAN NHÂN DÂN TỈNH SƠN HẢI
Số: {number}
Sơn Hải, ngày {issued:%d} tháng {issued:%m} năm {issued:%Y}
CHỈ THỊ
Về việc chuẩn bị Lễ hội Hoa gạo
Ủy ban nhân dân tỉnh yêu cầu:
1. {BODY} chủ trì, phối hợp với Sở Y tế xây dựng {OVERDUE} khách quốc tế dự Lễ hội Hoa gạo, trình Ủy ban nhân dân tỉnh \
trước ngày {today - timedelta(days=12):%d/%m/%Y}.
2. {BODY} {TODAY} của các tỉnh kết nghĩa tham gia Lễ hội Hoa gạo; hoàn thành trước ngày {today:%d/%m/%Y}.
3. {BODY} biên soạn {LATER} bằng ba thứ tiếng; hoàn thành trước ngày {today + timedelta(days=75):%d/%m/%Y}.
Nơi nhận:
- Như trên;
- Lưu: VT.
"""
