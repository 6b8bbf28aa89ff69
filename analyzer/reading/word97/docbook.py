"""The DocBook that antiword writes: paragraphs and tables. Fonts, merged cells and automatic numbers are not in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analyzer.errors import DamagedFile
from analyzer.reading.composer import Composer
from analyzer.reading.furniture import is_rule
from analyzer.reading.letterhead import MOTTO, STATE_NAME, is_signature_cell, split_columns

_BLOCKS = frozenset(["para", "title", "listitem", "informaltable", "orderedlist", "itemizedlist", "footnote"])
_LAYOUT_ROWS = 8
_HEAD = 14


@dataclass(slots=True)
class _Table:
    rows: list[list[list[str]]]


def read_docbook(data: bytes, composer: Composer) -> None:
    """Put the blocks of the document into the composer."""
    items = list(_items(_parse(data)))
    _make_unicode(items, composer)
    tables = 0
    for item in _in_order(items):
        if isinstance(item, str):
            if is_rule(item):
                composer.furniture(item)
            else:
                composer.paragraph(item)
        elif _is_layout(item):
            for line in (line for row in item.rows for cell in row for line in cell):
                composer.paragraph(line)
        else:
            for row in item.rows:
                composer.row([" ".join(cell) for cell in row], table=tables)
            tables += 1


def _parse(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged() from error
    if root is None:
        raise _damaged()
    return root


def _damaged() -> DamagedFile:
    return DamagedFile("The Word document (.doc) is damaged.", "Tệp Word (.doc) bị hỏng.")


def _items(root: Any) -> Iterator[str | _Table]:
    """Paragraphs, line by line, and tables, in order."""
    stack: list[Iterator[Any]] = [iter([root])]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == "informaltable":
            rows = [[_lines(entry) for entry in row.iter("entry")] for row in element.iter("row")]
            yield _Table([row for row in rows if row])
        elif element.tag in ("bookinfo", "colspec"):
            continue
        elif element.tag in ("para", "title") and not any(child.tag in _BLOCKS for child in element):
            yield from _lines(element)
        else:
            stack.append(iter(element))


def _lines(element: Any) -> list[str]:
    return [line for line in "".join(element.itertext()).split("\n") if line.strip()]


def _make_unicode(items: list[str | _Table], composer: Composer) -> None:
    lines = [
        line
        for item in items
        for line in ([item] if isinstance(item, str) else (s for row in item.rows for cell in row for s in cell))
    ]
    converted = iter(composer.in_unicode(lines))
    for i, item in enumerate(items):
        if isinstance(item, str):
            items[i] = next(converted)
        else:
            item.rows = [[[next(converted) for _ in cell] for cell in row] for row in item.rows]


def _in_order(items: list[str | _Table]) -> list[str | _Table]:
    """The items with a letterhead that is set with tabs instead of a table put in order."""
    head: list[str] = []
    for item in items[:_HEAD]:
        if not isinstance(item, str):
            break
        head.append(item)
    return [*split_columns(head), *items[len(head) :]]


def _is_layout(table: _Table) -> bool:
    """Whether a table only sets columns: letterhead, signature block, a box around text."""
    if all(len(row) <= 1 for row in table.rows):
        return True
    cells = [" ".join(cell)[:400] for row in table.rows for cell in row]
    return len(table.rows) <= _LAYOUT_ROWS and any(
        STATE_NAME.search(c) or MOTTO.search(c) or is_signature_cell(c) for c in cells
    )
