"""Invented documents for comparisons: a plan, its second version, an amendment, a directive with a plan."""

PLAN = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 87/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 12 tháng 3 năm 2024
KẾ HOẠCH
Cải cách hành chính năm 2024

II. NHIỆM VỤ
1. Sở Nội vụ rà soát vị trí việc làm của các cơ quan, trình UBND tỉnh trước ngày 30/6/2024.
2. Sở Tài chính rà soát định mức chi của các đơn vị sự nghiệp, hoàn thành trước ngày 31/7/2024.
3. Sở Y tế
a) Niêm yết công khai thủ tục hành chính tại trụ sở.
b) Báo cáo UBND tỉnh kết quả khám bệnh hằng quý.
4. Các sở, ban, ngành tổ chức đối thoại với doanh nghiệp ít nhất 02 lần trong năm.

III. TỔ CHỨC THỰC HIỆN
Sở Nội vụ theo dõi, đôn đốc việc thực hiện Kế hoạch này.
"""

#: Another limit, another lead, a task moved, one dropped, one added.
SECOND = (
    PLAN.replace("31/7/2024", "31/8/2024")
    .replace("1. Sở Nội vụ rà soát", "1. Sở Tư pháp rà soát")
    .replace("b) Báo cáo UBND tỉnh kết quả khám bệnh hằng quý.\n", "")
    .replace(
        "4. Các sở, ban, ngành tổ chức",
        "4. Sở Công Thương lập danh mục cụm công nghiệp kêu gọi đầu tư trước ngày 15/9/2024.\n"
        "5. Các sở, ban, ngành tổ chức",
    )
)

AMENDMENT = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 1245/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 14 tháng 8 năm 2024
QUYẾT ĐỊNH
Về việc sửa đổi, bổ sung một số nội dung của Kế hoạch số 87/KH-UBND ngày 12 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh

QUYẾT ĐỊNH:
Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 87/KH-UBND ngày 12 tháng 3 năm 2024 như sau:
1. Sửa đổi khoản 2 mục II như sau:
“2. Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát định mức chi của các đơn vị, xong trước ngày 30/9/2024.”
2. Bổ sung điểm c vào khoản 3 mục II như sau:
“c) Sở Y tế xây dựng quy chế phối hợp giải quyết hồ sơ liên thông, hoàn thành trong tháng 10/2024.”
3. Bãi bỏ điểm b khoản 3 mục II.
4. Bỏ khoản 4 mục II.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
"""

DIRECTIVE = """THỦ TƯỚNG CHÍNH PHỦ
Số: 19/CT-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 06 tháng 5 năm 2024
CHỈ THỊ
Về việc nâng cao chất lượng phục vụ người dân

1. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương:
a) Niêm yết công khai thủ tục hành chính tại Bộ phận Một cửa trước ngày 30/6/2024.
b) Bảo đảm tối thiểu 70% hồ sơ được nộp trực tuyến trước ngày 31/12/2024.
c) Sắp xếp lại các bến xe khách trong nội thành trước ngày 30/11/2024.
2. Bộ Y tế xây dựng nền tảng quản lý tiêm chủng, hoàn thành trong quý III/2024.
"""

CHILD = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 120/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 20 tháng 5 năm 2024
KẾ HOẠCH
Thực hiện Chỉ thị số 19/CT-TTg ngày 06 tháng 5 năm 2024 của Thủ tướng Chính phủ

II. NHIỆM VỤ
1. Các sở, ban, ngành niêm yết công khai thủ tục hành chính tại Bộ phận Một cửa trước ngày 31/7/2024.
2. Văn phòng UBND tỉnh bảo đảm tối thiểu 60% hồ sơ được nộp trực tuyến trước ngày 31/12/2024.
3. Sở Nông nghiệp và Phát triển nông thôn trồng 500 ha rừng ngập mặn trước ngày 30/10/2024.
"""
