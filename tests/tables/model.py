"""A directive as data: letterhead, title, prose, tables and closing, whatever format it is rendered to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Style = Literal["body", "heading", "item", "centred", "note"]
LEFT, ABOVE = "<", "^"
BREAK = " // "
_LETTER, _PADDING = 0.0148, 0.018  # of the width of an upright page, in a table's print


@dataclass(frozen=True)
class Cell:
    """A cell at a row and column of its grid, and how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split(BREAK)


@dataclass(frozen=True)
class Grid:
    """A table. ``widths`` are shares of the page width by column."""

    cells: tuple[Cell, ...]
    height: int
    header_rows: int
    widths: tuple[float, ...]

    def rows(self) -> Iterator[list[Cell | None]]:
        """The cells of each row by column, None where a merged cell reaches in."""
        table: list[list[Cell | None]] = [[None] * len(self.widths) for _ in range(self.height)]
        for cell in self.cells:
            table[cell.row][cell.column] = cell
        yield from table

    def without_header(self) -> Grid:
        """The grid with its header rows taken off."""
        top = self.header_rows
        cells = tuple(replace(cell, row=cell.row - top) for cell in self.cells if cell.row >= top)
        return Grid(cells, self.height - top, 0, self.widths)


def parse_grid(header: str, rows: str, widths: list[float] | None = None) -> Grid:
    """A grid from lines of cells divided by "|": "<" continues the cell to the left, "^" the cell above.

    >>> grid = parse_grid("TT | Cơ quan | < \\n ^ | Chủ trì | Phối hợp", "1 | Sở A | Sở B")
    >>> [(c.text, c.row, c.column, c.rows, c.columns) for c in grid.cells][:3]
    [('TT', 0, 0, 2, 1), ('Cơ quan', 0, 1, 1, 2), ('Chủ trì', 1, 1, 1, 1)]
    """
    heads, body = _split(header), _split(rows)
    lines = [*heads, *body]
    width = len(lines[0])
    if wrong := [line for line in lines if len(line) != width]:
        raise ValueError(f"not {width} cells: {wrong[0]}")
    cells = []
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            if text in (LEFT, ABOVE):
                continue
            columns = next((n for n in range(1, width - c) if line[c + n] != LEFT), width - c)
            below = next((n for n in range(1, len(lines) - r) if lines[r + n][c] != ABOVE), len(lines) - r)
            cells.append(Cell(text, r, c, below, columns))
    return Grid(tuple(cells), len(lines), len(heads), tuple(widths or _widths(lines)))


def _split(text: str) -> list[list[str]]:
    return [[c.strip() for c in line.split("|")] for line in text.strip().splitlines() if line.strip()]


def _widths(lines: list[list[str]]) -> list[float]:
    """Shares of a page: each column holds its longest word, what is left goes by how much the columns say."""
    columns = list(zip(*lines, strict=True))
    least = [max(len(word) for text in c for word in text.split() or [""]) * _LETTER + _PADDING for c in columns]
    wanted = [min(90.0, sum(map(len, c)) / len(c)) for c in columns]
    spare = max(0.0, 1 - sum(least))
    shares = [low + spare * w / sum(wanted) for low, w in zip(least, wanted, strict=True)]
    return [s / sum(shares) for s in shares]


@dataclass(frozen=True)
class Letterhead:
    """What stands above the title: the issuer's lines on the left, state or Party lines on the right."""

    issuer: tuple[str, ...]
    motto: tuple[str, ...]
    number: str
    place_date: str
    about: str = ""

    @property
    def of_party(self) -> bool:
        return not any(line.startswith("Độc lập") for line in self.motto)


@dataclass(frozen=True)
class Paragraph:
    text: str
    style: Style = "body"


@dataclass(frozen=True)
class Addressees:
    """ "Kính gửi:" and the bodies a letter goes to."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Closing:
    """Nơi nhận on the left, the signature block on the right; the last line of the signature is the name."""

    recipients: tuple[str, ...]
    signature: tuple[str, ...]


@dataclass(frozen=True)
class NewPage:
    """The following parts begin on a new page."""

    landscape: bool = False


Part = Paragraph | Grid | Addressees | Closing | NewPage


@dataclass(frozen=True)
class Document:
    """A directive. ``title`` holds the kind in capitals and the lines of the subject; a letter has none."""

    name: str
    letterhead: Letterhead | None
    title: tuple[str, ...]
    parts: tuple[Part, ...]
