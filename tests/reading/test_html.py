"""Portal pages: the text without its surroundings, tables, encodings of pages."""

from __future__ import annotations

import pytest

from analyzer.errors import EmptyDocument
from analyzer.reading import Manuscript, read
from tests.reading.builders import LEFT_HEAD, LONG, RIGHT_HEAD
from tests.reading.test_encodings import windows_1258

HEADLINE = "Tỉnh Sơn Hải ban hành kế hoạch đơn giản hóa thủ tục hành chính năm 2024"
DATE = "Thứ Ba, 05/03/2024 08:15"
LEAD = "UBND tỉnh vừa ban hành Kế hoạch đơn giản hóa thủ tục hành chính với nhiều nhiệm vụ cụ thể cho từng ngành."
BODY = [
    f"Theo kế hoạch, {LONG[0].lower()}{LONG[1:]}.",
    f"Sở Nội vụ theo dõi, đôn đốc việc thực hiện; {LONG[0].lower()}{LONG[1:]}.",
]
MENU = "".join(f'<li><a href="/{i}">Chuyên mục số {i} của cổng</a></li>' for i in range(12))
RELATED = "".join(
    f'<li><a href="/tin/{i}">Bản tin khác số {i} về hoạt động của các sở, ngành trong tuần vừa qua</a></li>'
    for i in range(6)
)
COMMENT = "Tôi thấy kế hoạch này rất thiết thực, mong các cơ quan sớm triển khai để người dân được nhờ."


def lines(manuscript: Manuscript) -> list[str]:
    return [manuscript.text[b.start : b.end] for b in manuscript.blocks]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


ARTICLE = [HEADLINE, DATE, LEAD, *BODY]

