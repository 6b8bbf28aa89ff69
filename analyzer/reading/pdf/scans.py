"""Pages of a PDF that have to be recognised: scans, and text layers that do not read as Vietnamese.

Whether a text layer is taken is decided page by page by what it reads like, not by its being there: scanners write
layers that were recognised with the wrong language, and fonts without a character table give letters at random.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.errors import MissingTool, NoTextLayer
from analyzer.reading.composer import Composer
from analyzer.reading.legacy import legacy_encoding
from analyzer.reading.limits import Limits
from analyzer.reading.pdf.page import Page
from analyzer.reading.pdf.stamps import note_filled
from analyzer.reading.progress import Report
from analyzer.reading.syllables import measure

if TYPE_CHECKING:
    from PIL.Image import Image

    from analyzer.reading.ocr import Job, Recognised

_MIN_WORDS = 12
_LOW_CONFIDENCE = 0.75


def unreadable(pages: Sequence[Page]) -> set[int]:
    """The numbers of pages that have no text, but a picture, or whose text does not read as Vietnamese.

    A page of few words is judged by the words of the whole document.
    """
    texts = {page.number: page.text for page in pages}
    garbled = _is_garbled(" ".join(texts.values()))
    found: set[int] = set()
    for page in pages:
        text = texts[page.number]
        if not text.strip():
            if page.has_image or page.is_crowded:
                found.add(page.number)
        elif measure(text).words < 3 * _MIN_WORDS:
            if garbled:
                found.add(page.number)
        elif _is_garbled(text):
            found.add(page.number)
    return found


def _is_garbled(text: str) -> bool:
    reading = measure(text)
    return reading.words >= _MIN_WORDS and not reading.is_vietnamese and not legacy_encoding(text)


def recognise_pages(
    document: Any, pages: list[Page], numbers: set[int], composer: Composer, limits: Limits, report: Report
) -> list[Page]:
    """The pages, those of ``numbers`` recognised from their pictures.

    A page with a text layer in another language keeps it where the recognised text reads no better. Raises MissingTool
    where tesseract is not installed and no page can be read without it; else the pages that were not read are noted.
    """
    from analyzer.reading.ocr import recognise

    result = list(pages)
    try:
        for found in recognise(_jobs(document, pages, numbers, limits), len(numbers), report):
            number = found.page.number
            if _reads_better(found.page, pages[number - 1]):
                result[number - 1] = found.page
                note_recognised(found, composer)
            else:
                composer.note(
                    "page_unreadable",
                    "The page's text does not read as Vietnamese, nor does its picture.",
                    "Chữ của trang không đọc được thành tiếng Việt, kể cả khi nhận dạng từ ảnh.",
                    page=number,
                )
    except MissingTool as error:
        if all(page.number in numbers or not page.glyphs for page in pages):
            raise
        for number in sorted(numbers):
            composer.note("page_not_recognised", error.message, error.message_vi, page=number)
    return result


def _jobs(document: Any, pages: Sequence[Page], numbers: set[int], limits: Limits) -> Iterator[Job]:
    from analyzer.reading.ocr import Job, resolution

    total = 0
    for number in sorted(numbers):
        frame = pages[number - 1].frame
        width, height = frame.size
        dpi = resolution(frame.size)
        pixels = int(width * dpi / 72) * int(height * dpi / 72)
        total += pixels
        limits.check(pixels=pixels, total_pixels=total)

        def draw(dpi: float, number: int = number) -> Image:
            handle = document[number - 1]
            try:
                return handle.render(scale=dpi / 72).to_pil()  # type: ignore[no-any-return]
            finally:
                handle.close()

        yield Job(number, frame, dpi, draw)


def _reads_better(recognised: Page, page: Page) -> bool:
    if not page.glyphs:
        return True
    after, before = measure(recognised.text), measure(page.text)
    return after.is_vietnamese or after.syllable_share > before.syllable_share + 0.1


def note_recognised(found: Recognised, composer: Composer) -> None:
    """Note what was put right on a recognised page, and a page that was hard to read; set its noise aside."""
    number = found.page.number
    for line in found.set_aside:
        composer.furniture(line)
    if found.corrections:
        changes = "; ".join(f"{c.read} → {c.written}" for c in found.corrections)
        composer.note(
            "ocr_corrected",
            f"Recognised words were put right by the lists of agencies, kinds and codes: {changes}.",
            f"Chữ nhận dạng được sửa theo danh mục cơ quan, loại văn bản, ký hiệu: {changes}.",
            page=number,
        )
    note_filled(found.filled, composer, number)
    if found.confidence is not None and found.confidence < _LOW_CONFIDENCE:
        composer.note(
            "ocr_doubtful",
            f"The page was hard to recognise (confidence {found.confidence:.0%}): check it against the original.",
            f"Trang khó nhận dạng (độ tin cậy {found.confidence:.0%}): hãy đối chiếu với bản gốc.",
            page=number,
        )


def note_pages(numbers: Sequence[int], total: int, composer: Composer) -> None:
    """Note which pages were recognised from pictures."""
    if numbers:
        which = f"{len(numbers)} / {total}" if len(numbers) < total else f"{total}"
        composer.note(
            "ocr",
            f"The text of {which} pages was recognised from pictures (OCR) and may hold misread words and digits.",
            f"Chữ của {which} trang được nhận dạng từ ảnh quét (OCR), có thể sai chữ, sai số.",
        )


def no_text() -> NoTextLayer:
    """The error for a document whose pages show no writing."""
    return NoTextLayer(
        "No text was found on the pages of the document, nor in their pictures.",
        "Không tìm thấy chữ trên các trang của tài liệu, kể cả trong ảnh quét.",
    )
