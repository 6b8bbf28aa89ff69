"""What pointing words stand for, and the issuer named by its head alone."""

from __future__ import annotations

import pytest

from analyzer.assembly.analysis import analyse
from analyzer.pipes.tasks.coreference import issuer_alone, own_name
from analyzer.pipes.tasks.referents import referents
from analyzer.reading import read
from tests.linear import assert_linear

HEAD = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG BÌNH
Số: 12/KH-UBND
Quảng Bình, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Kiểm tra công vụ năm 2024
"""


def _found(body: str) -> list[tuple[str, tuple[str, ...]]]:
    analysis = analyse(read(HEAD + body))
    found = referents(analysis.text, analysis.outline, analysis.agencies, analysis.tasks, analysis.header.issuer)
    return sorted(
        ((analysis.text[m.start : m.end], names) for m, names in found.items()), key=lambda f: body.find(f[0])
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, Sở Y tế lập dự toán. Các cơ quan nêu trên cử cán bộ.\n"
            "2. Sở Xây dựng rà soát quy hoạch.\n",
            [("Các cơ quan nêu trên", ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế"))],
            id="those of the sentence before, leading and supporting",
        ),
        pytest.param(
            "1. Sở Tư pháp, Sở Tài chính:\na) Rà soát văn bản.\nb) Các đơn vị trên báo cáo trước ngày 15/4/2024.\n",
            [("Các đơn vị trên", ("Sở Tư pháp", "Sở Tài chính"))],
            id="those of the heading",
        ),
        pytest.param(
            "1. Sở Y tế kiểm tra trạm y tế.\n2. Các sở, ban, ngành rà soát hồ sơ.\n"
            "3. Các cơ quan nói trên gửi kết quả về Sở Nội vụ.\n",
            [("Các cơ quan nói trên", ("Các sở, ban, ngành",))],
            id="the group of the item before",
        ),
        pytest.param(
            "1. Sở Nội vụ tổng hợp.\n2. Sở Tài chính bố trí kinh phí.\n3. Sở Y tế kiểm tra.\n"
            "4. Các sở nêu trên báo cáo kết quả tại đơn vị mình.\n",
            [
                ("Các sở nêu trên", ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")),
                ("đơn vị mình", ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")),
            ],
            id="those who head the items before",
        ),
        pytest.param(
            "1. Sở Công Thương, UBND các huyện: Lệ Thủy, Bố Trạch rà soát chợ. Các địa phương này báo cáo.\n",
            [("Các địa phương", ("Ủy ban nhân dân huyện Lệ Thủy", "Ủy ban nhân dân huyện Bố Trạch"))],
            id="only bodies of the kind",
        ),
        pytest.param(
            "1. Các sở, ban, ngành, UBND các huyện xây dựng kế hoạch của cơ quan, địa phương mình.\n",
            [("cơ quan, địa phương mình", ("Các sở, ban, ngành", "Ủy ban nhân dân các huyện"))],
            id="each of those who act",
        ),
        pytest.param(
            "1. Sở Nội vụ công khai kết quả của từng đơn vị trên Cổng thông tin; xin ý kiến các cơ quan cấp trên.\n",
            [],
            id="no pointing words",
        ),
        pytest.param("1. Các cơ quan nêu trên báo cáo.\n", [], id="nothing before"),
    ],
)
def test_referents(body: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _found(body) == found


@pytest.mark.parametrize(
    ("text", "issuer", "found"),
    [
        ("Giao Sở chủ trì.", "Sở Y tế tỉnh Quảng Ngãi", [("Sở", "Sở Y tế", None)]),
        ("Các phòng báo cáo Giám đốc Sở trước ngày 15.", "Sở Y tế tỉnh A", [("Giám đốc Sở", "Sở Y tế", "Giám đốc")]),
        ("Các vụ trình Bộ trưởng phê duyệt.", "Bộ Y tế", [("Bộ trưởng", "Bộ Y tế", "Bộ trưởng")]),
        ("Sở có trách nhiệm tổng hợp.", "Sở Y tế tỉnh Quảng Ngãi", [("Sở", "Sở Y tế", None)]),
        ("phản ánh bằng văn bản về Cục để hướng dẫn", "Cục Thuế", [("Cục", "Cục Thuế", None)]),
        # the issuer speaks, owns, or has done
        ("Sở yêu cầu các đơn vị rà soát.", "Sở Y tế tỉnh Quảng Ngãi", []),
        ("Công khai trên trang thông tin của Sở.", "Sở Y tế tỉnh Quảng Ngãi", []),
        ("Vừa qua, Sở đã kiểm tra 12 đơn vị.", "Sở Y tế tỉnh Quảng Ngãi", []),
        # other words, other bodies, other documents
        ("báo cáo Sở Nội vụ; trình Bộ trưởng Bộ Y tế; gửi Bộ phận một cửa", "Bộ Tài chính", []),
        ("Giao Sở chủ trì.", "Ủy ban nhân dân tỉnh Quảng Ngãi", []),
        ("Giao Sở chủ trì.", None, []),
    ],
)
def test_the_issuer_by_its_head_alone(text: str, issuer: str | None, found: list[tuple[str, str, str | None]]) -> None:
    assert [(text[m.start : m.end], m.name, m.title) for m in issuer_alone(text, [], issuer)] == found


def test_a_report_to_the_issuer_is_a_report() -> None:
    head = HEAD.replace("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG BÌNH", "UBND TỈNH QUẢNG BÌNH\nSỞ Y TẾ").replace("UBND\n", "SYT\n")
    analysis = analyse(read(head + "1. Các bệnh viện rà soát kho thuốc, báo cáo Sở trước ngày 15/4/2024.\n"))
    (task,) = analysis.tasks
    assert [(a.mention.name, a.role) for a in task.assignees] == [("Các bệnh viện", "lead"), ("Sở Y tế", "recipient")]


@pytest.mark.parametrize(
    ("issuer", "name"),
    [("Sở Y tế tỉnh Quảng Ngãi", "Sở Y tế"), ("Bộ Y tế", "Bộ Y tế"), ("Sở Du lịch", "Sở Du lịch")],
)
def test_own_name(issuer: str, name: str) -> None:
    assert own_name(issuer) == name


@pytest.mark.slow
def test_linear() -> None:
    def run(text: str) -> None:
        analysis = analyse(read(HEAD + text))
        referents(analysis.text, analysis.outline, analysis.agencies, analysis.tasks, analysis.header.issuer)

    assert_linear(run, "1. Sở Y tế rà soát. Các cơ quan nêu trên báo cáo tại đơn vị mình.\n", 40_000)
