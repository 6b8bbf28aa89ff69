"""Header rows of tables: one row or two, the columns they make, rows of column numbers, headers said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.layout.columns import TableKind, column_role, is_bare_year, measure_role, read_header
from analyzer.layout.outline import Node
from analyzer.reading.manuscript import Block
from analyzer.spans import Span

_SECOND_ROW_CELL = 60
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Z])\)?(?:\s?=.{0,30})?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, and the header cells above it from top to bottom."""

    role: str | None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TableHeader:
    """The header of a table: its columns and how many rows it takes."""

    kind: TableKind
    columns: tuple[Column, ...]
    rows: int

    @property
    def roles(self) -> list[str | None]:
        return [c.role for c in self.columns]


def find_header(text: str, nodes: Sequence[Node], at: int) -> TableHeader | None:
    """The header that begins with the row ``nodes[at]``, None where none does."""
    first = _row(nodes, at)
    if first is None or len(first.cells) < 3:
        return None
    follower = _row(nodes, at + 1)
    if follower is not None and _is_second_row(text, first, follower):
        header = _made(text, _stacked(text, first, follower), 2)
        if header is not None:
            return header
    return _made(text, [(_own(first, c),) for c in range(len(first.cells))], 1)


def is_column_numbers(text: str, block: Block) -> bool:
    """Whether a row counts the columns: "(1) | (2) | (3)", "A | B | 1 | 2 | 3=1+2"."""
    words = [w for c in block.cells if (w := text[c.start : c.end].strip())]
    told = [m[1] for w in words if (m := _COLUMN_NUMBER.match(w))]
    if len(words) < 3 or len(told) < len(words):
        return False
    numbers = [int(t) for t in told if t.isdigit()]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def header_words(text: str, block: Block) -> str:
    """The words of a row as compared with a header said before."""
    return " ".join(text[block.start : block.end].lower().replace("|", " ").split())


def _row(nodes: Sequence[Node], at: int) -> Block | None:
    return nodes[at].block if at < len(nodes) and nodes[at].block.kind == "row" else None


def _made(text: str, stacks: Sequence[tuple[Span, ...]], rows: int) -> TableHeader | None:
    read = read_header([[text[s.start : s.end] for s in stack] for stack in stacks])
    if read is None:
        return None
    kind, roles = read
    columns = tuple(Column(role, tuple(s for s in stack if s)) for role, stack in zip(roles, stacks, strict=True))
    return TableHeader(kind, columns, rows)


def _own(block: Block, column: int) -> Span:
    """The cell of a header row at a column: its own, or the merged one that reaches in."""
    cell = block.cells[column]
    if cell.end > cell.start or column >= len(block.merged):
        return cell
    return block.merged[column] or cell


def _is_second_row(text: str, first: Block, second: Block) -> bool:
    """Whether a row names parts of the columns above it: every cell of its own is a role or a year, some are empty."""
    own = [c for c in second.cells if text[c.start : c.end].strip()]
    if len(own) < 2 or len(second.cells) > len(first.cells) or len(own) >= len(first.cells):
        return False
    words = [text[c.start : c.end].strip() for c in own]
    if any(len(w) > _SECOND_ROW_CELL for w in words):
        return False
    return all(column_role(w) or measure_role(w) or is_bare_year(w) for w in words) and not any(
        (column_role(w) or measure_role(w)) == "index" for w in words
    )


def _stacked(text: str, first: Block, second: Block) -> list[tuple[Span, ...]]:
    """The header cells of each column, top and bottom."""
    if len(first.cells) != len(second.cells):
        return _spread(text, first, second)
    stacks: list[tuple[Span, ...]] = []
    for column in range(len(first.cells)):
        top, bottom = _own(first, column), _own(second, column)
        if not _filled(top) and _filled(bottom) and stacks and not first.merged:
            top = stacks[-1][0]  # the text says no more of a merged cell than that nothing stands beside it
        stacks.append(tuple(dict.fromkeys(s for s in (top, bottom) if _filled(s))) or (top,))
    return stacks


def _filled(span: Span) -> bool:
    return span.end > span.start


def _spread(text: str, first: Block, second: Block) -> list[tuple[Span, ...]]:
    """An export that dropped empty cells: the second row stands under the one column above that has parts."""
    tops = [c for c in first.cells if _filled(c)]
    parts = [c for c in second.cells if _filled(c)]
    agencies = all(column_role(text[c.start : c.end]) in ("lead", "support", "monitor") for c in parts)
    parted = "lead" if agencies else "value"
    told = [(column_role if agencies else measure_role)(text[c.start : c.end]) for c in tops]
    at = max((i for i, role in enumerate(told) if role == parted), default=None)
    if at is None:
        at = max((i for i, role in enumerate(told) if role == "metric" and i > told.index("metric")), default=None)
    if at is None:
        return [(t,) for t in tops]
    return [*((t,) for t in tops[:at]), *((tops[at], p) for p in parts), *((t,) for t in tops[at + 1 :])]
