"""Tables of the manuscript: what the columns hold, which rows are group headings, which cells hold for several rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.layout.cell_shapes import infer_roles
from analyzer.layout.columns import TableKind, column_role
from analyzer.layout.outline import Node, Outline
from analyzer.layout.table_header import Column, TableHeader, find_header, header_words, is_column_numbers
from analyzer.layout.table_rows import Row, RowReader

__all__ = ["Column", "Row", "Table", "TableKind", "read_tables"]

_FEWEST_ROWS = 3  # of a table that is known by its content alone
_SAMPLE = 60  # rows looked at to tell what its columns hold
_LONGEST_GAP = 2  # stray lines between two halves of a table
_GROUP_STYLES = ("paragraph", "caps", "roman", "number", "upper")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of work ("tasks") or of measures ("targets").

    ``columns`` say what the columns hold and which header cells say so; ``heads`` are the nodes of the header, of rows
    that count the columns and of headers said again; ``rows`` leaves them and the group rows out. ``inferred`` says
    that no header but the cells tell what the columns hold.
    """

    kind: TableKind
    columns: tuple[Column, ...]
    heads: tuple[Node, ...]
    rows: tuple[Row, ...]
    groups: tuple[Node, ...]
    inferred: bool = False


def read_tables(outline: Outline) -> list[Table]:
    """The tables of work and of measures, in text order; other tables are left out."""
    tables: list[Table] = []
    for nodes in _row_runs(outline.text, outline.nodes):
        if tables and _continues(outline.text, tables[-1], nodes):
            header = TableHeader(tables[-1].kind, tables[-1].columns, 0)
            rest = next((i for i in range(len(nodes)) if _begins(outline.text, nodes, i)), len(nodes))
            tables.append(_read_table(outline, header, (), nodes[:rest]))
            nodes = nodes[rest:]
        tables.extend(_read_run(outline, nodes))
    return tables


def _continues(text: str, table: Table, nodes: Sequence[Node]) -> bool:
    """Whether rows behind a stray line go on with the table above: as many columns, and the next number."""
    if not table.rows or not nodes:
        return False
    last, first = table.rows[-1], nodes[0]
    if len(first.block.cells) != len(table.columns) or first.index - last.node.index > _LONGEST_GAP + 1:
        return False
    label = text[first.block.cells[0].start : first.block.cells[0].end].strip(" .)")
    return last.index is not None and _number(label) is not None and _number(label) == _next(last.index)


def _number(index: str) -> int | None:
    """The last number of an index: 12 of "12." and of "3.12"."""
    tail = index.strip(" .)").rpartition(".")[2]
    return int(tail) if tail.isdecimal() else None


def _next(index: str) -> int | None:
    number = _number(index)
    return None if number is None else number + 1


def _begins(text: str, nodes: Sequence[Node], at: int) -> bool:
    return find_header(text, nodes, at) is not None or _heads_other(text, nodes[at])


def _row_runs(text: str, nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Runs of rows; a line between two rows that is no sentence is a group heading that the export took out of the
    grid."""
    run: list[Node] = []
    for node in nodes:
        beside = bool(run) and node.index == run[-1].index + 1
        if node.style == "row":
            if run and not (beside or node.block.table == run[-1].block.table):
                yield run
                run = []
            run.append(node)
        elif run and beside and node.style in _GROUP_STYLES and text[node.end - 1] not in ".;:":
            run.append(node)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _read_run(outline: Outline, nodes: Sequence[Node]) -> Iterator[Table]:
    """The tables of a run: each begins with a header; rows before the first are read by their content."""
    text = outline.text
    starts: list[tuple[int, TableHeader | None]] = []
    known: str | None = None
    i = 0
    while i < len(nodes):
        header = find_header(text, nodes, i)
        words = header_words(text, nodes[i].block)
        if header is not None and words != known:
            starts.append((i, header))
            known = words
        elif header is None and _heads_other(text, nodes[i]) and words != known:
            starts.append((i, None))
            known = words
        i += header.rows if header else 1
    if not starts or starts[0][0] > 0:
        yield from _read_headless(outline, nodes[: starts[0][0] if starts else len(nodes)])
    for k, (i, header) in enumerate(starts):
        stop = starts[k + 1][0] if k + 1 < len(starts) else len(nodes)
        if header is not None:
            yield _read_table(outline, header, nodes[i : i + header.rows], nodes[i + header.rows : stop])


def _heads_other(text: str, node: Node) -> bool:
    """Whether a row heads a table that is of neither kind: its first cell names the column that counts."""
    cells = node.block.cells
    return node.style == "row" and len(cells) > 2 and column_role(text[cells[0].start : cells[0].end]) == "index"


def _read_table(outline: Outline, header: TableHeader, heads: Sequence[Node], body: Sequence[Node]) -> Table:
    said = [header_words(outline.text, node.block) for node in heads]
    repeated = [n for n in body if n.style == "row" and _says_again(outline.text, n, said)]
    again = {n.index for n in repeated}
    rows, groups = RowReader(outline, header, [n for n in body if n.index not in again]).read()
    return Table(header.kind, header.columns, (*heads, *repeated), tuple(rows), tuple(groups))


def _says_again(text: str, node: Node, said: Sequence[str]) -> bool:
    return header_words(text, node.block) in said or is_column_numbers(text, node.block)


def _read_headless(outline: Outline, nodes: Sequence[Node]) -> Iterator[Table]:
    """A table whose header is missing or says nothing: the columns are told by what stands in them."""
    while nodes and nodes[0].style != "row":
        nodes = nodes[1:]
    rows = [n for n in nodes if n.style == "row"]
    widths = [len(n.block.cells) for n in rows]
    wide = [w for w in widths if w > 2]
    if len(wide) < _FEWEST_ROWS:
        return
    width = max(set(wide), key=lambda w: (wide.count(w), w))
    sample = [
        [outline.text[c.start : c.end] for c in n.block.cells]
        for n, w in zip(rows, widths, strict=True)
        if w == width and not is_column_numbers(outline.text, n.block)
    ][:_SAMPLE]
    full = [cells for cells in sample if sum(bool(c.strip()) for c in cells) > 2]
    roles = infer_roles(full) if len(full) >= _FEWEST_ROWS else None
    if roles is None:
        return
    kind: TableKind = "targets" if "metric" in roles else "tasks"
    header = TableHeader(kind, tuple(Column(role) for role in roles), 0)
    heads = [n for n in rows if is_column_numbers(outline.text, n.block)]
    counted = {n.index for n in heads}
    found, groups = RowReader(outline, header, [n for n in nodes if n.index not in counted]).read()
    yield Table(kind, header.columns, tuple(heads), tuple(found), tuple(groups), inferred=True)
