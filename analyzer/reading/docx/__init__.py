"""DOCX: paragraphs and tables of a Word document in order, as they are seen in print."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analyzer.errors import DamagedFile
from analyzer.reading.composer import Composer
from analyzer.reading.docx.encodings import make_unicode
from analyzer.reading.docx.numbering import Numbering
from analyzer.reading.docx.styles import Styles, W
from analyzer.reading.docx.tables import PASSED, is_layout, read_rows
from analyzer.reading.docx.text import ParagraphText, paragraph_text
from analyzer.reading.furniture import is_rule
from analyzer.reading.grid import Reach
from analyzer.reading.letterhead import split_columns

_LETTERHEAD_PARAGRAPHS = 14
_MAX_DEPTH = 40
# What relationships bring into the text, other than links to be followed.
_CONTENT = frozenset(["image", "oleObject", "subDocument", "aFChunk", "frame"])


@dataclass(slots=True)
class _Paragraph:
    text: str
    bold: bool
    centred: bool
    indent: float | None


@dataclass(slots=True)
class _Row:
    cells: list[str]
    reach: list[Reach]
    table: int
    bold: bool


def read_docx(data: bytes, composer: Composer) -> None:
    """Put the blocks of a Word document into the composer; headers, footers and notes are furniture."""
    document = _open(data)
    _note_links(document, composer)
    walker = _Walker(document)
    sides = list(_side_roots(document))
    make_unicode([document.element.body, *sides], walker.styles, composer)
    items = list(walker.blocks(document.element.body, 0))
    for item in _with_columns(items):
        if isinstance(item, _Row):
            composer.row(item.cells, table=item.table, reach=item.reach, bold=item.bold)
        elif is_rule(item.text):
            composer.furniture(item.text)
        else:
            composer.paragraph(item.text, bold=item.bold, centred=item.centred, indent=item.indent)
    for line in (*walker.set_aside, *(line for root in sides for line in _lines(root))):
        composer.furniture(line)
    properties = document.core_properties
    for key, value in (("title", properties.title), ("author", properties.author)):
        if value:
            composer.metadata[key] = str(value)


def _open(data: bytes) -> Any:
    import docx
    from docx.exceptions import PythonDocxError

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise ValueError("no body")
        _ = document.core_properties.title, document.core_properties.author
    except (
        PythonDocxError,
        SyntaxError, zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, IndexError,
        AttributeError, TypeError, EOFError, OSError, RuntimeError, AssertionError,
    ) as error:  # fmt: skip
        # python-docx leaves broken packages to whichever lookup fails first; lxml's errors are syntax errors.
        raise DamagedFile(
            f"The Word document is damaged or not complete: {type(error).__name__}: {error}.",
            "Tài liệu Word bị hỏng hoặc không đầy đủ.",
        ) from error
    return document


def _with_columns(items: list[_Paragraph | _Row]) -> list[_Paragraph | _Row]:
    """The items with a letterhead that is set with tabs instead of a table put in order."""
    head: list[_Paragraph] = []
    for item in items[:_LETTERHEAD_PARAGRAPHS]:
        if isinstance(item, _Row):
            break
        head.append(item)
    lines = [p.text for p in head]
    ordered = split_columns(lines)
    if ordered == lines:
        return items
    by_text = {p.text: p for p in head}
    plain = [by_text.get(s) or _Paragraph(s, False, False, None) for s in ordered]
    return [*plain, *items[len(head) :]]


class _Walker:
    """Walks block containers (body, cells, text boxes) in document order; numbering counts on along the way."""

    def __init__(self, document: Any) -> None:
        parts = {_kind(rel): rel.target_part for rel in _internal(document)}
        self.styles = Styles(_root(parts.get("styles")))
        self._numbering = Numbering(_root(parts.get("numbering")), self.styles)
        self._tables = 0
        self._held = ""
        self.set_aside: list[str] = []

    def blocks(self, container: Any, depth: int) -> Iterator[_Paragraph | _Row]:
        for element in container:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                yield from self._table(element, depth + 1)
            elif element.tag in PASSED and depth < _MAX_DEPTH:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, element: Any, depth: int) -> Iterator[_Paragraph | _Row]:
        found = paragraph_text(element, self.styles)
        if depth < _MAX_DEPTH:
            for box in found.boxes:
                yield from self.blocks(box, depth + 1)
        lines = found.lines
        if self._held:
            lines[0], self._held = self._held + lines[0], ""
        if found.mark_deleted:
            # With its mark deleted a paragraph runs on into the next.
            self._held = " ".join(lines)
            return
        label, indent = self._label(found)
        if found.properties.name.lower().startswith("toc "):
            self.set_aside += lines
            return
        if not any(line.strip() for line in lines):
            lines = []
        for line in lines:
            text, label = (label + line, "") if line.strip() else (line, label)
            yield _Paragraph(text, found.bold, bool(found.properties.centred), indent)

    def _label(self, found: ParagraphText) -> tuple[str, float | None]:
        """The paragraph's automatic label and its indent, which the numbering gives where the paragraph does not."""
        num_id, level, indent = found.properties.num_id, found.properties.level, found.properties.indent
        if num_id is None or num_id == "0":
            return "", indent
        if level is None:
            level = self._numbering.level_of_style(num_id, found.style_id)
        label = self._numbering.label(num_id, level)
        return label, self._numbering.indent_of(num_id, level) if indent is None else indent

    def _table(self, table: Any, depth: int) -> Iterator[_Paragraph | _Row]:
        rows = read_rows(table)
        if depth >= _MAX_DEPTH:
            return
        if is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    if cell is not None:
                        yield from self.blocks(cell, depth)
            return
        index, self._tables = self._tables, self._tables + 1
        for row in rows:
            found = [("", True) if cell is None else self._cell(cell, depth) for cell in row.cells]
            bold = [is_bold for text, is_bold in found if text]
            yield _Row([text for text, _ in found], row.reach, index, bool(bold) and all(bold))

    def _cell(self, cell: Any, depth: int) -> tuple[str, bool]:
        """The text of a cell in one line; a number without text (a running index) is kept."""
        parts: list[str] = []
        bold: list[bool] = []
        for element in cell.iter(f"{W}p"):
            if _in_box(element, cell):
                continue
            found = paragraph_text(element, self.styles)
            for box in found.boxes:
                parts += [b.text for b in self.blocks(box, depth + 1) if isinstance(b, _Paragraph)]
            text = self._label(found)[0] + " ".join(found.lines)
            if text.strip():
                parts.append(text.strip())
                bold.append(found.bold)
        return " ".join(parts), bool(bold) and all(bold)


