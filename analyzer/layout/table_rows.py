"""Rows under a table's header: the cells of each role, the group rows above, merged and repeated cells filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from analyzer.knowledge.data import read_toml
from analyzer.layout.cell_shapes import align
from analyzer.layout.outline import Node, Outline
from analyzer.layout.table_header import TableHeader
from analyzer.spans import Span

_INDEX = re.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]|\d{1,3}(?:\.\d{1,3}){0,4})[.)]{0,2}$")
_ROMAN_INDEX = re.compile(r"(?:[IVXLC]{1,6}|[A-HĐ])[.)]{0,2}$")
_LEADING_INDEX = re.compile(r"\s{0,4}((?:[IVXLC]{1,6}|[A-HĐ]|\d{1,2}(?:\.\d{1,2}){0,3})[.)/])\s")
_PART_LABEL = re.compile(r"[a-zđ][.)]?|[-+•]")
_HANDED_DOWN = ("lead", "support", "monitor", "approver", "time", "product")
_FILLED_DOWN = ("lead", "time")
_GOES_ON = ("lead", "support", "monitor", "approver", "time")
_FEWEST_TO_FILL = 5
_AHEAD = 3  # nodes in which the row after a group row stands
_NUMBERED = 2.0  # the level of plain numbers


@cache
def _same_as_above() -> frozenset[str]:
    return frozenset(read_toml("columns.toml")["words"]["same_as_above"])


@cache
def _ticks() -> frozenset[str]:
    return frozenset(read_toml("columns.toml")["words"]["ticks"])


@dataclass(slots=True, eq=False)
class Row:
    """A row under a header: its node, the cells of each role, its index label, and the group rows above it.

    ``values`` are the cells of value columns, each with the number of its column.
    """

    node: Node
    cells: dict[str, tuple[Span, ...]]
    index: str | None = None
    groups: tuple[Row, ...] = ()
    values: list[tuple[int, Span]] = field(default_factory=list)

    def cell(self, role: str) -> tuple[Span, ...]:
        """The row's cells of a role, or those of the nearest group row above it that has one."""
        for row in (self, *reversed(self.groups)):
            if row.cells.get(role):
                return row.cells[role]
        return ()


