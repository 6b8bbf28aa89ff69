"""A copy of a PDF or scan in which tasks, agencies, deadlines and targets are highlighted and numbered.

The copy is a PDF of the same pages, with annotations on them, an outline of the tasks, and a legend as its last page.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.assembly.models import Box, Directive
from analyzer.errors import AnalyzerError, DamagedFile
from analyzer.reading.limits import DEFAULT_LIMITS, Limits
from analyzer.reading.manuscript import LineBox, Manuscript
from analyzer.writing.show.marks import KINDS, Kind, Mark, headline, marks, places, say

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

    from analyzer.writing.show.annotations import Annotator
    from analyzer.writing.show.geometry import Sheet

T = TypeVar("T")
_PDF = "application/pdf"
_ABOVE = 30  # how far above a task its bookmark leads

__all__ = ["KINDS", "Kind", "NoPages", "highlighted"]


class NoPages(AnalyzerError):
    """The document has no pages to draw on: Word, web page, plain text."""

    code = "no_pages"


def check_pages(media_type: str) -> None:
    """Raise NoPages for a format without pages."""
    if media_type != _PDF and not media_type.startswith("image/"):
        raise NoPages(
            "Only PDF files and pictures have pages to highlight; print the document to PDF first and show that file.",
            "Chỉ tô màu được tệp PDF hoặc ảnh quét; hãy in (lưu) văn bản ra PDF rồi dùng tệp PDF đó.",
        )


def highlighted(
    data: bytes,
    manuscript: Manuscript,
    directive: Directive,
    kinds: Collection[Kind] = KINDS,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """The copy of the document ``data``, which was read as ``manuscript`` and says ``directive``.

    Raises NoPages for a format without pages, DamagedFile where the pages cannot be copied.
    """
    check_pages(manuscript.source.media_type)
    import pikepdf
    import pypdfium2

    from analyzer.writing.show.annotations import Annotator
    from analyzer.writing.show.legend import legend
    from analyzer.writing.show.pictures import pages_of_pictures

    if manuscript.source.media_type != _PDF:
        data = pages_of_pictures(data, limits)
    found = marks(directive, kinds)
    lines = _by_page((line.page, line) for line in manuscript.lines)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as drawn:
            if len(pdf.pages) != len(drawn):
                raise pikepdf.PdfError(f"{len(pdf.pages)} pages instead of {len(drawn)}")
            if drawn.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM:
                drawn.init_forms()  # signatures and stamps are fields of a form
            annotator = Annotator(pdf)
            sheets: dict[int, Sheet] = {}
            for number, here in sorted(_by_page((number, mark) for mark in found for number in mark.places).items()):
                page = drawn[number - 1]
                sheets[number] = _sheet(page, lines[number])
                _mark_page(pdf.pages[number - 1], page, sheets[number], number, here, annotator)
                page.close()
            if "tasks" in kinds:
                _add_outline(pdf, directive, sheets)
            with pikepdf.open(io.BytesIO(legend(directive, found, kinds))) as last:
                pdf.pages.extend(last.pages)
                buffer = io.BytesIO()
                pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise DamagedFile(
            f"The pages cannot be copied: {error}", "Tệp PDF bị hỏng, không sao được các trang để tô màu."
        ) from error
    return buffer.getvalue()


def _by_page(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for page, item in pairs:
        found.setdefault(page, []).append(item)
    return found


def _sheet(page: Any, lines: list[LineBox]) -> Sheet:
    """The page as the reader saw it."""
    from analyzer.reading.pdf.frame import Frame
    from analyzer.reading.pdf.page import crop_box
    from analyzer.writing.show.geometry import Sheet

    frame = Frame(crop_box(page), page.get_rotation() % 360, lines[0].turn)
    boxes = [frame.box_in_reading(line.box) for line in lines]
    return Sheet(frame, min(box[0] for box in boxes), max(box[2] for box in boxes))


def _mark_page(target: Page, page: Any, sheet: Sheet, number: int, found: list[Mark], annotator: Annotator) -> None:
    """Highlights and labels of one page; ``page`` is pdfium's, to see what is printed where."""
    from analyzer.writing.show.annotations import label_size
    from analyzer.writing.show.margins import Ink, Margins

    here = [(mark, [sheet.frame.box_in_reading(box) for box in mark.places[number]]) for mark in found]
    inner = [box for mark, boxes in here if mark.kind != "tasks" for box in boxes]
    for mark, boxes in here:
        annotator.highlight(target, number, sheet, mark, boxes, inner if mark.kind == "tasks" else [])
    margins = Margins(Ink(page, sheet), sheet)
    told: dict[tuple[Kind, str], list[Box]] = {}
    for mark, boxes in here:
        if not (label := mark.label) or number != min(mark.places):
            continue
        line, others = boxes[0], told.setdefault((mark.kind, label), [])
        # One label does for all the words of a line that have the same meaning.
        if any(_same_line(line, other) for other in others):
            continue
        others.append(line)
        spot = margins.place(*label_size(mark), line, "left" if mark.kind == "tasks" else "right")
        annotator.label(target, sheet, mark, spot)


def _same_line(a: Box, b: Box) -> bool:
    return abs(a[1] + a[3] - b[1] - b[3]) < a[3] - a[1]


def _add_outline(pdf: Pdf, directive: Directive, sheets: dict[int, Sheet]) -> None:
    """A bookmark a task, behind those that the file has."""
    from pikepdf import OutlineItem, make_page_destination

    items = []
    for number, task in enumerate(directive.tasks, 1):
        if (place := places(task.span)) and task.span.page in sheets:
            page = task.span.page
            box = sheets[page].frame.box_in_reading(place[page][0])
            x, y = sheets[page].to_user(0, max(0, box[1] - _ABOVE))
            spot = make_page_destination(pdf, page - 1, "XYZ", left=x, top=y, zoom=0)
            items.append(OutlineItem(headline(number, task), spot))
    if not items:
        return
    if not _has_sound_outline(pdf):
        del pdf.Root.Outlines
    with pdf.open_outline() as outline:
        head = OutlineItem(say("outline"), items[0].destination)
        head.children.extend(items)
        outline.root.append(head)


def _has_sound_outline(pdf: Pdf) -> bool:
    """Whether the bookmarks of a file can be read; True where it has none."""
    from pikepdf import Dictionary, OutlineStructureError

    if not isinstance(pdf.Root.get("/Outlines", Dictionary()), Dictionary):
        return False
    try:
        # Reading is all it takes; what is wrong with the parts shows in as many kinds of errors.
        return pdf.open_outline().root is not None
    except (OutlineStructureError, AttributeError, KeyError, TypeError, ValueError):
        return False
