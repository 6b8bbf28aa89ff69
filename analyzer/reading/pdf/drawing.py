"""The lines drawn on the pages of a PDF, by pdfplumber, without the characters that pdfium reads faster."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.page import Page
from analyzer.reading.pdf.rulings import Ruling

_WHITE = ((1,), (1, 1, 1), (0, 0, 0, 0))


class _DrawingsOnly(PDFPageAggregatorWithMarkedContent):
    """Interprets a page but for its text."""

    def render_string(self, *args: Any, **kwargs: Any) -> None:
        """Leave the text out."""


class _DrawnPage(PlumberPage):
    """A page of pdfplumber with lines, areas and curves, without characters, which take most of the time."""

    @property
    def layout(self) -> Any:
        device = _DrawingsOnly(self.pdf.rsrcmgr, pageno=self.page_number)
        PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        return device.get_result()


class Drawings:
    """The rulings of a document's pages. Ask for them in the order of the pages: none is held."""

    def __init__(self, data: bytes) -> None:
        # pdfminer warns of every oddity of a font; what matters here ends in an exception.
        logging.getLogger("pdfminer").addHandler(logging.NullHandler())
        self._pdf = pdfplumber.open(io.BytesIO(data))
        self._number = 0
        self._pages: Iterator[PDFPage] = iter(())

    def rulings(self, page: Page) -> list[Ruling]:
        """The lines drawn on a page and the edges of its filled areas, in reading position."""
        plumber = _DrawnPage(self._pdf, self._page(page.number), page_number=page.number)
        left, top = _corner(plumber, page.frame)
        boxes = (
            (float(e["x0"] - left), float(e["top"] - top), float(e["x1"] - left), float(e["bottom"] - top))
            for e in plumber.edges
            if not _is_blank(e)
        )
        return [ruling for box in boxes if (ruling := Ruling.of_box(page.frame.box_in_reading(box))) is not None]

    def _page(self, number: int) -> PDFPage:
        if not 0 < self._number < number:
            self._number, self._pages = 0, iter(PDFPage.create_pages(self._pdf.doc))
        while True:
            self._number += 1
            page = next(self._pages)
            if self._number == number:
                return page


def _corner(plumber: PlumberPage, frame: Frame) -> tuple[float, float]:
    """The upper left of the displayed page where pdfplumber counts from the media box, turned as the page is."""
    x0, y0, x1, y1 = map(float, plumber.page_obj.mediabox)
    media = Frame((x0, y0, x1, y1), frame.rotation)
    (xa, ya), (xb, yb) = media.to_page(*frame.crop[:2]), media.to_page(*frame.crop[2:])
    return float(plumber.bbox[0]) + min(xa, xb), float(plumber.bbox[1]) + min(ya, yb)


def _is_blank(edge: dict[str, Any]) -> bool:
    """Whether an edge is that of an area which is filled with white and not outlined."""
    if edge.get("object_type") != "rect_edge" or edge.get("stroke") or not edge.get("fill"):
        return False
    colour = edge.get("non_stroking_color")
    return (tuple(colour) if isinstance(colour, tuple | list) else (colour,)) in _WHITE