class RowReader:
    """Reads the rows of one table, in order."""

    def __init__(self, outline: Outline, header: TableHeader, nodes: Sequence[Node]) -> None:
        self._text = outline.text
        self._header = header
        self._roles = header.roles
        self._main = "content" if header.kind == "tasks" else "metric"
        self._nodes = nodes
        self._rows: list[Row] = []
        self._groups: list[Node] = []
        self._open: list[tuple[float, Row]] = []
        self._upper = self._has_upper_letters()
        self._shared = self._shared_content()
        self._merges = any(n.block.merged for n in nodes)

    def read(self) -> tuple[list[Row], list[Node]]:
        """The rows that hold work or measures, and the nodes of the group rows."""
        last: Row | None = None
        for i, node in enumerate(self._nodes):
            if node.style != "row":
                self._groups.append(node)
                self._open = [(0, Row(node, {}))]
                continue
            row = self._assign(node)
            if self._is_group(i, row):
                self._open_group(row)
            elif self._main not in row.cells and self._same_content(node, last):
                self._extend(last, row)
            elif self._main in row.cells:
                level = self._level(row.index)
                row.groups = tuple(g for depth, g in self._open if depth < level or row.index is None)
                self._repeat(row, last)
                self._rows.append(row)
                last = row
        self._fill_down()
        return self._rows, self._groups

    # ---------------------------------------------------------------- cells

    def _words(self, span: Span) -> str:
        return self._text[span.start : span.end].strip()

    def _assign(self, node: Node) -> Row:
        """The cells of a row by role: by place where the row is full, else by what they look like."""
        cells = list(node.block.cells)
        roles = list(self._roles)
        index = self._words(cells[0]) if cells and _INDEX.match(self._words(cells[0])) else None
        merged = list(node.block.merged)
        if "index" not in roles and index is not None and len(cells) not in (1, len(roles)):
            cells, merged = cells[1:], merged[1:]
        places = list(range(len(cells)))
        if len(cells) < len(roles):
            places, merged = align([self._text[c.start : c.end] for c in cells], roles), []
        row = Row(node, {}, index)
        for place, cell in zip(places, cells, strict=False):
            if place < len(roles):
                self._put(row, place, cell)
        for place, source in enumerate(merged[: len(roles)]):
            role = roles[place]
            if source is None or role not in _HANDED_DOWN or row.cells.get(role) or not self._is_above(source, node):
                continue
            self._put(row, place, source)
        if index is None and (told := row.cells.get("index")) and _INDEX.match(self._words(told[0])):
            row.index = self._words(told[0])
        return row

    def _put(self, row: Row, place: int, cell: Span) -> None:
        role = self._roles[place]
        words = self._words(cell)
        if not role or not words.strip(" -–"):
            return
        if role == "value":
            row.values.append((place, cell))
        elif role == "time" and words.lower() in _ticks() and self._header.columns[place].spans:
            row.cells[role] = (*row.cells.get(role, ()), self._header.columns[place].spans[-1])
        elif role == "content" and role in row.cells:
            row.cells["detail"] = (cell,)
        else:
            row.cells[role] = (*row.cells.get(role, ()), cell)

    def _is_above(self, source: Span, node: Node) -> bool:
        """Whether a merged cell reaches in from a row of this body, and not from the left or from the header."""
        return source.end <= node.block.start and (not self._nodes or source.start >= self._nodes[0].block.start)

    # ---------------------------------------------------------------- groups

    def _is_group(self, at: int, row: Row) -> bool:
        """Whether a row heads those under it: it says what they are about and nothing else, or has parts."""
        cells = row.node.block.cells
        filled = [c for c in cells if self._words(c).strip(" -–")]
        if not filled:
            return False
        others = [r for r in row.cells if r not in ("index", self._main, "detail", "note")]
        if row.index is not None and self._has_parts(at, row.index) and not row.values:
            return True
        if others or row.values or len(filled) > 2 or "detail" in row.cells:
            return False
        if len(filled) == 1 and len(cells) > 1 and self._reaches_over_all(row.node):
            return True
        lead = _LEADING_INDEX.match(self._words(filled[0])) if self._main not in row.cells else None
        if lead and row.index is None:
            row.index = lead[1]
        if self._main == "metric" and not row.values and self._main in row.cells:
            return True
        if row.index is not None and self._is_repeated(at, row.index):
            row.index = None
        if row.index is None or _ROMAN_INDEX.match(row.index):
            return True
        if self._main not in row.cells:
            row.cells[self._main] = (max(filled, key=lambda c: c.end - c.start),)
        return False

    def _reaches_over_all(self, node: Node) -> bool:
        merged = node.block.merged
        return (
            len(merged) > 2
            and all(m is not None or node.block.cells[i] for i, m in enumerate(merged))
            and (sum(m is not None for m in merged) >= len(merged) - 2)
            and not any(m is not None and m.end <= node.block.start for m in merged)
        )

    def _open_group(self, row: Row) -> None:
        level = self._level(row.index)
        self._open = [g for g in self._open if g[0] < level]
        row.cells = {k: v for k, v in row.cells.items() if k != self._main}
        self._open.append((level, row))
        self._groups.append(row.node)

    def _level(self, index: str | None) -> float:
        """How deep an index stands: a capital letter over Roman numbers, these over numbers, these over their parts."""
        if index is None:
            return 1.5
        bare = index.strip("().")
        if len(bare) == 1 and bare in self._upper:
            return 0.5
        if _ROMAN_INDEX.match(index):
            return 1
        return 2 + bare.count(".") if bare[:1].isdigit() else 9

    def _has_upper_letters(self) -> frozenset[str]:
        """The capital letters that count parts of this table, where both A and I stand: then C and D are letters."""
        first = {self._words(c)[:2].strip("./) ") for n in self._nodes for c in n.block.cells[:1]}
        return frozenset("ABCDEGHĐ") if "A" in first and "B" in first else frozenset("A")

    def _has_parts(self, at: int, index: str) -> bool:
        """Whether the next row is numbered under this one ("1" before "1.1", "1" before "a)", "A" before "I")."""
        bare = index.rstrip(".)")
        follower = next((n for n in self._nodes[at + 1 : at + 1 + _AHEAD] if n.style == "row"), None)
        if follower is None or not follower.block.cells:
            return False
        label = self._words(follower.block.cells[0])
        prefix = bare + "."
        if not bare.isdigit() and _INDEX.match(label) and self._level(index) < self._level(label) <= _NUMBERED:
            return True
        if label.startswith(prefix) and label[len(prefix) : len(prefix) + 1].isdigit():
            return True
        return bare.isdigit() and bool(_PART_LABEL.fullmatch(label))

    def _is_repeated(self, at: int, index: str) -> bool:
        """Whether the next row has the same index: of two in a row the bare one is a heading whose "I" was misread."""
        follower = next((n for n in self._nodes[at + 1 : at + 1 + _AHEAD] if n.style == "row"), None)
        if follower is None or not follower.block.cells:
            return False
        return self._words(follower.block.cells[0]).strip(".)") == index.strip(".)")

    # ---------------------------------------------------------------- cells that hold for several rows

    def _shared_content(self) -> frozenset[Span]:
        """Content cells that other rows share, where a second column of content says what each row is to do."""
        if self._roles.count("content") < 2:
            return frozenset()
        place = self._roles.index("content")
        return frozenset(m for n in self._nodes if len(n.block.merged) > place and (m := n.block.merged[place]))

    def _same_content(self, node: Node, last: Row | None) -> bool:
        if last is None:
            return False
        place = self._roles.index(self._main)
        merged = node.block.merged
        source = merged[place] if place < len(merged) else None
        return source is not None and source in last.cells[self._main]

    def _extend(self, last: Row | None, row: Row) -> None:
        """A row that shares the content cell above adds its other cells to it."""
        if last is None:
            return
        for role in _HANDED_DOWN:
            for cell in row.cells.get(role, ()):
                if cell not in last.cells.get(role, ()):
                    last.cells[role] = (*last.cells.get(role, ()), cell)
        last.values += [v for v in row.values if v not in last.values]

    def _repeat(self, row: Row, last: Row | None) -> None:
        """Put the cell above where the row says "nt" or "như trên"."""
        for role in _HANDED_DOWN:
            if any(self._words(c).lower() in _same_as_above() for c in row.cells.get(role, ())):
                row.cells[role] = last.cells.get(role, ()) if last is not None else ()
        if self._goes_on(row, last):
            for role in _GOES_ON:
                if last is not None and not row.cells.get(role):
                    row.cells[role] = last.cells.get(role, ())
        detail = row.cells.pop("detail", None)
        if detail is None:
            return
        own = row.cells["content"][0]
        if own in self._shared or self._between(own, detail[0]).strip(" |"):
            row.cells["content"] = detail
        else:
            row.cells["content"] = (Span(own.start, detail[0].end),)

    def _goes_on(self, row: Row, last: Row | None) -> bool:
        """Whether a row without a number belongs to the numbered one above, in a source that knows no merged cells."""
        if self._header.kind != "tasks" or "index" not in self._roles or last is None or row.index is not None:
            return False
        if len(row.node.block.cells) >= len(self._roles) or row.cells.get("lead") or row.cells.get("support"):
            return False
        return (
            not self._merges
            and len(row.groups) == len(last.groups)
            and all(a is b for a, b in zip(row.groups, last.groups, strict=True))
        )

    def _between(self, left: Span, right: Span) -> str:
        return self._text[left.end : right.start]

    def _fill_down(self) -> None:
        """Where the source knows no merged cells and a column is mostly empty, a cell holds until the next one."""
        if self._merges or len(self._rows) < _FEWEST_TO_FILL:
            return
        for role in _FILLED_DOWN:
            empty = sum(not row.cell(role) for row in self._rows)
            if empty * 2 <= len(self._rows) or not self._rows[0].cells.get(role):
                continue
            held: tuple[Span, ...] = ()
            within: Row | None = None
            for row in self._rows:
                group = row.groups[-1] if row.groups else None
                held = row.cells.get(role, ()) or (held if group is within else ())
                within = group
                if held and not row.cell(role):
                    row.cells[role] = held
