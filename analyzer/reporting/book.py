"""The report as a workbook: the tables of the page in full, with native charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, BinaryIO

from xlsxwriter.workbook import Workbook

from analyzer.reporting import wording
from analyzer.reporting.charts import FIRST_YEAR, add_charts, dated_rows, years_of
from analyzer.reporting.gathering import AREAS
from analyzer.reporting.model import Aim, Item, Listing, Report, Series
from analyzer.reporting.page import capital, share, to_settle
from analyzer.tracking import STATUSES, Status
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label, labels
from analyzer.writing.sheets import Column, Formats, fill, print_setup, workbook

EASED_COLOUR = "#FBE3DE"
_ORDER = Column("order", 5, "centre")
_STATUSES = tuple(Column(status, 11, "centre") for status in STATUSES)


def write(report: Report, file: BinaryIO) -> None:
    """Write the workbook. Raises :class:`analyzer.writing.sheets.WorkbookFull` beyond Excel's row limit."""
    title = wording.texts("page")["title"]
    with workbook(file, title) as book:
        sheets = _Sheets(book, report, f"{title} – {wording.say('page', 'as_of', date=_day(report))}")
        sheets.add_all()


class _Sheets:
    def __init__(self, book: Workbook, report: Report, title: str) -> None:
        self._book, self._report, self._title = book, report, title
        self._formats = Formats(book)

    def add_all(self) -> None:
        """All sheets in their order; that of charts comes second and is filled last."""
        report, statuses = self._report, wording.statuses()
        self._fill("cover", (_ORDER, Column("what", 60), Column("told", 60)), _cover(report))
        charts = self._book.add_worksheet(wording.texts("sheets")["charts"])
        agency = (_ORDER, Column("agency", 50), Column("kind", 16), Column("lead", 11, "centre"))
        self._fill("agencies", (*agency, *_STATUSES, Column("support", 11, "centre")), _agencies(report), statuses)
        counts = tuple(Column(name, 14, "centre") for name in ("overdue", "coming", "recurring", "total"))
        self._fill("months", (_ORDER, Column("month", 16), *counts), _months(report))
        area = (_ORDER, Column("area", 34), Column("tasks", 11, "centre"))
        self._fill("areas", (*area, *_STATUSES), _areas(report), statuses)
        self._heat()
        for name, listing in (
            ("overdue", report.overdue),
            ("due_soon", report.due_soon),
            ("recurring", report.recurring),
        ):
            self._listing(name, listing)
        self._years()
        self._aims()
        self._fill(
            "trust", (_ORDER, Column("what", 64), Column("name", 60), Column("told", 18, "centre")), _trust(report)
        )
        print_setup(charts, self._title)
        add_charts(self._book, charts, report)

    def _fill(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterator[SimpleNamespace],
        heads: Mapping[Any, str] | None = None,
    ) -> None:
        sheet = self._book.add_worksheet(wording.texts("sheets")[name])
        heads = {**wording.texts("columns"), **(heads or {})}

        def colour(row: SimpleNamespace, column: Column) -> str | None:
            return getattr(row, "colour", None)

        fill(sheet, self._formats, columns, rows, title=self._title, heads=heads, colour=colour)

    def _heat(self) -> None:
        columns = (
            _ORDER,
            Column("agency", 44),
            *(Column(a, 12, "centre") for a in AREAS),
            Column("total", 9, "centre"),
        )
        loads = sorted((load for load in self._report.agencies if load.lead), key=lambda load: -load.lead)
        rows = (
            SimpleNamespace(
                order=n,
                agency=capital(load.name),
                total=load.lead,
                **{area: load.areas.get(area) for area in AREAS},
            )
            for n, load in enumerate(loads, start=1)
        )
        self._fill("heat", columns, rows, labels("area"))
        sheet = self._book.get_worksheet_by_name(wording.texts("sheets")["heat"])
        scale = {
            "type": "2_color_scale",
            "min_color": "#FFFFFF",
            "max_color": "#4D87B7",
            "min_type": "num",
            "min_value": 0,
        }
        if loads:
            sheet.conditional_format(1, 2, len(loads), 1 + len(AREAS), scale)

    def _listing(self, name: str, listing: Listing) -> None:
        left = "late" if name == "overdue" else "left"
        columns = (
            _ORDER,
            Column("bodies", 24),
            Column("task", 50),
            Column("day", 11, "date"),
            Column("hour", 7, "centre", optional=True),
            Column("left", 9, "centre"),
            Column("limits", 18),
            Column("document", 18),
            Column("place", 11),
            Column("check", 8, "centre", optional=True),
        )
        columns_named = wording.texts("columns")
        heads = {"left": columns_named[left], "day": columns_named["next_day" if name == "recurring" else "day"]}
        self._fill(name, columns, _items(listing), heads)

    def _years(self) -> None:
        """A row a metric and body; of several values for a year that of the latest document, as a number."""
        years, dated = years_of(self._report), dated_rows(self._report)
        columns = (_ORDER, Column("metric", 46), Column("unit", 14), Column("setter", 30))
        rows = (
            SimpleNamespace(order=n, metric=metric.name, unit=metric.unit, setter=_setter(series))
            for n, (metric, series) in enumerate(dated, start=1)
        )
        self._fill("years", columns, rows)
        sheet = self._book.get_worksheet_by_name(wording.texts("sheets")["years"])
        if years:
            sheet.set_column(FIRST_YEAR, FIRST_YEAR + len(years) - 1, 9)
            for at, year in enumerate(years, start=FIRST_YEAR):
                sheet.write_number(0, at, year, self._formats.head)
        for row, (_, series) in enumerate(dated, start=1):
            latest = {aim.year: aim for aim in series.aims}
            for at, year in enumerate(years, start=FIRST_YEAR):
                aim = latest.get(year)
                if aim is None:
                    sheet.write_blank(row, at, None, self._formats.cell("centre"))
                else:
                    sheet.write_number(row, at, aim.value, self._valued(aim))
        sheet.freeze_panes(1, FIRST_YEAR)

    def _valued(self, aim: Aim) -> object:
        """The format that shows the value with its comparator, and less than the year before in colour."""
        sign = wording.texts("comparators")[aim.comparator]
        return self._formats.cell("centre", EASED_COLOUR if aim.eased else None, number=f'"{sign}"General')

    def _aims(self) -> None:
        columns = (
            _ORDER,
            Column("metric", 30),
            Column("unit", 9),
            Column("setter", 20),
            Column("year", 7, "centre"),
            Column("comparator", 10, "centre"),
            Column("value", 9, "centre"),
            Column("upper", 8, "centre", optional=True),
            Column("words", 14),
            Column("change", 15),
            Column("by", 11, "date"),
            Column("named", 30),
            Column("document", 20),
            Column("place", 9, optional=True),
        )
        self._fill("aims", columns, _aims(self._report))


