"""The report as one page of HTML that stands alone: no script, nothing fetched, for the screen, the phone and A4."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, BinaryIO

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from analyzer.reporting import plots, wording
from analyzer.reporting.gathering import AREAS
from analyzer.reporting.model import Aim, Item, Listing, Load, Metric, Report, Series
from analyzer.tracking import STATUSES
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.labels import labels
from analyzer.writing.words import shortened

#: What a page has room for; beyond it the number of what is left out is told, and workbook and JSON have it.
MOST_BODIES = 40
MOST_HEATED = 25
MOST_ITEMS = 100
MOST_RECURRING = 50
MOST_METRICS = 40
MOST_NAMES = 40
#: A plot is drawn from so many years on.
FEWEST_YEARS = 3
_SHADES = 6
_DOCUMENT = 44  # characters of a document's name in a narrow cell
_TASK = 400  # characters of a task


def write(report: Report, file: BinaryIO) -> None:
    """Write the page."""
    file.write(page(report).encode("utf-8"))


def page(report: Report) -> str:
    """The page as text."""
    return _template().render(
        report=report,
        cover=report.cover,
        shown=_shown(report),
        plots=_plots(report),
        areas=AREAS,
        statuses=STATUSES,
        area_names=labels("area"),
        status_names=wording.statuses(),
        texts=wording.texts,
        say=wording.say,
        number=wording.number,
        kinds=wording.kinds(report.cover),
        covers=wording.covers(report.cover),
        as_of=vietnamese_date(report.cover.as_of),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("analyzer.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters["capital"] = capital
    environment.filters["amount"] = wording.number
    return environment.get_template("report.html.j2")


def _plots(report: Report) -> Mapping[str, Markup]:
    if not report.cover.tasks:
        return {}
    return {
        "upright": plots.month_bars(report.months),
        "lying": plots.month_bars(report.months, upright=False),
    }


def _shown(report: Report) -> Mapping[str, Any]:
    """What of the report the page has room for, in the form in which it stands there."""
    metrics = report.metrics[:MOST_METRICS]
    return {
        "loads": _loads(report.agencies),
        "heat": _heat(report.agencies),
        "lists": [
            (name, _items(listing, MOST_RECURRING if name == "recurring" else MOST_ITEMS))
            for name, listing in _lists(report)
        ],
        "metrics": [_metric(metric, f"metric{n}") for n, metric in enumerate(metrics, start=1)],
        "metrics_rest": len(report.metrics) - len(metrics) + report.metrics_rest,
        "trust": _trust(report),
        "months_rest": _months_rest(report),
        "sections": _sections(report),
    }


def _lists(report: Report) -> Sequence[tuple[str, Listing]]:
    return ("overdue", report.overdue), ("due_soon", report.due_soon), ("recurring", report.recurring)


def _sections(report: Report) -> Sequence[str]:
    """The names of the sections, in their order."""
    return ["agencies", "months", "areas", "heat", *(name for name, _ in _lists(report)), "metrics", "trust"]


def _loads(loads: Sequence[Load]) -> Mapping[str, Any]:
    """The first bodies, nobody, the others in one row, the sum of all."""
    named = [load for load in loads if load.kind != "nobody"]
    first, rest = named[:MOST_BODIES], named[MOST_BODIES:]
    nobody = [load for load in loads if load.kind == "nobody"]
    return {
        "rows": [_load(load) for load in first],
        "rest": _sum(rest) if rest else None,
        "rest_name": wording.say("page", "rest_bodies", count=wording.number(len(rest))),
        "nobody": [_load(load) for load in nobody],
        "total": _sum(loads),
    }


def _load(load: Load) -> Mapping[str, Any]:
    return {
        "name": load.name,
        "kind": wording.texts("kinds")[load.kind],
        "lead": load.lead,
        "support": load.support,
        "statuses": load.statuses,
    }


def _sum(loads: Sequence[Load]) -> Mapping[str, Any]:
    return {
        "lead": sum(load.lead for load in loads),
        "support": sum(load.support for load in loads),
        "statuses": {status: sum(load.statuses[status] for load in loads) for status in STATUSES},
    }


def _heat(loads: Sequence[Load]) -> Mapping[str, Any]:
    """The bodies with most tasks to lead by area, each cell with its shade."""
    led = sorted((load for load in loads if load.lead), key=lambda load: (load.kind == "nobody", -load.lead))
    first, rest = led[:MOST_HEATED], led[MOST_HEATED:]
    most = max((count for load in first for count in load.areas.values()), default=1)

    def cells(counts: Mapping[Any, int], shaded: bool = True) -> list[tuple[int, int]]:
        found = [counts.get(area, 0) for area in AREAS]
        return [(count, math.ceil(_SHADES * math.sqrt(count / most)) if shaded else 0) for count in found]

    def summed(rows: Sequence[Load]) -> dict[Any, int]:
        return {area: sum(load.areas.get(area, 0) for load in rows) for area in AREAS}

    return {
        "rows": [(load.name, cells(load.areas), load.lead) for load in first],
        "rest": (cells(summed(rest), False), sum(load.lead for load in rest)) if rest else None,
        "rest_name": wording.say("page", "rest_bodies", count=wording.number(len(rest))),
        "total": (cells(summed(loads), False), sum(load.lead for load in loads)),
    }


def _items(listing: Listing, most: int) -> Mapping[str, Any]:
    items = listing.items[:most]
    return {"rows": [_item(item) for item in items], "rest": listing.total - len(items), "total": listing.total}


def _item(item: Item) -> Mapping[str, Any]:
    return {
        "bodies": item.bodies,
        "task": shortened(item.task, _TASK),
        "day": wording.shown_day(item.day, item.hour),
        "left": abs(item.left),
        "limits": shortened("; ".join(item.limits), _DOCUMENT * 2),
        "doubtful": item.doubtful,
        "document": shortened(item.where.document, _DOCUMENT * 2),
        "place": item.where.place,
    }


def _metric(metric: Metric, name: str) -> Mapping[str, Any]:
    columns: list[int | None] = [*metric.years, *([None] if metric.undated else [])]
    return {
        "name": metric.name,
        "unit": metric.unit,
        "columns": [str(year) if year else wording.texts("columns")["no_year"] for year in columns],
        "rows": [
            (series.setter or wording.texts("metrics")["nobody"], [_aims(series, year) for year in columns])
            for series in metric.series
        ],
        "plot": plots.metric_lines(metric, name) if drawn(metric) else None,
    }


def drawn(metric: Metric) -> bool:
    """Whether there is a line to draw: values of three years on one scale, two of them by one body."""
    years = {year for series in metric.series for year, _ in series.points}
    return len(years) >= FEWEST_YEARS and any(len(series.points) > 1 for series in metric.series)


def _aims(series: Series, year: int | None) -> list[Mapping[str, Any]]:
    return [_aim(aim) for aim in series.of(year)]


def _aim(aim: Aim) -> Mapping[str, Any]:
    return {
        "value": wording.value(aim),
        "mark": wording.texts("marks")[aim.change] if aim.change else "",
        "change": wording.change(aim),
        "eased": aim.eased,
        "document": _short(aim),
        "title": f"{aim.where.document}: {aim.text}",
    }


def _short(aim: Aim) -> str:
    """The document's number; with its day where the value has no year of its own."""
    place = aim.where
    if place.number is None:
        return shortened(place.document, _DOCUMENT)
    if aim.year is not None or aim.issued_on is None:
        return place.number
    return f"{place.number}, {vietnamese_date(aim.issued_on)}"


