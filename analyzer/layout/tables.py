"""Tables of the manuscript: which rows head them, what the columns hold, which rows are group headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.layout.columns import header_roles
from analyzer.layout.outline import Node, Outline
from analyzer.spans import Span

TableKind = Literal["tasks", "targets"]
_INDEX = re.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]|\d{1,3}(?:\.\d{1,3}){0,4})[.)]{0,2}$")
_ROMAN_INDEX = re.compile(r"(?:[IVXLC]{1,6}|[A-HĐ])[.)]{0,2}$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row under a header: its node, the cell of each role, its index label, and the group rows above it."""

    node: Node
    cells: dict[str, Span]
    index: str | None
    groups: tuple[Row, ...]

    def cell(self, role: str) -> Span | None:
        """The row's cell of a role, or that of the nearest group row above it that has one."""
        for row in (self, *reversed(self.groups)):
            if role in row.cells:
                return row.cells[role]
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header names a column of work ("tasks") or of measures ("targets").

    ``header`` are the header's words by column; ``rows`` leaves header and group rows out.
    """

    kind: TableKind
    header: tuple[str, ...]
    header_node: Node
    rows: tuple[Row, ...]
    groups: tuple[Node, ...]


def read_tables(outline: Outline) -> list[Table]:
    """The tables of work and of measures, in text order; other tables are left out."""
    tables: list[Table] = []
    for rows in _row_runs(outline.nodes):
        tables.extend(_read_run(outline, rows))
    return tables


def _row_runs(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    run: list[Node] = []
    for node in nodes:
        if node.style == "row" and (
            not run or node.block.table == run[-1].block.table or node.index == run[-1].index + 1
        ):
            run.append(node)
        elif node.style == "row":
            yield run
            run = [node]
        elif (
            run and node.style in ("paragraph", "caps", "roman", "number", "upper") and node.index == run[-1].index + 1
        ):
            run.append(node)  # a group heading that the export took out of the grid
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _header_roles(outline: Outline, node: Node) -> list[str | None] | None:
    if node.block.kind != "row":
        return None
    return header_roles([outline.text[c.start : c.end] for c in node.block.cells])


def _read_run(outline: Outline, nodes: Sequence[Node]) -> Iterator[Table]:
    starts = [(i, roles) for i, node in enumerate(nodes) if (roles := _header_roles(outline, node))]
    for k, (i, roles) in enumerate(starts):
        stop = starts[k + 1][0] if k + 1 < len(starts) else len(nodes)
        known = set(roles)
        kind: TableKind | None = None
        if "metric" in known and "content" not in known:
            kind = "targets"
        elif "content" in known and known & {"lead", "support", "time", "product"}:
            kind = "tasks"
        if kind is None:
            continue
        header = tuple(outline.text[c.start : c.end] for c in nodes[i].block.cells)
        rows, groups = _body(outline, nodes[i + 1 : stop], roles)
        yield Table(kind, header, nodes[i], tuple(rows), tuple(groups))


def _body(outline: Outline, nodes: Sequence[Node], roles: Sequence[str | None]) -> tuple[list[Row], list[Node]]:
    rows: list[Row] = []
    groups: list[Node] = []
    open_groups: list[tuple[int, Row]] = []
    main = "content" if "content" in roles else "metric"
    for node in nodes:
        if node.style != "row":
            groups.append(node)
            open_groups = [(0, Row(node, {}, None, ()))]
            continue
        filled = [c for c in node.block.cells if outline.text[c.start : c.end].strip(" -")]
        cells, index = _assign(outline, node, roles)
        content = cells.get(main)
        others = [r for r in cells if r not in ("index", main, "note")]
        if len(filled) <= 2 and content is None and filled:
            content = max(filled, key=lambda c: c.end - c.start)
        if content is None:
            continue
        bare = not others and len(filled) <= 2
        parts = index is not None and _has_parts(outline, nodes, node, index)
        if parts or (bare and (index is None or _ROMAN_INDEX.match(index))):
            level = _level(index)
            open_groups = [g for g in open_groups if g[0] < level]
            open_groups.append((level, Row(node, {k: v for k, v in cells.items() if k != main}, index, ())))
            groups.append(node)
            continue
        level = _level(index)
        above = tuple(g for depth, g in open_groups if depth < level or index is None)
        rows.append(Row(node, {**cells, main: content}, index, above))
    return rows, groups


def _assign(outline: Outline, node: Node, roles: Sequence[str | None]) -> tuple[dict[str, Span], str | None]:
    """Cells by role. Where a row has fewer cells than the header, the index is told by its form, the rest by order."""
    cells = list(node.block.cells)
    found: dict[str, Span] = {}
    index: str | None = None
    if cells and _INDEX.match(outline.text[cells[0].start : cells[0].end].strip()):
        index = outline.text[cells[0].start : cells[0].end].strip()
    roles = list(roles)
    if "index" in roles and index is None and len(cells) < len(roles):
        roles.remove("index")
    elif "index" not in roles and index is not None and len(cells) > len(roles):
        cells = cells[1:]
    for role, cell in zip(roles, cells, strict=False):
        if role and role not in found and outline.text[cell.start : cell.end].strip(" -"):
            found[role] = cell
    if index is None and "index" in found:
        index = outline.text[found["index"].start : found["index"].end].strip()
    return found, index


def _level(index: str | None) -> int:
    if index is None or _ROMAN_INDEX.match(index):
        return 1
    return 2 + index.strip(".").count(".")


def _has_parts(outline: Outline, nodes: Sequence[Node], node: Node, index: str) -> bool:
    """Whether the next row is numbered under this one ("1" before "1.1")."""
    prefix = index.rstrip(".)") + "."
    for follower in nodes:
        if follower.index > node.index and follower.style == "row":
            cells = follower.block.cells
            label = outline.text[cells[0].start : cells[0].end].strip() if cells else ""
            numbered = label.startswith(prefix) and label[len(prefix) : len(prefix) + 1].isdigit()
            return numbered or (index.rstrip(".)").isdigit() and bool(re.fullmatch(r"[a-zđ][.)]?|-", label)))
    return False
