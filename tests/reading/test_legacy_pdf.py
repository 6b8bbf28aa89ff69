"""PDFs set in the fonts of TCVN3 and VNI, written by hand: codes of a Western font whose name alone tells."""

from __future__ import annotations

import pytest

from analyzer.reading import DEFAULT_LIMITS, Manuscript, read
from analyzer.reading.composer import Composer
from analyzer.reading.pdf.document import opened, read_pages
from analyzer.reading.pdf.encodings import make_unicode
from tests.reading.old_encodings import to_tcvn3, to_vni

LINES = [
    "Giao Sở Nội vụ chủ trì, phối hợp với các đơn vị liên quan rà soát",
    "thủ tục, ưu tiên lĩnh vực đất đai, lưu trữ; chưa được thì báo cáo",
    "nước sạch cho trường học trước ngày 30 tháng 9 năm 2009.",
]


def pdf(*lines: tuple[str, str]) -> bytes:
    """One page; each line is text in Windows-1252 and the name of its font."""
    fonts = sorted({font for _, font in lines})
    drawn = b""
    for i, (text, font) in enumerate(lines):
        shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn += b"BT /F%d 12 Tf 60 %d Td (%s) Tj ET\n" % (fonts.index(font), 760 - 18 * i, shown)
    named = b"".join(b"/F%d %d 0 R " % (i, 5 + i) for i in range(len(fonts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << %s>> >> >>"
        % named,
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
    ]
    for font in fonts:
        objects.append(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % font.encode("ascii")
        )
    data = b"%PDF-1.4\n"
    offsets = []
    for i, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + xref + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(data))


def assert_boxes_hold_the_text(manuscript: Manuscript) -> None:
    """Every line of the page has its box, as wide as its text: no letter is left without a place."""
    assert len(manuscript.lines) == len(manuscript.text.splitlines()) or len(manuscript.lines) >= 3
    for line in manuscript.lines:
        x0, _, x1, _ = line.box
        assert x1 - x0 > 4 * (line.end - line.start) * 0.7
        assert line.edges is None or len(line.edges) == line.end - line.start + 1


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_lines_of_a_page(encoding: str) -> None:
    encode, font = (to_tcvn3, ".VnTime") if encoding == "TCVN3" else (to_vni, "VNI-Times")
    manuscript = read(pdf(*((encode(line), font) for line in LINES)))
    assert manuscript.text.replace("\n", " ") == " ".join(LINES)
    (note,) = manuscript.notes
    assert note.code == "legacy_encoding_converted"
    assert encoding in note.message
    assert_boxes_hold_the_text(manuscript)


def test_capitals_by_the_name_of_the_font() -> None:
    title = to_tcvn3("KẾ HOẠCH TỔ CHỨC HỘI NGHỊ", capitals=True)
    manuscript = read(pdf((title, ".VnTimeH"), *((to_tcvn3(line), ".VnTime") for line in LINES)))
    assert manuscript.text.splitlines()[0] == "KẾ HOẠCH TỔ CHỨC HỘI NGHỊ"


def test_western_text_is_left_alone() -> None:
    lines = ["Le préfet a décidé de réformer l'administration générale où", "dès l'été, ça va, naïf, forêt, août."]
    composer = Composer()
    with opened(pdf(*((line, "Times-Roman") for line in lines)), DEFAULT_LIMITS) as document:
        pages = read_pages(document, composer, DEFAULT_LIMITS)
        before = [glyph.text for glyph in pages[0].glyphs]
        make_unicode(document, pages, composer)
    assert [glyph.text for glyph in pages[0].glyphs] == before