def capital(name: str) -> str:
    """The name as it opens a line.

    >>> capital("các sở, ban, ngành")
    'Các sở, ban, ngành'
    """
    return name[:1].upper() + name[1:]


def _trust(report: Report) -> Mapping[str, Any]:
    trust, cover = report.trust, report.cover
    tasks = {"doubtful": trust.doubtful, "without_lead": trust.without_lead, "waiting": trust.waiting}
    documents = {"undated": cover.undated, "warned": trust.warned}
    rows = [(key, count, cover.tasks) for key, count in tasks.items()]
    rows += [(key, count, cover.documents) for key, count in documents.items()]
    return {
        "rows": [(wording.texts("trust")[key], share(count, whole)) for key, count, whole in rows],
        "names": [
            (wording.texts("trust")[key], [_counted(load) for load in found[:MOST_NAMES]], len(found[MOST_NAMES:]))
            for key, found in (("unsettled", trust.unsettled), ("unregistered", trust.unregistered))
            if found
        ],
    }


def share(count: int, whole: int) -> str:
    """A number with its share.

    >>> share(3, 200), share(0, 0)
    ('3 (1,5%)', '0')
    """
    if not whole:
        return wording.number(count)
    percent = wording.number(round(count * 100 / whole, 1))
    return wording.say("trust", "share", count=wording.number(count), percent=percent)


def _counted(load: Load) -> str:
    return wording.say("trust", "counted", name=capital(to_settle(load)), count=wording.number(load.parts))


def to_settle(load: Load) -> str:
    """What documents call the body, and the bodies it may be today.

    >>> from analyzer.reporting.model import Load
    >>> to_settle(Load("Sở A hoặc Sở B (cần xác định)", "Sở C", None, None, "unsettled", 1, 0, {}, {}))
    'Sở C → Sở A hoặc Sở B (cần xác định)'
    >>> to_settle(Load("Sở C (nay: cần xác định)", "Sở C", None, None, "unsettled", 1, 0, {}, {}))
    'Sở C'
    """
    if load.named is None:
        return load.name
    return load.named if load.name.startswith(load.named) else f"{load.named} → {load.name}"


def _months_rest(report: Report) -> str:
    months = report.months
    counts = {
        "before": months.before,
        "after": months.after,
        "undated": months.undated,
        "shown": sum(month.total for month in months.months),
        "total": months.total,
    }
    return wording.say("leads", "months_rest", **{name: wording.number(count) for name, count in counts.items()})
