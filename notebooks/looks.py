"""What the notebooks share: where the corpus is, tables as HTML, and how plots look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import HTML
from matplotlib.colors import to_hex

ROOT = Path(__file__).resolve().parent.parent
DIRECTIVES = ROOT / "corpora" / "directives"

BLUE, ORANGE, GREEN, VIOLET, RED, GREY = "#3b7dd8", "#e08a1e", "#3a9d5d", "#8a63c9", "#cf4a4a", "#9aa3ad"
PALE = {BLUE: "#cfe2fb", ORANGE: "#fde0b3", GREEN: "#c9ecd2", VIOLET: "#e3d6f7", RED: "#f8cfcf", GREY: "#e4e7ea"}

plt.rcParams.update(
    {
        "figure.dpi": 80,
        "figure.constrained_layout.use": True,
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, VIOLET, RED, GREY]),
        "legend.frameon": False,
    }
)


def table(rows: pd.DataFrame | Iterable[Mapping[str, object]], *, index: bool = False) -> HTML:
    """Rows as a table whose words are flush left and whose numbers are flush right."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    if index:
        frame = frame.reset_index()
    numeric = {name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])}
    head = "".join(_cell(name, name in numeric, "th") for name in frame.columns)
    body = [
        "".join(_cell(value, name in numeric) for name, value in zip(frame.columns, row, strict=True))
        for row in frame.itertuples(index=False, name=None)
    ]
    lines = "\n".join(f"<tr>{row}</tr>" for row in body)
    return HTML(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>")


def _cell(value: object, numeric: bool, tag: str = "td") -> str:
    words = "" if value is None or value is pd.NaT or value != value else value
    if isinstance(words, float):
        words = f"{words:.0f}" if words.is_integer() else f"{words:.2f}"
    return f'<{tag} style="text-align:{"right" if numeric else "left"}">{escape(str(words))}</{tag}>'


def heat(numbers: pd.DataFrame, low: float, high: float, colours: str = "RdYlGn") -> HTML:
    """Whole numbers in cells coloured from ``low`` to ``high``; what is not a number is left empty."""
    cmap = plt.get_cmap(colours)

    def cell(number: float) -> str:
        if number != number:
            return "<td></td>"
        ink = cmap((number - low) / (high - low))
        hue = to_hex([1 - 0.6 * (1 - part) for part in ink[:3]])  # pale, so that the number can be read
        return f'<td style="text-align:center;background:{hue}">{number:.0f}</td>'

    head = "".join(_cell(name, False, "th") for name in ("", *numbers.columns))
    lines = [
        f"<tr>{_cell(name, False)}{''.join(map(cell, row))}</tr>"
        for name, row in zip(numbers.index, numbers.to_numpy(dtype=float), strict=True)
    ]
    return HTML(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(lines)}\n</tbody>\n</table>")


def short(words: str, letters: int = 80) -> str:
    """Words on one line, cut after so many letters."""
    flat = " ".join(words.split())
    return flat if len(flat) <= letters else flat[: letters - 1].rsplit(" ", 1)[0] + " …"
