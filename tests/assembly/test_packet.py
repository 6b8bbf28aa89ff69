"""What the packet says and what the letterhead says: which is taken, and what is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analyzer import analyze
from analyzer.assembly.models import Directive
from analyzer.assembly.packet import issuer_of, with_packet
from analyzer.layout.head import Header
from analyzer.reading.edxml.metadata import Organ, PacketMetadata
from analyzer.reading.manuscript import Source
from tests.reading.packets import HEADER, changed, packet

BODY = "Sở Y tế chủ trì rà soát quy trình nội bộ, báo cáo kết quả trước ngày 15/3."


def letter(
    number: str = "Số: 639/UBND-NC", day: str = "ngày 01 tháng 3 năm 2024", *issuer: str, kind: str = "KẾ HOẠCH"
) -> bytes:
    head = "\n".join(issuer or ("ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"))
    return (
        f"{head}\n{number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSơn Hải, {day}\n"
        f"{kind}\nRà soát quy trình nội bộ năm 2024\nI. NHIỆM VỤ\n1. {BODY}\n2. Sở Nội vụ tổng hợp, báo cáo Chủ tịch.\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Thử"
    ).encode()  # fmt: skip


def analysed(text: bytes, header: dict[str, Any] = HEADER) -> Directive:
    return analyze(packet([("cv.txt", text)], header))


def codes(directive: Directive) -> list[str]:
    return [warning.code for warning in directive.warnings if warning.code.startswith("packet")]


def test_they_agree() -> None:
    directive = analysed(letter())
    head = directive.directive
    assert (head.number.text if head.number else None, head.issued_on) == ("639/UBND-NC", date(2024, 3, 1))
    assert head.issuer is not None
    assert head.issuer.name == "Ủy ban nhân dân tỉnh Sơn Hải"
    assert head.signer is not None
    assert head.signer.name == "Nguyễn Văn Thử"
    assert codes(directive) == []


@pytest.mark.parametrize(
    ("printed", "serial", "notation", "number", "told"),
    [
        ("Số: 639/UBND-NC", "639", "UBND-NC", "639/UBND-NC", False),
        ("Số: 0639/UBND-NC", "639", "UBND-NC", "0639/UBND-NC", False),  # the document's spelling stays
        ("Số: 639/UBND-TTĐT", "639", "UBND-TTDT", "639/UBND-TTĐT", False),
        ("Số: 93/UBND-NC", "639", "UBND-NC", "639/UBND-NC", True),
        ("Số: 639/KH-UBND", "639", "UBND-NC", "639/UBND-NC", True),
        ("Số:        /UBND-NC", "639", "UBND-NC", "639/UBND-NC", False),
        ("Số:        /KH-UBND", "639", "UBND-NC", "639/UBND-NC", True),
        ("", "639", "UBND-NC", "639/UBND-NC", False),
        ("Số: 93/UBND-NC", "", "", "93/UBND-NC", False),
    ],
)
def test_numbers(printed: str, serial: str, notation: str, number: str, told: bool) -> None:
    code = {"CodeNumber": serial, "CodeNotation": notation}
    directive = analysed(letter(printed), changed(Code=code, DocumentId=None))
    assert directive.directive.number is not None
    assert directive.directive.number.text == number
    assert codes(directive) == ["packet_disagrees"] * told
    assert not {w.code for w in directive.warnings} & {"number_unknown", "number_blank"}
    # The document's own number is no reference, whichever is taken.
    assert directive.references == []


def test_the_warning_names_both() -> None:
    (warning,) = [w for w in analysed(letter("Số: 93/UBND-NC")).warnings if w.code == "packet_disagrees"]
    for message in (warning.message, warning.message_vi):
        assert "93/UBND-NC" in message
        assert "639/UBND-NC" in message


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("ngày 01 tháng 3 năm 2024", False),
        ("ngày 02 tháng 3 năm 2024", True),
        ("ngày     tháng 3 năm 2024", False),
        ("ngày     tháng     năm 2024", False),
    ],
)
def test_days(printed: str, told: bool) -> None:
    directive = analysed(letter(day=printed))
    assert directive.directive.issued_on == date(2024, 3, 1)
    assert codes(directive) == ["packet_disagrees"] * told
    assert "date_unknown" not in {w.code for w in directive.warnings}


def test_the_year_goes_with_the_day() -> None:
    source = Source("a", "application/xml", "", "text", packet=PacketMetadata(issued_on=date(2024, 3, 1)))
    header = with_packet(Header(issued_on=date(2023, 3, 1), year=2023), source)
    assert (header.issued_on, header.year) == (date(2024, 3, 1), 2024)


def test_the_packets_day_tells_the_year_of_limits() -> None:
    text = f"KẾ HOẠCH\n1. {BODY}\n2. Sở Nội vụ tổng hợp.".encode()
    for day, end in (
        ("2024/03/01", date(2024, 3, 15)),
        ("2019/02/01", date(2019, 3, 15)),
        ("2019/11/01", date(2020, 3, 15)),
    ):
        found = analysed(text, changed(PromulgationInfo={"PromulgationDate": day}, DueDate=None))
        assert found.tasks[0].deadlines[0].end == end


def test_agencies_are_those_of_the_packets_day() -> None:
    text = "KẾ HOẠCH\n1. Bộ Nội vụ rà soát quy trình nội bộ.\n2. Sở Nội vụ tổng hợp, báo cáo.".encode()
    ids = {}
    for year in (2019, 2025):
        found = analysed(text, changed(PromulgationInfo={"PromulgationDate": f"{year}/06/01"}, DocumentId=None))
        ids[year] = {agency.name: agency.id for agency in found.agencies}
        assert found.directive.issuer is not None
    assert ids[2019]["Sở Nội vụ"] != ids[2025]["Sở Nội vụ"]


SENDERS = [
    # printed lines, OrganName, OrganizationInCharge, issuer, whether they disagree
    (("ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"), "UBND tỉnh Sơn Hải", "", "Ủy ban nhân dân tỉnh Sơn Hải", False),
    (("ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"), "Uỷ ban nhân dân Tỉnh Sơn Hải", "", "Ủy ban nhân dân tỉnh Sơn Hải", False),
    (("ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"), "UBND tỉnh", "UBND tỉnh Sơn Hải", "Ủy ban nhân dân tỉnh Sơn Hải", False),
    (("ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"), "Văn phòng UBND tỉnh Sơn Hải", "", "Ủy ban nhân dân tỉnh Sơn Hải", False),
    (("UBND TỈNH SƠN HẢI", "SỞ NỘI VỤ"), "Sở Nội vụ", "", "Sở Nội vụ tỉnh Sơn Hải", False),
    (("UBND TỈNH SƠN HẢI", "SỞ NỘI VỤ"), "Sở Nội vụ", "Tỉnh Sơn Hải", "Sở Nội vụ tỉnh Sơn Hải", False),
    (("UBND TỈNH SƠN HẢI", "SỞ NỘI VỤ"), "UBND tỉnh Sơn Hải", "", "Sở Nội vụ tỉnh Sơn Hải", False),
    (("SỞ NỘI VỤ",), "Sở Nội vụ", "UBND tỉnh Sơn Hải", "Sở Nội vụ tỉnh Sơn Hải", False),
    (("SỞ NỘI VỤ", "THANH TRA SỞ"), "Sở Nội vụ", "", "Thanh tra Sở", False),
    (("ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"), "UBND tỉnh Lam Giang", "", "Ủy ban nhân dân tỉnh Lam Giang", True),
    (("UBND TỈNH SƠN HẢI", "SỞ NỘI VỤ"), "Sở Nội vụ", "UBND tỉnh Lam Giang", "Sở Nội vụ tỉnh Lam Giang", True),
    (("UBND TỈNH SƠN HẢI", "SỞ NỘI VỤ"), "Sở Y tế", "UBND tỉnh Sơn Hải", "Sở Y tế tỉnh Sơn Hải", True),
    (("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng", "", "Thủ tướng Chính phủ", False),  # one body for the register
    (("BỘ NỘI VỤ",), "Bộ Y tế", "", "Bộ Y tế", True),
    (("BỘ NỘI VỤ",), "", "", "Bộ Nội vụ", False),
]


@pytest.mark.parametrize(("lines", "name", "parent", "issuer", "told"), SENDERS)
def test_issuers(lines: tuple[str, ...], name: str, parent: str, issuer: str, told: bool) -> None:
    sender = {"OrganName": name, "OrganizationInCharge": parent}
    directive = analysed(letter("Số: 639/UBND-NC", "ngày 01 tháng 3 năm 2024", *lines), changed(From=sender))
    assert directive.directive.issuer is not None
    assert directive.directive.issuer.name == issuer
    assert codes(directive) == ["packet_disagrees"] * told


def test_an_issuer_that_was_inferred_is_no_other_value() -> None:
    text = letter("Số: 12/SNV-VP").split(b"\n", 2)[2]
    assert analyze(text).directive.issuer is not None
    assert "issuer_inferred" in {w.code for w in analyze(text).warnings}
    directive = analysed(text, changed(Code={"CodeNumber": "12", "CodeNotation": "SNV-VP"}))
    assert directive.directive.issuer is not None
    assert directive.directive.issuer.name == "Ủy ban nhân dân tỉnh Sơn Hải"
    assert not {w.code for w in directive.warnings} & {"issuer_inferred", "packet_disagrees"}


def test_the_issuer_of_a_document_without_letterhead() -> None:
    directive = analysed(f"1. {BODY}\n2. Sở Nội vụ tổng hợp, báo cáo.\n3. Văn phòng theo dõi.".encode())
    assert directive.directive.issuer is not None
    assert directive.directive.issuer.name == "Ủy ban nhân dân tỉnh Sơn Hải"
    assert codes(directive) == []
    assert not {w.code for w in directive.warnings} & {"issuer_unknown", "issuer_inferred", "number_unknown"}


NAMES = [
    ("UBND Tỉnh Sơn Hải", "Tỉnh Sơn Hải", "Ủy ban nhân dân tỉnh Sơn Hải"),
    ("UBND TỈNH SƠN HẢI", None, "Ủy ban nhân dân tỉnh Sơn Hải"),
    ("UBND TP. Lam Giang", None, "Ủy ban nhân dân thành phố Lam Giang"),
    ("Sở TT&TT", "UBND tỉnh Sơn Hải", "Sở Thông tin và Truyền thông tỉnh Sơn Hải"),
    ("SỞ Y TẾ", "TỈNH SƠN HẢI", "Sở Y tế tỉnh Sơn Hải"),
    ("Sở Y tế tỉnh Sơn Hải", "Tỉnh Sơn Hải", "Sở Y tế tỉnh Sơn Hải"),
    ("UBND Xã Hải Đông", "Tỉnh Sơn Hải", "Ủy ban nhân dân xã Hải Đông"),
    ("Bộ Nội vụ", "Bộ Nội vụ", "Bộ Nội vụ"),
    ("Văn phòng Chính phủ", "Chính phủ", "Văn phòng Chính phủ"),
    ("Tỉnh ủy Sơn Hải", None, "Tỉnh ủy Sơn Hải"),
    ("Văn phòng Tỉnh ủy", "Tỉnh Sơn Hải", "Văn phòng Tỉnh ủy Sơn Hải"),
    (None, "Tỉnh Sơn Hải", None),
]


@pytest.mark.parametrize(("name", "parent", "issuer"), NAMES)
def test_names_of_senders(name: str | None, parent: str | None, issuer: str | None) -> None:
    assert issuer_of(Organ("000.00.00.H99", name, parent)) == issuer


# What only fills gaps.


def test_the_documents_own_words_stand() -> None:
    directive = analysed(letter(), changed(Subject="Việc khác", SignerInfo={"FullName": "Lê Thị Khác"}))
    assert directive.directive.title == "Rà soát quy trình nội bộ năm 2024"
    assert directive.directive.signer is not None
    assert directive.directive.signer.name == "Nguyễn Văn Thử"
    assert directive.directive.place == "Sơn Hải"


def test_gaps_are_filled() -> None:
    directive = analysed(BODY.encode(), changed(OtherInfo={"Priority": "3"})).directive
    assert directive.kind == "KH"
    assert directive.kind_name == "Kế hoạch"
    assert directive.place == "Sơn Hải"
    assert directive.urgency == "HỎA TỐC"
    assert directive.signer is not None
    assert (directive.signer.name, directive.signer.position, directive.signer.capacity) == (
        "Trần Văn Mẫu", "Phó Chủ tịch", "KT.",
    )  # fmt: skip


def test_kinds_that_differ() -> None:
    directive = analysed(letter(), changed(DocumentType={"TypeName": "Công văn"}))
    assert directive.directive.kind == "KH"
    (warning,) = [w for w in directive.warnings if w.code == "packet_disagrees"]
    assert "document's was taken" in warning.message
    for word in ("Công văn", "Kế hoạch"):
        assert word in warning.message_vi


@pytest.mark.parametrize(
    ("mark", "priority", "urgency", "told"),
    [
        ("", "0", None, False),
        ("", "2", "THƯỢNG KHẨN", False),
        ("KHẨN\n", "0", "KHẨN", False),
        ("KHẨN\n", "1", "KHẨN", False),
        ("KHẨN\n", "3", "KHẨN", True),
    ],
)
def test_urgency(mark: str, priority: str, urgency: str | None, told: bool) -> None:
    text = letter().replace("CỘNG HÒA".encode(), f"{mark}CỘNG HÒA".encode())
    directive = analysed(text, changed(OtherInfo={"Priority": priority}))
    assert directive.directive.urgency == urgency
    assert codes(directive) == ["packet_disagrees"] * told


def test_a_packet_without_a_document() -> None:
    header = changed(Content="Đề nghị Sở Y tế báo cáo kết quả trước ngày 15/3.")
    directive = analyze(packet([], header))
    head = directive.directive
    assert head.number is not None
    assert (head.number.text, head.issued_on, head.kind) == ("639/UBND-NC", date(2024, 3, 1), "KH")
    assert head.title == "rà soát quy trình nội bộ"
    assert head.issuer is not None
    assert [w.code for w in directive.source.warnings] == ["packet_without_document"]
    assert directive.source.reader == "edxml"


# The contract.


def test_the_packet_in_the_output() -> None:
    found = analysed(letter()).model_dump(mode="json")["source"]["packet"]
    assert found == {
        "document_id": "000.00.00.H99,2024/03/01,639/UBND-NC",
        "number": "639/UBND-NC",
        "issued_on": "2024-03-01",
        "subject": "V/v rà soát quy trình nội bộ",
        "sender": {"id": "000.00.00.H99", "name": "UBND Tỉnh Sơn Hải", "parent": "Tỉnh Sơn Hải"},
        "recipients": [
            {"id": "000.00.07.H99", "name": "Sở Y tế", "parent": "UBND Tỉnh Sơn Hải"},
            {"id": "000.00.08.H99", "name": "Sở Nội vụ", "parent": "UBND Tỉnh Sơn Hải"},
        ],
        "to_places": ["Thường trực Tỉnh ủy", "Lưu: VT"],
        "due_on": "2024-03-20",
        "priority": 0,
        "steering": 2,
        "response_for": [
            {
                "number": "12/SNV-VP",
                "issued_on": "2024-02-20",
                "organ_id": "000.00.08.H99",
                "document_id": "000.00.08.H99,2024/02/20,12/SNV-VP",
            }
        ],
        "purpose": None,
        "reason": None,
        "concerns": [],
        "attachments": ["cv.txt"],
        "document": "cv.txt",
    }


def test_other_files_have_none() -> None:
    directive = analyze(letter())
    assert directive.source.packet is None
    assert codes(directive) == []
