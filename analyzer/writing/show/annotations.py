"""Annotations with appearances of their own, so that every viewer shows and prints them alike.

Nothing is written into a page's content: its text stays what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from analyzer.assembly.models import Box
from analyzer.writing.show.geometry import Sheet, around, without
from analyzer.writing.show.marks import Kind, Mark

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a kind: behind the words, and of its labels and lines."""

    fill: Colour
    line: Colour


LOOKS: dict[Kind, Look] = {
    "tasks": Look((1.0, 0.96, 0.68), (0.56, 0.38, 0.0)),
    "agencies": Look((0.68, 0.85, 1.0), (0.05, 0.32, 0.66)),
    "deadlines": Look((1.0, 0.76, 0.58), (0.76, 0.20, 0.04)),
    "targets": Look((0.72, 0.93, 0.66), (0.08, 0.45, 0.14)),
}
#: Agencies that have no part in a task.
MENTIONED = Look((0.89, 0.95, 1.0), LOOKS["agencies"].line)

_PRINTED = 4
_LOCKED = 4 | 64 | 128
_DIGIT = 0.556  # widths in Helvetica-Bold, of the font size
_WIDTHS = {"–": 0.556, "?": 0.611, ",": 0.278, " ": 0.278}
_AUTHOR = "analyzer"


def look_of(mark: Mark) -> Look:
    """The colours of a mark."""
    return LOOKS[mark.kind] if mark.numbers or mark.kind != "agencies" else MENTIONED


class Annotator:
    """Adds annotations to the pages of an open PDF."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        multiply = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"), Encoding=Name.WinAnsiEncoding
        )
        self._resources = pdf.make_indirect(
            Dictionary(ExtGState=Dictionary(M=multiply), Font=Dictionary(F=pdf.make_indirect(font)))
        )

    def highlight(
        self, page: pikepdf.Page, number: int, sheet: Sheet, mark: Mark, boxes: Sequence[Box], holes: Sequence[Box]
    ) -> None:
        """Colour behind the words of a mark on page ``number``, left out where ``holes`` are, with the mark's note."""
        look = look_of(mark)
        parts = [part for box in boxes for part in without(box, holes)]
        content = [b"/M gs", _colour(look.fill, b"rg"), *(_rectangle(sheet.box_to_user(part)) for part in parts), b"f"]
        content += [_colour(look.line, b"RG"), b"0.7 w"]
        if mark.kind == "tasks":
            content += _brackets(sheet, boxes, first=number == min(mark.places), last=number == max(mark.places))
        if mark.doubtful:
            content += [b"[3 2] 0 d", *(_underline(sheet, box) for box in boxes)]
        area = sheet.box_to_user(around(boxes, 2.0))
        self._add(
            page,
            area,
            b"\n".join(content),
            Subtype=Name.Highlight,
            QuadPoints=Array([_number(value) for box in boxes for value in sheet.quad(box)]),
            C=Array([_number(value) for value in look.fill]),
            Contents=String(mark.note),
            T=String(_AUTHOR),
            NM=String(f"{_AUTHOR}-{mark.id}-{number}"),
            F=_PRINTED,
        )

    def label(self, page: pikepdf.Page, sheet: Sheet, mark: Mark, box: Box) -> None:
        """The number of a mark in a box in the margin: white on colour, a doubtful one in a dashed frame."""
        look = look_of(mark)
        width, height = box[2] - box[0], box[3] - box[1]
        size = label_font_size(mark)
        content = [b"q", " ".join(f"{value:.4f}" for value in sheet.upright(box)).encode() + b" cm", b"0.7 w"]
        if mark.doubtful:
            frame = _rectangle((0.35, 0.35, width - 0.35, height - 0.35))
            content += [b"1 g", _colour(look.line, b"RG"), b"[2 1.2] 0 d", frame, b"B", _colour(look.line, b"rg")]
        else:
            content += [_colour(look.line, b"rg"), _rectangle((0, 0, width, height)), b"f", b"1 g"]
        x, y = (width - text_width(mark.label, size)) / 2, (height - 0.718 * size) / 2
        shown = mark.label.encode("cp1252")
        content += [b"BT", f"/F {size:.2f} Tf {x:.2f} {y:.2f} Td".encode(), b"(" + shown + b") Tj", b"ET", b"Q"]
        self._add(
            page, sheet.box_to_user(box), b"\n".join(content), Subtype=Name.Stamp, Contents=String(mark.note), F=_LOCKED
        )

    def _add(self, page: pikepdf.Page, area: Box, content: bytes, **entries: Any) -> None:
        rectangle = Array([_number(value) for value in area])
        appearance = Stream(
            self._pdf,
            content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=rectangle,
            Resources=self._resources,
        )
        annotation = Dictionary(Type=Name.Annot, Rect=rectangle, P=page.obj, AP=Dictionary(N=appearance), **entries)
        if not isinstance(page.obj.get(Name.Annots), Array):
            page.obj.Annots = Array()
        page.obj.Annots.append(self._pdf.make_indirect(annotation))


def label_font_size(mark: Mark) -> float:
    """The size of a label's figures: those of tasks are larger."""
    return 8.0 if mark.kind == "tasks" else 6.5


def label_size(mark: Mark) -> tuple[float, float]:
    """Width and height of a mark's label."""
    size = label_font_size(mark)
    return max(text_width(mark.label, size) + 0.5 * size, 1.2 * size), 1.3 * size


def text_width(text: str, size: float) -> float:
    """The width of figures in Helvetica-Bold.

    >>> round(text_width("12", 10), 2)
    11.12
    """
    return size * sum(_WIDTHS.get(c, _DIGIT) for c in text)


def _brackets(sheet: Sheet, boxes: Sequence[Box], *, first: bool, last: bool) -> list[bytes]:
    """Thin uprights where a task begins and where it ends, since one may follow another on the same line."""
    drawn = []
    if first:
        x0, y0, _, y1 = boxes[0]
        drawn.append(_line(sheet, (x0 - 1.1, y0), (x0 - 1.1, y1)))
    if last:
        _, y0, x1, y1 = boxes[-1]
        drawn.append(_line(sheet, (x1 + 1.1, y0), (x1 + 1.1, y1)))
    return drawn


def _underline(sheet: Sheet, box: Box) -> bytes:
    return _line(sheet, (box[0], box[3] - 0.4), (box[2], box[3] - 0.4))


def _line(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> bytes:
    (xa, ya), (xb, yb) = sheet.to_user(*start), sheet.to_user(*end)
    return f"{xa:.2f} {ya:.2f} m {xb:.2f} {yb:.2f} l S".encode()


def _rectangle(box: Box) -> bytes:
    return f"{box[0]:.2f} {box[1]:.2f} {box[2] - box[0]:.2f} {box[3] - box[1]:.2f} re".encode()


def _colour(colour: Colour, operator: bytes) -> bytes:
    return " ".join(f"{value:.3f}" for value in colour).encode() + b" " + operator


def _number(value: float) -> float:
    return round(value, 2)
