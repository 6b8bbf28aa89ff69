"""What antiword makes of a Word 97 document, as plain text with a table row a line.

Its plain text has tabs and line breaks as they are, but draws tables with their cells wrapped; its DocBook has whole
cells, but drops tabs and line breaks and some rows. So the text is taken, with the tables of the DocBook in it where
they hold the same characters. Fonts, merged cells and automatic numbers are in neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree

from analyzer.errors import DamagedFile
from analyzer.reading.letterhead import MOTTO, STATE_NAME, is_signature_cell

_LAYOUT_ROWS = 8
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|^<\\?xml[^>]*\\?>")
_Row = list[list[str]]


def as_text(plain: str, docbook: bytes) -> str:
    """The text of the document: a paragraph, or a row of cells between bars, a line.

    >>> drawn = "|Rà soát thủ tục   |Sở Nội vụ |\\n|hành chính        |          |"
    >>> row = "<row><entry>Rà soát thủ tục hành chính</entry><entry>Sở Nội vụ</entry></row>"
    >>> as_text(f"Phụ lục\\n{drawn}", f"<informaltable>{row}</informaltable>".encode())
    'Phụ lục\\n| Rà soát thủ tục hành chính | Sở Nội vụ |'
    """
    tables = list(_tables(docbook))
    lines: list[str] = []
    at = 0
    for drawn, group in groupby(plain.replace("\r", "").split("\n"), _is_drawn):
        block = list(group)
        if not drawn:
            lines += block
            continue
        found = next((i for i in range(at, len(tables)) if _characters(tables[i]) == _drawn_characters(block)), None)
        if found is None:
            # A table that the DocBook does not have whole: each drawn line is a row.
            lines += block
        else:
            lines += _printed(tables[found])
            at = found + 1
    return "\n".join(lines)


def _is_drawn(line: str) -> bool:
    return len(line) > 2 and line[0] == "|" == line.rstrip(" ")[-1]


def _characters(rows: list[_Row]) -> list[str]:
    return sorted("".join(line for row in rows for cell in row for line in cell).replace("|", "").replace(" ", ""))


def _drawn_characters(block: list[str]) -> list[str]:
    return sorted("".join(block).replace("|", "").replace(" ", ""))


def _printed(rows: list[_Row]) -> Iterator[str]:
    if _is_layout(rows):
        yield from (line for row in rows for cell in row for line in cell)
    else:
        for row in rows:
            yield "| " + " | ".join(" ".join(cell).replace("|", " ").strip() for cell in row) + " |"


def _is_layout(rows: list[_Row]) -> bool:
    """Whether a table only sets columns: letterhead, signature block, a box around text."""
    if all(len(row) <= 1 for row in rows):
        return True
    cells = [" ".join(cell)[:400] for row in rows for cell in row]
    return len(rows) <= _LAYOUT_ROWS and any(
        STATE_NAME.search(c) or MOTTO.search(c) or is_signature_cell(c) for c in cells
    )


def _tables(docbook: bytes) -> Iterator[list[_Row]]:
    try:
        root = ElementTree.fromstring(_CONTROL.sub("", docbook.decode("utf-8", "replace")))
    except ElementTree.ParseError as error:
        raise _damaged() from error
    for table in root.iter("informaltable"):
        yield [[_lines(entry) for entry in row.iter("entry")] for row in table.iter("row")]


def _damaged() -> DamagedFile:
    return DamagedFile("The Word document (.doc) is damaged.", "Tệp Word (.doc) bị hỏng.")


def _lines(element: ElementTree.Element) -> list[str]:
    return [line.strip() for line in "".join(element.itertext()).split("\n") if line.strip()]
