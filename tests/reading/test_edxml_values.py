"""Numbers, days and codes as packets spell them, and the header as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reading import read
from analyzer.reading.edxml.metadata import Organ, PacketMetadata, PacketSigner, ResponseFor
from analyzer.reading.edxml.values import join_number, parse_day, value_of
from tests.linear import assert_linear
from tests.reading.packets import HEADER, changed, packet

NUMBERS = [
    # CodeNumber, CodeNotation, number
    ("639", "UBND-NC", "639/UBND-NC"),
    ("05", "CT-UBND", "05/CT-UBND"),
    (" 639 ", " UBND - NC ", "639/UBND-NC"),
    ("639", "/UBND-NC", "639/UBND-NC"),
    ("639/", "UBND-NC", "639/UBND-NC"),
    ("Số: 639", "UBND-NC", "639/UBND-NC"),
    ("Số ký hiệu: 639", "UBND-NC", "639/UBND-NC"),
    ("639/UBND-NC", "UBND-NC", "639/UBND-NC"),
    ("639/UBND-NC", None, "639/UBND-NC"),
    ("639/UBND-NC", "/UBND-NC", "639/UBND-NC"),
    (None, "639/UBND-NC", "639/UBND-NC"),
    ("639", "639/UBND-NC", "639/UBND-NC"),
    ("8", "08/CT-UBND", "08/CT-UBND"),
    ("2021", "2021/UBND-NC", "2021/UBND-NC"),
    ("107", "2021/NĐ-CP", "107/2021/NĐ-CP"),
    ("107/2021", "NĐ-CP", "107/2021/NĐ-CP"),
    ("107/2021", "/NĐ-CP", "107/2021/NĐ-CP"),
    ("12a", "QĐ-UBND", "12a/QĐ-UBND"),
    ("12", "CT/TW", "12-CT/TW"),
    ("12", "-CT/TU", "12-CT/TU"),
    ("12-CT/TU", "CT/TU", "12-CT/TU"),
    ("639", None, "639"),
    ("639", "", "639"),
    (None, "UBND-NC", None),
    ("", "UBND-NC", None),
    (None, "2021/NĐ-CP", None),  # a number of that year without its serial
    (None, None, None),
    ("VB", "UBND-NC", None),
]


@pytest.mark.parametrize(("serial", "notation", "number"), NUMBERS)
def test_numbers(serial: str | None, notation: str | None, number: str | None) -> None:
    assert join_number(serial, notation) == number


DAYS = [
    *[
        (written, date(2024, 3, 5))
        for written in (
            "2024/03/05", "2024/3/5", "2024-03-05", "2024.03.05", "20240305", "05/03/2024", "5/3/2024", "05-03-2024",
            "05.03.2024", "2024/03/05 00:00:00", "2024/03/05 23:59:59", "05/03/2024 08:15", "5/3/2024 8:15:00 SA",
            "05/03/2024 12:00:00 AM", "2024-03-05T00:00:00", "2024-03-05T23:59:59.9999999", "2024-03-05+07:00",
            "2024-03-05Z", "2024-03-05T00:00:00+07:00", "2024-03-04T17:00:00Z", "2024-03-04T17:00:00.000+00:00",
            "2024-03-05T16:59:59Z", "2024-03-05T06:00:00+0700", "2024-03-04T12:00:00 PM -05:00",
            "ngày 05 tháng 3 năm 2024", "Ngày 5 tháng 03 năm 2024", "5 tháng 3 năm 2024", " 2024/03/05 ",
        )
    ],
    ("2024/02/29", date(2024, 2, 29)),
    # Stand-ins for no day.
    ("0001-01-01T00:00:00", None), ("0000/00/00", None), ("1753/01/01", None), ("1900/01/01", None),
    ("1970-01-01T00:00:00Z", None), ("9999-12-31T23:59:59", None), ("01/01/0001", None),
]  # fmt: skip
NO_DAYS = [
    "03/25/2024", "2024/13/01", "2024/02/30", "2023/02/29", "2024/03", "3/2024", "2024", "05/03/24", "2024-03/05",
    "sớm", "trước ngày 05/3/2024", "2024-03-05T25:00:00Z", "2024-03-05T10:61:00Z", "1709596800000", "٢٠٢٤/٠٣/٠٥ x",
]  # fmt: skip


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_days(written: str, day: date | None) -> None:
    assert parse_day(written) == day


@pytest.mark.parametrize("written", NO_DAYS)
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        parse_day(written)


@given(st.dates(date(1946, 1, 1), date(2099, 12, 31)).filter(lambda d: d != date(1970, 1, 1)))
def test_every_day_in_every_form(day: date) -> None:
    for form in ("{0.year}/{0.month:02}/{0.day:02}", "{0.day}/{0.month}/{0.year}", "{0.year}-{0.month:02}-{0.day:02}"):
        assert parse_day(form.format(day)) == day


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_is_refused(text: str) -> None:
    try:
        day = parse_day(text)
    except ValueError:
        return
    assert day is None or 1945 <= day.year < 2100


@given(st.none() | st.text(max_size=40), st.none() | st.text(max_size=40))
def test_any_number_begins_with_a_digit(serial: str | None, notation: str | None) -> None:
    number = join_number(serial, notation)
    assert number is None or number[0].isdigit()


def with_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        parse_day(text)


def test_values_take_linear_time() -> None:
    for piece in (" -", "a\n", "1/"):
        assert_linear(value_of, piece)
    for piece in ("1", "- /", "A-"):
        assert_linear(lambda text: join_number(text, text), piece)
    assert_linear(lambda text: with_no_day(f"2024/03/05 {text}x"), " ")


@pytest.mark.parametrize(
    "written", ["", " \n ", "N/A", "n/a", "null", "NULL", "Không", "Không có", "-", "...", "…", "__"]
)
def test_stand_ins_are_nothing(written: str) -> None:
    assert value_of(written) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("  UBND\n\t tỉnh   Sơn Hải ", "UBND tỉnh Sơn Hải"),
        ("Ke\u0302\u0301 hoa\u0323ch", "Kế hoạch"),  # NFD
        ("Kê\u0301 hoa\u0323ch", "Kế hoạch"),  # as Windows-1258 is decoded
        ("QÐ-UBND", "QĐ-UBND"),
        ("05/QÐ-UBND", "05/QĐ-UBND"),
        ("Ủy\u200b ban\u00a0nhân dân", "Ủy ban nhân dân"),
        ("Sá»\u009f Ná»™i vá»¥", "Sở Nội vụ"),
        ("Không khói thuốc", "Không khói thuốc"),
    ],
)
def test_values_are_repaired(written: str, value: str) -> None:
    assert value_of(written) == value


# The header.


def metadata(header: dict[str, Any], **options: Any) -> PacketMetadata:
    found = read(packet(header=header, **options)).source.packet
    assert found is not None
    return found


def test_every_field() -> None:
    assert metadata(HEADER) == PacketMetadata(
        document_id="000.00.00.H99,2024/03/01,639/UBND-NC",
        number="639/UBND-NC",
        issued_on=date(2024, 3, 1),
        place="Sơn Hải",
        kind="Kế hoạch",
        subject="V/v rà soát quy trình nội bộ",
        content="Rà soát quy trình nội bộ năm 2024",
        signer=PacketSigner("Trần Văn Mẫu", "Phó Chủ tịch", "KT."),
        sender=Organ("000.00.00.H99", "UBND Tỉnh Sơn Hải", "Tỉnh Sơn Hải"),
        recipients=(
            Organ("000.00.07.H99", "Sở Y tế", "UBND Tỉnh Sơn Hải"),
            Organ("000.00.08.H99", "Sở Nội vụ", "UBND Tỉnh Sơn Hải"),
        ),
        to_places=("Thường trực Tỉnh ủy", "Lưu: VT"),
        due_on=date(2024, 3, 20),
        priority=0,
        response_for=(
            ResponseFor("12/SNV-VP", date(2024, 2, 20), "000.00.08.H99", "000.00.08.H99,2024/02/20,12/SNV-VP"),
        ),
        steering=2,
        attachments=("vanban.txt",),
        document="vanban.txt",
    )


def test_an_empty_header() -> None:
    assert metadata({}) == PacketMetadata(attachments=("vanban.txt",), document="vanban.txt")
    empty = {"Code": {"CodeNumber": "", "CodeNotation": "N/A"}, "From": {"OrganId": ""}, "To": [{}], "DueDate": " "}
    assert metadata(empty) == metadata({})


@pytest.mark.parametrize(
    ("fields", "number", "day"),
    [
        ({"Code": None}, "639/UBND-NC", date(2024, 3, 1)),
        ({"Code": {"CodeNumber": "639"}}, "639/UBND-NC", date(2024, 3, 1)),
        ({"Code": {"CodeNumber": "7", "CodeNotation": "KH-UBND"}}, "7/KH-UBND", date(2024, 3, 1)),
        ({"PromulgationInfo": None}, "639/UBND-NC", date(2024, 3, 1)),
        ({"Code": None, "DocumentId": "b1946ac9-2492"}, None, date(2024, 3, 1)),
        ({"Code": None, "DocumentId": "a,b,c"}, None, date(2024, 3, 1)),
        ({"PromulgationInfo": None, "DocumentId": "a,hôm nay,639/UBND-NC"}, "639/UBND-NC", None),
        ({"Code": {"CodeNumber": "639"}, "DocumentId": None}, "639", date(2024, 3, 1)),
    ],
)
def test_the_identifier_stands_in(fields: dict[str, Any], number: str | None, day: date | None) -> None:
    found = metadata(changed(**fields))
    assert (found.number, found.issued_on) == (number, day)


@pytest.mark.parametrize(
    ("written", "priority"),
    [
        ("0", 0),
        ("1", 1),
        ("4", 4),
        ("Khẩn", 1),
        ("HOẢ TỐC", 3),
        ("hỏa tốc hẹn giờ", 4),
        ("", None),
        ("7", None),
        ("x", None),
    ],
)
def test_priorities(written: str, priority: int | None) -> None:
    manuscript = read(packet(header=changed(OtherInfo={"Priority": written})))
    assert manuscript.source.packet is not None
    assert manuscript.source.packet.priority == priority
    unreadable = [n.code for n in manuscript.notes].count("packet_value_unreadable")
    assert unreadable == (written in ("7", "x"))


@pytest.mark.parametrize(
    ("due", "priority", "kept", "codes"),
    [
        ("2024/03/02", "0", date(2024, 3, 2), []),
        ("2024/03/01", "0", None, ["packet_due_ignored"]),
        ("2024/03/01", "", None, ["packet_due_ignored"]),
        ("2024/03/01", "3", date(2024, 3, 1), []),  # by the end of the day
        ("2024/02/29", "3", None, ["packet_due_ignored"]),
        ("sớm nhất", "0", None, ["packet_value_unreadable"]),
        ("0001-01-01T00:00:00", "0", None, []),
        (None, "0", None, []),
    ],
)
def test_due_days(due: str | None, priority: str, kept: date | None, codes: list[str]) -> None:
    manuscript = read(packet(header=changed(DueDate=due, OtherInfo={"Priority": priority})))
    assert manuscript.source.packet is not None
    assert manuscript.source.packet.due_on == kept
    assert [note.code for note in manuscript.notes] == codes


def test_a_value_that_cannot_be_read_is_named() -> None:
    manuscript = read(packet(header=changed(PromulgationInfo={"PromulgationDate": "31/31/2024"}, DocumentId=None)))
    (note,) = manuscript.notes
    assert note.code == "packet_value_unreadable"
    assert "31/31/2024" in note.message
    assert "31/31/2024" in note.message_vi
    assert manuscript.source.packet is not None
    assert manuscript.source.packet.issued_on is None


@pytest.mark.parametrize("spelling", ["Bussiness", "Business"])
@pytest.mark.parametrize(
    ("code", "purpose", "notes"),
    [
        ("0", "new", []),
        ("1", "recall", ["packet_recall"]),
        ("2", "update", ["packet_update"]),
        ("3", "replace", ["packet_replace"]),
        ("9", None, []),
        ("", None, []),
    ],
)
def test_purposes(spelling: str, code: str, purpose: str | None, notes: list[str]) -> None:
    traces = {
        spelling: {
            f"{spelling}DocType": code,
            f"{spelling}DocReason": "Sai số liệu",
            "DocumentId": "000.00.00.H99,2024/02/01,600/UBND-NC",
            "ReplacementInfoList": {"ReplacementInfo": [{"DocumentId": "a,b,c"}, {"DocumentId": "d,e,f"}]},
        }
    }
    manuscript = read(packet(traces=traces))
    found = manuscript.source.packet
    assert found is not None
    assert found.purpose == purpose
    assert [note.code for note in manuscript.notes] == notes
    if notes:
        assert found.reason == "Sai số liệu"
        assert found.concerns == ("000.00.00.H99,2024/02/01,600/UBND-NC", "a,b,c", "d,e,f")
        assert "600/UBND-NC" in manuscript.notes[0].message_vi
    else:
        assert (found.reason, found.concerns) == (None, ())


def test_lines_of_the_summary_are_kept() -> None:
    assert metadata(changed(Content="1. Rà soát\r\n\n2. Báo  cáo\nN/A")).content == "1. Rà soát\n2. Báo cáo"
