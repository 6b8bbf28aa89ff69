"""The plots of the page, as SVG to stand in it: text stays text, nothing refers to anything outside."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analyzer.reporting.model import Metric, Months
from analyzer.reporting.wording import month_name, number, texts
from analyzer.writing.cells import clean
from analyzer.writing.words import shortened

COLOURS = {"overdue": "#b3402e", "coming": "#1f4e79", "recurring": "#7fa8c9"}
_LINES = ("#1f4e79", "#b3402e", "#2e7d54", "#8a5a00", "#6b4c9a", "#5f6b7a")
_INK, _GRID = "#333f4c", "#d9dee4"
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "font.family": "DejaVu Sans",  # comes with matplotlib: what is measured; the page's own font shows
    "font.size": 9,
    "text.parse_math": False,
    "axes.edgecolor": _GRID,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}
_PARTS = ("overdue", "coming", "recurring")
#: What matplotlib writes around and into the picture and the page does not need.
_HEAD = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_STYLE = re.compile(r"<style type=\"text/css\">[^<]*</style>")
_ID = re.compile(r'(\bid="|url\(#|href="#)')
_FONT = re.compile(r"font-family: [^;\"]*(?:; )?")
_SIZE = re.compile(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>')


def month_bars(months: Months, *, upright: bool = True) -> Markup:
    """Tasks by month, stacked; ``upright`` False gives lying bars for narrow screens."""
    found = months.months
    width, height = (9.2, 2.9) if upright else (3.9, 0.24 * len(found) + 0.7)
    with rc_context(_SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
        at = range(len(found))
        below = [0] * len(found)
        for part in _PARTS:
            sizes = [getattr(month, part) for month in found]
            label, colour = texts("months")[part], COLOURS[part]
            if upright:
                axes.bar(at, sizes, bottom=below, color=colour, label=label, width=0.72)
            else:
                axes.barh(at, sizes, left=below, color=colour, label=label, height=0.72)
            below = [low + size for low, size in zip(below, sizes, strict=True)]
        names = [month_name(month) for month in found]
        ticks, counts = (axes.xaxis, axes.yaxis) if upright else (axes.yaxis, axes.xaxis)
        ticks.set_ticks(list(at), labels=names)
        counts.set_major_locator(MaxNLocator(integer=True, nbins=6 if upright else 4, min_n_ticks=1))
        counts.set_major_formatter(lambda count, _: number(int(count)))
        counts.grid(True, color=_GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        middle = len(found) // 2
        if upright:
            axes.tick_params("x", rotation=60, length=0)
            axes.set_xlim(-0.6, len(found) - 0.4)
            axes.set_ylim(0, max([*below, 1]) * 1.12)
            axes.axvspan(middle - 0.5, middle + 0.5, color="#fff2cc", zorder=0)
        else:
            axes.tick_params("y", length=0)
            axes.set_ylim(len(found) - 0.4, -0.6)
            axes.set_xlim(0, max([*below, 1]) * 1.12)
            axes.axhspan(middle - 0.5, middle + 0.5, color="#fff2cc", zorder=0)
        axes.spines[["top", "right", "left" if upright else "bottom"]].set_visible(False)
        figure.legend(
            loc="outside upper left" if upright else "outside upper center", ncols=3, frameon=False, fontsize=8
        )
        return _inline(figure, "bars" if upright else "lying", texts("months")["alt"])


def metric_lines(metric: Metric, name: str) -> Markup:
    """The values of a metric over the years, a line for each body; ``name`` sets the picture's identifiers apart."""
    rows = [series for series in metric.series if series.points]
    with rc_context(_SETTINGS):
        named = len(rows) if 1 < len(rows) <= len(_LINES) else 0
        figure = Figure(figsize=(3.9, 2.0 + 0.17 * named), layout="constrained")
        axes = figure.add_subplot()
        for series, colour in zip(rows, itertools.cycle(_LINES)):
            years, values = zip(*series.points, strict=True)
            label = shortened(clean(series.setter or texts("metrics")["nobody"]), 48)
            axes.plot(years, values, marker="o", markersize=4, linewidth=1.6, color=colour, label=label)
            if len(rows) == 1:
                _label(axes, series.points)
        axes.xaxis.set_ticks(list(_ticks(metric.years)))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
        axes.yaxis.set_major_formatter(lambda amount, _: number(round(float(amount), 6)))
        axes.grid(True, axis="y", color=_GRID, linewidth=0.6)
        axes.margins(x=0.08, y=0.2)
        axes.spines[["top", "right", "left"]].set_visible(False)
        if named:
            figure.legend(loc="outside lower left", ncols=1, frameon=False, fontsize=7.5)
        return _inline(figure, name, texts("metrics")["alt"].format(name=metric.name))


def _label(axes: Any, points: Sequence[tuple[int, float]]) -> None:
    for year, amount in points:
        axes.annotate(
            number(amount), (year, amount), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=8
        )


def _ticks(years: Sequence[int]) -> Sequence[int]:
    """Years that have room below the plot."""
    step = -(-len(years) // 8)
    return years[::step]


def _inline(figure: Figure, name: str, alt: str) -> Markup:
    """The figure as an element of the page, with identifiers of its own and as wide as there is room."""
    file = io.BytesIO()
    figure.set_canvas(FigureCanvasSVG(figure))
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = file.getvalue().decode("utf-8")
    for pattern in (_HEAD, _METADATA, _STYLE, _FONT):
        text = pattern.sub("", text)
    text = text.replace("xlink:href", "href")
    text = _ID.sub(lambda m: f"{m.group(1)}{name}-", text)
    box = _SIZE.search(text)
    size = box.group(1) if box else "0 0 1 1"
    opening = f'<svg class="plot" viewBox="{size}" role="img" aria-label="{escape(clean(alt))}">'
    return Markup(_SIZE.sub(lambda _: opening, text, count=1).strip())
