"""PDF: characters with boxes from pdfium, put together to lines, columns, paragraphs and tables."""

from __future__ import annotations

from statistics import median
from typing import Any

from analyzer.errors import DamagedFile, EncryptedFile, NoTextLayer
from analyzer.reading.composer import Composer
from analyzer.reading.furniture import signing_time
from analyzer.reading.legacy import legacy_encoding
from analyzer.reading.limits import Limits
from analyzer.reading.manuscript import Manuscript, Source
from analyzer.reading.pdf.columns import letterhead, rows_of, signature_block
from analyzer.reading.pdf.compose import Leaf, compose
from analyzer.reading.pdf.furniture import set_aside
from analyzer.reading.pdf.lines import Line, build_lines, make_line
from analyzer.reading.pdf.page import Page, read_page
from analyzer.reading.pdf.tables import Table, TableFinder
from analyzer.reading.progress import Report, silent
from analyzer.reading.syllables import measure

_MIN_WORDS = 12
_LIMIT_SLACK = 2


def read_pdf(data: bytes, name: str | None, digest: str, limits: Limits, report: Report = silent) -> Manuscript:
    """The manuscript of a PDF; NoTextLayer for scans and for text layers that do not read as Vietnamese."""
    composer = Composer(limits)
    pages = _read_pages(data, composer, limits)
    _check_text_layer(pages, composer)
    leaves = _take_apart(data, pages, composer)
    compose(leaves, composer)
    if composer.is_empty:
        raise _no_text_layer()
    return composer.finish(Source(name, "application/pdf", digest, "pdf", pages=len(pages)))


def _read_pages(data: bytes, composer: Composer, limits: Limits) -> list[Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedFile(
                "The PDF wants a password; remove it and save again.",
                "Tệp PDF được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi lưu lại.",
            ) from error
        raise DamagedFile(f"The PDF is damaged or cut off: {error}", "Tệp PDF bị hỏng hoặc bị cụt.") from error
    try:
        limits.check(pages=len(document))
        if len(document) == 0:
            raise DamagedFile("The PDF has no pages.", "Tệp PDF không có trang nào.")
        _read_metadata(document, composer)
        pages: list[Page] = []
        characters = 0
        for number in range(1, len(document) + 1):
            page = _load(document, number, composer)
            characters += len(page.glyphs)
            limits.check(characters=characters // _LIMIT_SLACK)
            pages.append(page)
    finally:
        document.close()
    return pages


def _load(document: Any, number: int, composer: Composer) -> Page:
    import pypdfium2

    from analyzer.reading.pdf.page import Frame

    try:
        handle = document[number - 1]
        try:
            return read_page(handle, number)
        finally:
            handle.close()
    except pypdfium2.PdfiumError:
        composer.note(
            "damaged_page", "The page is damaged and was not read.", "Trang bị hỏng, không đọc được.", page=number
        )
        return Page(number, Frame((0.0, 0.0, 595.0, 842.0), 0))


def _read_metadata(document: Any, composer: Composer) -> None:
    values = document.get_metadata_dict()
    for key in ("Title", "Author", "CreationDate"):
        if value := values.get(key):
            composer.metadata[{"CreationDate": "created"}.get(key, key.lower())] = value


def _no_text_layer() -> NoTextLayer:
    return NoTextLayer(
        "The PDF is a scan: its pages are pictures without text. Recognise the text first (OCR) or give the document "
        "it was made of.",
        "Tệp PDF là bản quét (scan), không có lớp văn bản. Hãy nhận dạng chữ (OCR) trước hoặc dùng tệp gốc.",
    )


def _check_text_layer(pages: list[Page], composer: Composer) -> None:
    """Raise where the file has no text or none that reads as Vietnamese; note the pages that were not read."""
    texts = {p.number: _rough_text(p) for p in pages}
    whole = "\n".join(texts.values())
    if not whole.strip():
        raise _no_text_layer()
    reading = measure(whole)
    if reading.words >= _MIN_WORDS and not reading.is_vietnamese and not legacy_encoding(whole):
        raise NoTextLayer(
            "The PDF has a text layer that does not read as Vietnamese (recognised with the wrong language, or a font "
            "without a character table). Recognise the text again (OCR) or give the document it was made of.",
            "Lớp văn bản của tệp PDF không đọc được thành tiếng Việt (nhận dạng sai hoặc phông chữ thiếu bảng mã). "
            "Hãy nhận dạng lại (OCR) hoặc dùng tệp gốc.",
        )
    for page in pages:
        found = measure(texts[page.number])
        if not texts[page.number].strip():
            if page.has_image:
                composer.note(
                    "page_without_text", "The page is a picture and was not read.",
                    "Trang là ảnh quét, không đọc được.", page=page.number,
                )  # fmt: skip
        elif found.words >= 3 * _MIN_WORDS and not found.is_vietnamese and not legacy_encoding(texts[page.number]):
            composer.note(
                "page_unreadable", "The page's text does not read as Vietnamese.",
                "Văn bản của trang không đọc được thành tiếng Việt.", page=page.number,
            )  # fmt: skip


def _rough_text(page: Page) -> str:
    return "".join(f" {g.text}" if g.space else g.text for g in page.glyphs)


def _take_apart(data: bytes, pages: list[Page], composer: Composer) -> list[Leaf]:
    finder = TableFinder(data)
    tables = {p.number: _find_tables(finder, p, composer) for p in pages if p.has_rulings}
    lines = {p.number: build_lines(p.glyphs, p) for p in pages}
    sizes = [s.size for found in lines.values() for s in found for _ in range(1 + len(s.text) // 20)]
    furniture = set_aside(pages, lines, median(sizes) if sizes else 12.0)
    aside: list[str] = []
    for page in pages:
        aside += [s.text for s in furniture[page.number]]
        if page.slanted:
            aside.append(page.slanted)
    if signed_at := signing_time([s for s in aside if len(s) < 200]):
        composer.metadata["signed_at"] = signed_at
    for text in aside:
        composer.furniture(text)
    return [_leaf(p, lines[p.number], tables.get(p.number, [])) for p in pages]


def _find_tables(finder: TableFinder, page: Page, composer: Composer) -> list[Table]:
    reason = "too many drawn lines"
    try:
        if not page.is_crowded:
            return finder.find(page)
    except Exception as error:
        # pdfminer fails in many ways on pages that pdfium reads; such a page is read as lines.
        reason = type(error).__name__
    composer.note(
        "tables_not_read",
        f"The tables of the page could not be told from its text ({reason}).",
        "Không tách được bảng trên trang khỏi văn bản.",
        page=page.number,
    )
    return []


def _leaf(page: Page, lines: list[Line], tables: list[Table]) -> Leaf:
    leaf = Leaf(page, [(t.box[1], t) for t in tables])
    for find in (letterhead, signature_block):
        if (found := find(lines, page)) is not None:
            columns, lines = found
            leaf.parts.append((columns.top, columns))
    for row in rows_of(lines):
        line = row[0] if len(row) == 1 else make_line([g for s in row for g in s.glyphs], page)
        leaf.parts.append((line.base, line))
    leaf.parts.sort(key=lambda p: p[0])
    return leaf
