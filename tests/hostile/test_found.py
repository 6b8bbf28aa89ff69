"""What attacks have found, each once: it was mended, and stays so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.batch.zips import documents
from analyzer.layout.header import read_header
from analyzer.layout.issuers import written_name
from analyzer.reading import read
from tests.reading.hostile import letter, packed
from tests.reading.packets import packet
from tests.reading.test_properties import check


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("<!--a--> " * 300 + "Giao Sở Y tế báo cáo.", "text"),
        ("<!--a--> " * 3 + "<html><p>Giao Sở Y tế báo cáo.</p>", "html"),
    ],
)
def test_comments_before_a_page_are_told_apart_in_one_way(text: str, reader: str) -> None:
    """Each of five comments could end at any "-->": a file of 2 KB was looked at for hours."""
    assert read(text.encode()).source.reader == reader


def test_a_part_of_no_type_is_no_part() -> None:
    """A package may name a part and leave out what it is."""
    members = letter()
    name = "word/_rels/document.xml.rels"
    members[name] = re.sub(rb' Type="[^"]*"', b"", members[name], count=1)
    manuscript = read(packed(members))
    check(manuscript)
    assert manuscript.blocks


@pytest.mark.parametrize("marks", ["\n;", " ;"])
def test_addressees_behind_a_line_of_marks(marks: str) -> None:
    """The line was taken for the first of the list, and the list was empty."""
    manuscript = read(f"CÔNG VĂN\nV/v báo cáo\nKính gửi:{marks}\nSở Y tế, Sở Nội vụ\nĐề nghị báo cáo.")
    found = [manuscript.text[span.start : span.end] for span in read_header(manuscript).addressees]
    assert found == ["Sở Y tế, Sở Nội vụ"]


def test_a_telegram_that_nobody_sends() -> None:
    """The blank before "Điện:" was the sender, and ended before it began."""
    header = read_header(read("CÔNG ĐIỆN\nVề việc phòng, chống bão\nĐiện:\nSở Y tế\nYêu cầu báo cáo."))
    assert header.issuer is None
    assert header.addressees


def _with_no_name(members: dict[str, bytes]) -> bytes:
    """The member "?name", whose name is then cut off at its first letter, as names are at a zero byte."""
    return packed({"?name": b"", **members}).replace(b"?name", b"\0name")


def test_a_member_without_a_name_is_no_file(tmp_path: Path) -> None:
    """Python 3.11 cannot tell whether it is a directory."""
    words = "Giao Sở Y tế báo cáo."
    assert words in read(_with_no_name({"goi.edxml": packet([("a.txt", words.encode())])})).text
    assert words in read(packet([("a.zip", _with_no_name({"a.txt": words.encode()}))])).text
    (tmp_path / "a.zip").write_bytes(_with_no_name({"a.txt": words.encode()}))
    assert list(documents(str(tmp_path / "a.zip"))) == ["a.txt"]


def test_a_backslash_in_the_name_of_a_place() -> None:
    """The name of the place was put into the issuer's as a template, in which a backslash means something."""
    assert written_name(r"ỦY BAN NHÂN DÂN XÃ A\I", proper=(r"A\i",)) == r"Ủy ban nhân dân xã A\i"
