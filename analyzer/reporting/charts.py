"""Native charts of the workbook, all on one sheet; they read their figures from the sheets of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analyzer.reporting import wording
from analyzer.reporting.model import Metric, Report, Series
from analyzer.reporting.page import drawn
from analyzer.reporting.plots import COLOURS
from analyzer.tracking import STATUSES

#: Charts of single metrics.
MOST_CHARTS = 12
#: Bodies in the chart of loads.
MOST_BODIES = 25
#: The column of the first year on the sheet of years.
FIRST_YEAR = 4
_WIDTH, _ROW = 860, 20  # pixels
_FEW = 8  # counts up to here are marked one by one
_PAGE = 31  # rows of a printed page behind the first row, which stands on each: one large chart or two
_FONT = {"name": "Times New Roman", "size": 10}
_STATUS_COLOURS: Mapping[str, str] = {
    "overdue": "#B3402E",
    "due_soon": "#E0A100",
    "recurring": "#7FA8C9",
    "open": "#1F4E79",
    "without_limit": "#B8C1CA",
}


def add_charts(book: Workbook, sheet: Worksheet, report: Report) -> None:
    """Put the charts on their sheet, one below the other."""
    charts = [_months(book, report), _areas(book, report), *_metrics(book, report)]
    page = 0
    if any(load.lead for load in report.agencies):
        _insert(sheet, _agencies(book, report), 1, _PAGE)
        page = 1
    for n, chart in enumerate(charts):
        _insert(sheet, chart, 1 + page * _PAGE + n * _PAGE // 2, _PAGE // 2)
    sheet.set_print_scale(100)  # pages are ended by hand, which no sheet does that is fitted to its width
    sheet.set_h_pagebreaks([1 + _PAGE * n for n in range(1, page + (len(charts) + 1) // 2)])


def _insert(sheet: Worksheet, chart: Any, row: int, rows: int) -> None:
    chart.set_size({"width": _WIDTH, "height": (rows - 1) * _ROW})
    chart.set_legend({"position": "bottom", "font": _FONT})
    sheet.insert_chart(row, 0, chart, {"x_offset": 3, "y_offset": 3})


def _months(book: Workbook, report: Report) -> Any:
    name, last = wording.texts("sheets")["months"], len(report.months.months)
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for at, part in enumerate(("overdue", "coming", "recurring"), start=2):
        _series(chart, name, at, last, COLOURS[part], categories=1)
    return _dressed(chart, wording.texts("sections")["months"], most=max(m.total for m in report.months.months))


def _areas(book: Workbook, report: Report) -> Any:
    name, last = wording.texts("sheets")["areas"], len(report.areas)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for at, status in enumerate(STATUSES, start=3):
        _series(chart, name, at, last, _STATUS_COLOURS[status], categories=1)
    return _dressed(chart, wording.texts("sections")["areas"], most=max(r.tasks for r in report.areas), lying=True)


def _agencies(book: Workbook, report: Report) -> Any:
    """The first bodies of their sheet, most pressing first."""
    name, last = wording.texts("sheets")["agencies"], min(len(report.agencies), MOST_BODIES)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for at, status in enumerate(STATUSES, start=4):
        _series(chart, name, at, last, _STATUS_COLOURS[status], categories=1)
    return _dressed(chart, wording.texts("sections")["agencies"], most=max(r.lead for r in report.agencies), lying=True)


def _series(chart: Any, sheet: str, column: int, last: int, colour: str, *, categories: int) -> None:
    chart.add_series(
        {
            "name": [sheet, 0, column],
            "categories": [sheet, 1, categories, last, categories],
            "values": [sheet, 1, column, last, column],
            "fill": {"color": colour},
            "gap": 50,
        }
    )


def years_of(report: Report) -> list[int]:
    """The years of all targets: the columns of the sheet of years."""
    return sorted({year for metric in report.metrics for year in metric.years})


def dated_rows(report: Report) -> list[tuple[Metric, Series]]:
    """The rows of the sheet of years: each metric with each body that sets a year."""
    return [(m, series) for m in report.metrics for series in m.series if any(aim.year for aim in series.aims)]


def _metrics(book: Workbook, report: Report) -> list[Any]:
    """A line for each body with values. Names are taken from cells, so that none is read as a formula."""
    sheet, years = wording.texts("sheets")["years"], years_of(report)
    rows: dict[int, list[tuple[int, Series]]] = {}
    for row, (metric, series) in enumerate(dated_rows(report), start=1):
        rows.setdefault(id(metric), []).append((row, series))
    chosen = [metric for metric in report.metrics if drawn(metric)][:MOST_CHARTS]
    return [_metric(book, metric, sheet, rows[id(metric)], years) for metric in chosen]


def _metric(book: Workbook, metric: Metric, sheet: str, rows: Sequence[tuple[int, Series]], years: list[int]) -> Any:
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    low, high = FIRST_YEAR + years.index(metric.years[0]), FIRST_YEAR + years.index(metric.years[-1])
    for row, series in rows:
        if series.points:
            chart.add_series(
                {
                    "name": [sheet, row, 3],
                    "categories": [sheet, 0, low, 0, high],
                    "values": [sheet, row, low, row, high],
                    "marker": {"type": "circle", "size": 6},
                    "line": {"width": 1.75},
                }
            )
    chart.show_blanks_as("span")
    _dressed(chart, [sheet, rows[0][0], 1])
    chart.set_x_axis(
        {
            "min": metric.years[0] - 1,
            "max": metric.years[-1] + 1,
            "major_unit": max(1, (metric.years[-1] - metric.years[0]) // 10),
            "num_format": "0",
            "num_font": _FONT,
            "major_gridlines": {"visible": False},
        }
    )
    return chart


def _dressed(chart: Any, title: str | list[Any], *, most: int = 0, lying: bool = False) -> Any:
    """The chart with its title and axes; ``most`` is the largest count, so that few things are counted by ones."""
    ones = {"major_unit": 1} if 0 < most <= _FEW else {}
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 13, "bold": True}, "overlay": False})
    counts = {"num_font": _FONT, "major_gridlines": {"visible": True, "line": {"color": "#D9DEE4"}}, **ones}
    chart.set_x_axis(counts if lying else {"num_font": _FONT})
    chart.set_y_axis({"num_font": _FONT, "reverse": True} if lying else counts)  # lying: the first row on top
    return chart