def _in_box(element: Any, cell: Any) -> bool:
    """Whether a text box lies between the element and its cell."""
    for ancestor in element.iterancestors():
        if ancestor is cell:
            return False
        if ancestor.tag == f"{W}txbxContent":
            return True
    return False


def _note_links(document: Any, composer: Composer) -> None:
    """Note pictures and parts that lie outside of the file; nothing is ever fetched."""
    for rel in document.part.rels.values():
        if rel.is_external and _kind(rel) in _CONTENT:
            composer.note(
                "external_content",
                "The document shows content that lies outside of it, which was not fetched.",
                "Tài liệu hiển thị nội dung nằm ngoài tệp; phần đó không được tải về.",
            )


def _kind(relation: Any) -> str:
    """What a part is to the document: the last word of its type; empty where a spoilt package names none."""
    return (relation.reltype or "").rsplit("/", 1)[-1]


def _internal(document: Any) -> list[Any]:
    return [rel for rel in document.part.rels.values() if not rel.is_external]


def _root(part: Any | None) -> Any | None:
    """The XML root of a part, None for a part that is missing or broken."""
    if part is None:
        return None
    if (element := getattr(part, "element", None)) is not None:
        return element
    from docx.oxml.parser import parse_xml

    try:
        return parse_xml(part.blob)
    except (SyntaxError, ValueError):
        return None


def _side_roots(document: Any) -> Iterator[Any]:
    """The trees of headers, footers, footnotes and endnotes."""
    for rel in _internal(document):
        if _kind(rel) in ("header", "footer", "footnotes", "endnotes"):
            root = _root(rel.target_part)
            if root is not None:
                yield root


def _lines(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        if line := "".join(t.text or "" for t in paragraph.iter(f"{W}t")).strip():
            yield line