def _day(report: Report) -> str:
    return vietnamese_date(report.cover.as_of)


def _cover(report: Report) -> Iterator[SimpleNamespace]:
    cover, page = report.cover, wording.texts("page")
    rows: list[tuple[str, str | int]] = [(page["title"], wording.say("page", "as_of", date=_day(report)))]
    rows.append((page["scope"], wording.covers(cover)))
    if cover.filters:
        filters = wording.texts("filters")
        rows.append((page["filters"], "; ".join(f"{filters[name]}: {words}" for name, words in cover.filters.items())))
    rows += [(wording.statuses()[status], cover.statuses[status]) for status in STATUSES]
    rows.append((wording.texts("columns")["tasks"], cover.tasks))
    rows.append((page["parts"], report.parts))
    rows.append((page["kinds"], wording.kinds(cover)))
    rows.append((page["policy"], wording.texts("policies")[cover.policy]))
    rows.append((page["note"], f"{page['caveat']} {wording.say('page', 'soon', within=cover.within)}"))
    yield from (SimpleNamespace(order=n, what=what, told=told) for n, (what, told) in enumerate(rows, start=1))


def _agencies(report: Report) -> Iterator[SimpleNamespace]:
    for n, load in enumerate(report.agencies, start=1):
        yield SimpleNamespace(
            order=n,
            agency=capital(load.name),
            kind=wording.texts("kinds")[load.kind],
            lead=load.lead or None,
            support=load.support or None,
            **_by_name(load.statuses),
        )