PAGES = {
    "divs with class names": f"""<div class="top-menu"><ul>{MENU}</ul></div><div class="main"><h1>{HEADLINE}</h1>
        <span class="date">{DATE}</span><div class="share-box">Chia sẻ</div><div class="content"><p><b>{LEAD}</b></p>
        {paragraphs(BODY)}</div><div class="comments"><h3>Bình luận</h3><p>{COMMENT}</p></div></div>
        <div class="footer">Bản quyền thuộc về Cổng thông tin điện tử tỉnh Sơn Hải, giấy phép số 1</div>""",
    "page laid out with tables": f"""<table><tr><td colspan=2><a href=/>Trang chủ</a> | <a href=/v>Văn bản</a>
        </td></tr>
        <tr><td width=200><table>{MENU.replace('li>', 'tr>')}</table></td><td><table><tr><td><h1>{HEADLINE}
        </h1></td></tr>
        <tr><td>{DATE}</td></tr><tr><td>{LEAD}<br>{BODY[0]}<br><br>{BODY[1]}</td></tr></table></td></tr></table>""",
    "everything in one form": f"""<form id="aspnetForm" class="page-with-menu sidebar-left"><nav><ul>{MENU}</ul></nav>
        <h1>{HEADLINE}</h1><time>{DATE}</time><p>{LEAD}</p>{paragraphs(BODY)}<h4>Các tin khác:</h4><ul>
        {RELATED}</ul></form>""",
    "related news inside the text's element": f"""<header><ul>{MENU}</ul></header><article><h1>{HEADLINE}</h1>
        <p>{DATE}</p>
        <p>{LEAD}</p>{paragraphs(BODY)}<p>Tin liên quan</p><ul>{RELATED}</ul><p>Ý kiến bạn đọc</p><p>{COMMENT}
        </p></article>""",
    "related links without a heading": f"""<article><h1>{HEADLINE}</h1><p>{DATE}</p><p>{LEAD}</p>{paragraphs(BODY)}
        {RELATED}</article><footer>Chịu trách nhiệm chính: Chánh Văn phòng UBND tỉnh</footer>""",
    "headline far outside": f"""<div><h1>{HEADLINE}</h1></div><div><div><em>{DATE}</em></div>
        <div class="tools">Cỡ chữ</div></div>
        <div><div><p>{LEAD}</p>{paragraphs(BODY)}</div></div><aside><p>{COMMENT}</p></aside>""",
    "text in several elements": f"""<div><ul>{MENU}</ul></div><div><h1>{HEADLINE}</h1><div>{DATE}</div><div><p>
        {LEAD}</p><p>{BODY[0]}</p></div>
        <div><p>{BODY[1]}</p></div><div>Bản quyền thuộc về Cổng thông tin điện tử tỉnh.</div></div>""",
    "scripts and hidden parts": f"""<script>var p = "<p>{COMMENT}</p>";</script><style>p {{}}</style><h1>
        {HEADLINE}</h1><p>{DATE}</p>
        <div style="display: none">{COMMENT}</div><p hidden>{COMMENT}</p><p>{LEAD}</p>{paragraphs(BODY)}
        <!-- {COMMENT} -->
        <noscript>{COMMENT}</noscript><select><option>{COMMENT}</option></select>""",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_article_and_nothing_else(page: str) -> None:
    manuscript = read(
        f"<!DOCTYPE html><html><head><title>{HEADLINE} - Cổng thông tin</title></head><body>{page}</body></html>"
    )
    assert lines(manuscript) == ARTICLE
    assert manuscript.source.reader == "html"
    assert manuscript.metadata["title"] == HEADLINE


def test_the_title_stands_in_for_a_missing_headline() -> None:
    head = f"<head><meta property='og:title' content='{HEADLINE} | Cổng tỉnh'></head>"
    page = f"<html>{head}<body>{paragraphs([LEAD, *BODY])}</body></html>"
    assert lines(read(page)) == [HEADLINE, LEAD, *BODY]


def test_a_document_needs_no_headline() -> None:
    head = "".join(f"<td><p>{'</p><p>'.join(side)}</p></td>" for side in (LEFT_HEAD, RIGHT_HEAD))
    page = (
        f"<html><head><title>Văn bản chỉ đạo điều hành của tỉnh</title></head><body><table><tr>{head}</tr></table>"
        f"<p>CHỈ THỊ</p>{paragraphs(BODY)}</body></html>"
    )
    assert lines(read(page)) == [*LEFT_HEAD, *RIGHT_HEAD, "CHỈ THỊ", *BODY]


def test_published_date_of_the_head() -> None:
    head = "<head><meta property='article:published_time' content='2024-03-05T08:15:00+07:00'></head>"
    page = f"<html>{head}<body><p>{LEAD}</p></body></html>"
    assert read(page).metadata["published"] == "2024-03-05T08:15:00+07:00"


TABLE = """<table><thead><tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan</th><th>Hạn</th></tr></thead>
<tr><td colspan="4"><b>I. Nhóm chung</b></td></tr>
<tr><td>1</td><td>Rà soát<br>quy trình</td><td rowspan="2">Sở Nội vụ</td><td>Quý I</td></tr>
<tr><td>2</td><td><p>Công khai</p><p>kết quả</p></td><td>Quý II</td></tr>
<tr><td>3</td><td>Báo cáo</td><td></td><td>Quý III</td></tr></table>"""


def test_tables_keep_their_columns() -> None:
    manuscript = read(f"<html><body>{paragraphs(BODY)}{TABLE}<p>{LEAD}</p></body></html>")
    rows = [[manuscript.text[c.start : c.end] for c in b.cells] for b in manuscript.blocks if b.kind == "row"]
    assert rows == [
        ["TT", "Nhiệm vụ", "Cơ quan", "Hạn"],
        ["I. Nhóm chung", "", "", ""],
        ["1", "Rà soát quy trình", "Sở Nội vụ", "Quý I"],
        ["2", "Công khai kết quả", "", "Quý II"],
        ["3", "Báo cáo", "", "Quý III"],
    ]
    assert lines(manuscript)[-1] == LEAD


LISTS = [
    ("<ul><li>một</li><li>hai</li></ul>", ["- một", "- hai"]),
    ("<ol><li>một</li><li>hai</li></ol>", ["1. một", "2. hai"]),
    ("<ol start=4 type=a><li>một</li></ol>", ["d. một"]),
    ("<ul><li>- một</li><li>a) hai</li></ul>", ["- một", "a) hai"]),
    ("<ul style='list-style: none'><li>một</li></ul>", ["một"]),
    ("<ol><li>một<ul><li>trong</li></ul></li><li>hai</li></ol>", ["1. một", "- trong", "2. hai"]),
]


@pytest.mark.parametrize(("markup", "expected"), LISTS)
def test_list_labels_as_shown(markup: str, expected: list[str]) -> None:
    assert lines(read(f"<html><body><p>{LEAD}</p>{markup}<p>{BODY[0]}</p></body></html>"))[1:-1] == expected


def test_bold_and_centred() -> None:
    title = "<p style='text-align:center'><strong>KẾ HOẠCH</strong></p>"
    page = f"<html><body>{title}<p>{LEAD}</p><h2>Mục tiêu</h2><p>{BODY[0]}</p></body></html>"
    found = [(b.bold, b.centred) for b in read(page).blocks]
    assert found == [(True, True), (False, False), (True, False), (False, False)]


SOURCE = f"<html><head><meta charset='{{}}'></head><body><h1>{HEADLINE}</h1><p>{LEAD}</p></body></html>"
ENCODED = {
    "utf-8": SOURCE.format("utf-8").encode(),
    "utf-8 with mark": SOURCE.format("utf-8").encode("utf-8-sig"),
    "utf-8 mislabelled": SOURCE.format("iso-8859-1").encode(),
    "utf-16": SOURCE.format("utf-16").encode("utf-16"),
    "windows-1258": windows_1258(SOURCE.format("windows-1258")),
    "character references": SOURCE.format("iso-8859-1").encode("latin-1", "xmlcharrefreplace"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED.keys())
def test_encodings_of_pages(data: bytes) -> None:
    assert lines(read(data)) == [HEADLINE, LEAD]


@pytest.mark.parametrize(
    "text",
    ["<https://vidu.example> là địa chỉ", "a < b và c > d", "< 5% hồ sơ trễ hạn", "<Mẫu số 1>\nTên cơ quan"],
)
def test_angle_brackets_are_no_page(text: str) -> None:
    assert read(text).source.reader == "text"


def test_a_fragment_is_a_page() -> None:
    assert lines(read(f"<div><p>{LEAD}</p><p>{BODY[0]}</p></div>")) == [LEAD, BODY[0]]


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read("<html><head><title>x</title></head><body><script>1</script></body></html>")
