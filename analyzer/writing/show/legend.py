"""The last page of the copy: what the colours and numbers mean."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Collection, Sequence
from importlib.resources import files
from typing import Any

from analyzer.assembly.models import Directive
from analyzer.writing.rows import document_name
from analyzer.writing.show.annotations import LOOKS, MENTIONED, Look
from analyzer.writing.show.marks import Kind, Mark, texts

_FONT = "font_roboto", "files", "Roboto-Regular.ttf"
_SUBSET = "/VNLTRS+"  # six letters, as a font of which only a part is embedded must have before its name
_LEFT, _TOP, _RIGHT = 60.0, 70.0, 540.0
_A4 = 595.28, 841.89
_LEADING = 1.45


def legend(directive: Directive, marks: Sequence[Mark], kinds: Collection[Kind]) -> bytes:
    """A PDF of one A4 page."""
    page = _Page()
    say = texts("legend")
    page.write(say["title"], 16)
    page.write(say["copy"].format(document=document_name(directive)), 10)
    page.skip(10)
    for name, look, found in _entries(marks, kinds):
        page.swatch(look, dashed=name == "doubtful")
        page.write(say[name].format(count=len(found)), 10, indent=36)
        page.skip(5)
    if not directive.tasks:
        page.write(say["none"], 10)
    page.skip(6)
    page.write(say["hint"], 9)
    page.write(say["draft"], 9)
    return page.finish()


def _entries(marks: Sequence[Mark], kinds: Collection[Kind]) -> list[tuple[str, Look, list[Mark]]]:
    of = {kind: [mark for mark in marks if mark.kind == kind] for kind in LOOKS}
    entries: list[tuple[str, Look, list[Mark]]] = []
    if "tasks" in kinds:
        entries.append(("tasks", LOOKS["tasks"], of["tasks"]))
        if doubtful := [mark for mark in of["tasks"] if mark.doubtful]:
            entries.append(("doubtful", LOOKS["tasks"], doubtful))
    if "agencies" in kinds:
        entries.append(("agencies", LOOKS["agencies"], [mark for mark in of["agencies"] if mark.numbers]))
        entries.append(("others", MENTIONED, [mark for mark in of["agencies"] if not mark.numbers]))
    entries += [(kind, LOOKS[kind], of[kind]) for kind in ("deadlines", "targets") if kind in kinds]
    return entries


class _Page:
    """A page that pdfium writes, from top to bottom, in a font that has all Vietnamese letters."""

    def __init__(self) -> None:
        import pypdfium2

        self._raw: Any = pypdfium2.raw
        self._document = pypdfium2.PdfDocument.new()
        self._page = self._document.new_page(*_A4)
        data = files(_FONT[0]).joinpath(*_FONT[1:]).read_bytes()
        self._data = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        self._font = self._raw.FPDFText_LoadFont(
            self._document, self._data, len(data), self._raw.FPDF_FONT_TRUETYPE, True
        )
        self._y = _TOP

    def skip(self, points: float) -> None:
        self._y += points

    def write(self, text: str, size: float, indent: float = 0) -> None:
        """A paragraph, wrapped at the right margin."""
        line = ""
        for word in text.split():
            longer = f"{line} {word}".lstrip()
            if line and self._width(longer, size) > _RIGHT - _LEFT - indent:
                self._put(line, size, indent)
                line = word
            else:
                line = longer
        self._put(line, size, indent)

    def swatch(self, look: Look, *, dashed: bool) -> None:
        """A sample of a colour beside the line that is written next."""
        bottom = _A4[1] - self._y - 12
        shape = self._raw.FPDFPageObj_CreateNewRect(_LEFT, bottom, 26, 12)
        self._raw.FPDFPageObj_SetFillColor(shape, *_bytes(look.fill), 255)
        self._raw.FPDFPageObj_SetStrokeColor(shape, *_bytes(look.line), 255)
        self._raw.FPDFPageObj_SetStrokeWidth(shape, 0.8)
        if dashed:
            self._raw.FPDFPageObj_SetDashArray(shape, (ctypes.c_float * 2)(3, 2), 2, 0)
        self._raw.FPDFPath_SetDrawMode(shape, self._raw.FPDF_FILLMODE_WINDING, True)
        self._raw.FPDFPage_InsertObject(self._page, shape)

    def finish(self) -> bytes:
        self._raw.FPDFPage_GenerateContent(self._page)
        buffer = io.BytesIO()
        # Only the letters that are used are embedded, where pdfium is new enough to know how.
        self._document.save(buffer, flags=getattr(self._raw, "FPDF_SUBSET_NEW_FONTS", 0))
        self._page.close()
        self._raw.FPDFFont_Close(self._font)
        self._document.close()
        return _same_names(buffer)

    def _object(self, text: str, size: float) -> Any:
        made = self._raw.FPDFPageObj_CreateTextObj(self._document, self._font, size)
        encoded = (text + "\0").encode("utf-16-le")
        units = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
        self._raw.FPDFText_SetText(made, units)
        return made

    def _width(self, text: str, size: float) -> float:
        made = self._object(text, size)
        edges = [ctypes.c_float() for _ in range(4)]
        self._raw.FPDFPageObj_GetBounds(made, *edges)
        self._raw.FPDFPageObj_Destroy(made)
        return edges[2].value - edges[0].value

    def _put(self, text: str, size: float, indent: float) -> None:
        made = self._object(text, size)
        self._raw.FPDFPageObj_Transform(made, 1, 0, 0, 1, _LEFT + indent, _A4[1] - self._y - size)
        self._raw.FPDFPage_InsertObject(self._page, made)
        self._y += size * _LEADING


def _same_names(made: io.BytesIO) -> bytes:
    """The page without the letters that pdfium draws by lot for its font, so that each run gives the same bytes."""
    from pikepdf import Dictionary, Name, Pdf

    with Pdf.open(made) as pdf:
        for found in pdf.objects:
            for key in ("/BaseFont", "/FontName"):
                if isinstance(found, Dictionary) and "+" in str(name := found.get(key, "")):
                    found[key] = Name(_SUBSET + str(name).partition("+")[2])
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _bytes(colour: tuple[float, float, float]) -> tuple[int, ...]:
    return tuple(round(255 * value) for value in colour)