def _by_name(statuses: Mapping[Status, int]) -> dict[str, int | None]:
    """The counts as fields of a row; none where there is nothing to count, so that figures stand out."""
    return {str(status): count or None for status, count in statuses.items()}


def _months(report: Report) -> Iterator[SimpleNamespace]:
    """The months, then what lies before, behind and outside them."""
    months, n = report.months, 0
    for n, month in enumerate(months.months, start=1):
        counts = {part: getattr(month, part) or None for part in ("overdue", "coming", "recurring")}
        yield SimpleNamespace(order=n, month=wording.month_name(month), total=month.total, **counts)
    for name in ("before", "after", "undated"):
        n += 1
        label_, count = wording.texts("months")[name], getattr(months, name)
        yield SimpleNamespace(order=n, month=label_, overdue=None, coming=None, recurring=None, total=count)


def _areas(report: Report) -> Iterator[SimpleNamespace]:
    for n, row in enumerate(report.areas, start=1):
        yield SimpleNamespace(order=n, area=label("area", row.area), tasks=row.tasks, **_by_name(row.statuses))


def _items(listing: Listing) -> Iterator[SimpleNamespace]:
    for n, item in enumerate(listing.items, start=1):
        yield _row(n, item)


def _row(order: int, item: Item) -> SimpleNamespace:
    return SimpleNamespace(
        order=order,
        bodies="\n".join(capital(body) for body in item.bodies),
        task=item.task,
        day=item.day,
        hour=item.hour,
        left=abs(item.left),
        limits="\n".join(item.limits),
        document=item.where.document,
        place=item.where.place,
        check="x" if item.doubtful else "",
        colour="#FFF2CC" if item.doubtful else None,
    )


def _setter(series: Series) -> str:
    return series.setter or wording.texts("metrics")["nobody"]


def _aims(report: Report) -> Iterator[SimpleNamespace]:
    aims = ((metric, row, aim) for metric in report.metrics for row in metric.series for aim in row.aims)
    for n, (metric, row, aim) in enumerate(aims, start=1):
        yield SimpleNamespace(
            order=n,
            metric=metric.name,
            unit=metric.unit,
            setter=_setter(row),
            year=aim.year,
            comparator=label("comparator", aim.comparator),
            value=aim.value,
            upper=aim.upper,
            words=aim.text,
            change=wording.change(aim),
            by=aim.by,
            named=aim.metric,
            document=aim.where.document,
            place=aim.where.place,
            colour=EASED_COLOUR if aim.eased else None,
        )


def _trust(report: Report) -> Iterator[SimpleNamespace]:
    trust, cover, texts = report.trust, report.cover, wording.texts("trust")
    rows: list[tuple[str, str, str | int]] = [
        (texts["doubtful"], "", share(trust.doubtful, cover.tasks)),
        (texts["without_lead"], "", share(trust.without_lead, cover.tasks)),
        (texts["waiting"], "", share(trust.waiting, cover.tasks)),
        (texts["undated"], "", share(cover.undated, cover.documents)),
        (texts["warned"], "", share(trust.warned, cover.documents)),
    ]
    for key, found in (("unsettled", trust.unsettled), ("unregistered", trust.unregistered)):
        rows += [(texts[key], capital(to_settle(load)), load.parts) for load in found]
    for n, (what, name, told) in enumerate(rows, start=1):
        yield SimpleNamespace(order=n, what=what, name=name, told=told)
