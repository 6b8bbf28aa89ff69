"""What a worker reads before the first document comes, so that models and libraries are there by then."""

from __future__ import annotations

#: An invented plan with a little of everything that is looked for.
PLAN = """ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND
Sơn Hải, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Rà soát quy trình nội bộ năm 2026
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
I. MỤC ĐÍCH, YÊU CẦU
Phấn đấu trên 95% hồ sơ được giải quyết đúng hạn trong năm 2026; mỗi xã có ít nhất 02 điểm tiếp nhận.
II. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát quy trình, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2026.
2. Các sở, ban, ngành và Ủy ban nhân dân các xã, phường báo cáo kết quả trước ngày 20 hằng tháng.
3. Giao Công an tỉnh tham mưu phương án trong thời hạn 10 ngày làm việc kể từ ngày ký Kế hoạch này.
STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn
1 | Lập danh mục quy trình | Sở Y tế | Quý II/2026
2 | Tập huấn cho công chức | Sở Khoa học và Công nghệ | Tháng 9/2026
Nơi nhận:
- Như mục II;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""

_DRAWN = b"""BT /F 12 Tf 72 720 Td (Giao) Tj ET
72 500 400 100 re S 72 550 m 472 550 l S 272 500 m 272 600 l S
BT /F 12 Tf 80 570 Td (STT) Tj 200 0 Td (So) Tj -200 -50 Td (1) Tj 200 0 Td (Hai) Tj ET
"""
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length %d>>stream\n%sendstream" % (len(_DRAWN), _DRAWN),
    b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
)


def page() -> bytes:
    """A PDF of a page with a ruled table.

    >>> from analyzer.reading import read
    >>> [(block.kind, len(block.cells)) for block in read(page()).blocks]
    [('paragraph', 0), ('row', 2), ('row', 2)]
    """
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(_OBJECTS, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (len(places) + 1, table, len(places) + 1, len(made))
