"""The page of what falls due, with how far tasks are, to be set in the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from analyzer.archive.due import DueRow, Period, Weeks, due_list
from analyzer.assembly.models import Area
from analyzer.review import clock
from analyzer.review.errors import Conflict
from analyzer.review.model import Standing, Status
from analyzer.service.access.guard import Editor, Person, Reader, local_path
from analyzer.service.pages.asking import Asking, clean, pages
from analyzer.service.pages.templating import render
from analyzer.service.problems import problem
from analyzer.service.state import Service, ServiceDep
from analyzer.writing.labels import labels

router = APIRouter(default_response_class=HTMLResponse)

PATH = "/han"
_SHOWN = 50
#: The periods by their names in the address.
PERIODS: Mapping[str, Period] = {
    "qua-han": "overdue",
    "tuan": "week",
    "thang": "month",
    "sau": "later",
    "xong": "done",
}
CALLED = {"qua-han": "Quá hạn", "tuan": "Tuần này", "thang": "Tháng này", "sau": "Sau đó", "xong": "Đã xong"}
STATUSES: Mapping[str, str] = {"todo": "Chưa thực hiện", "doing": "Đang thực hiện", "done": "Hoàn thành"}
Choice = Literal["todo", "doing", "done", "extend"]
Day = Annotated[date | Literal[""], Form()]
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Tab:
    """A period as a tab."""

    name: str
    called: str
    count: int
    to: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A task of the list with the revision of its standing."""

    due: DueRow
    standing: Standing
    today: date

    @property
    def id(self) -> str:
        """An identifier for the page."""
        return f"{self.due.key}-{self.due.task}"

    @property
    def left(self) -> str:
        """How long there is.

        >>> from types import SimpleNamespace as Due
        >>> [Row(Due(day=date(2026, 6, day), status="todo"), Standing(), date(2026, 6, 10)).left for day in (7, 10, 11)]
        ['quá 3 ngày', 'hôm nay', 'ngày mai']
        """
        if self.due.day is None or self.due.status == "done":
            return ""
        days = (self.due.day - self.today).days
        if days < 0:
            return f"quá {-days} ngày"
        return {0: "hôm nay", 1: "ngày mai"}.get(days, f"còn {days} ngày")


@router.get(PATH)
def due_page(request: Request, service: ServiceDep, person: Reader) -> HTMLResponse:
    """The tasks of a period; the first that has any, where none is asked for."""
    asking = Asking(PATH, request.query_params)
    chosen = asking.one("muc", PERIODS)
    agencies, areas = asking.texts("cq"), asking.chosen("lv", get_args(Area))
    status: Any = asking.one("tt", get_args(Status))
    first = (asking.page - 1) * _SHOWN if chosen else 0

    def listed(name: str) -> Any:
        return due_list(
            service.archive,
            PERIODS[name],
            clock.today(),
            agencies=agencies,
            areas=areas,
            status=status,
            offset=first,
            limit=_SHOWN,
        )

    found = listed(chosen or "qua-han")
    if chosen is None:
        chosen = next((name for name in PERIODS if found.counts[PERIODS[name]]), "qua-han")
        found = found if chosen == "qua-han" else listed(chosen)
    return render(
        request,
        "due.html",
        person=person,
        asking=asking,
        chosen=chosen,
        called=CALLED[chosen],
        span=_span(chosen, Weeks(clock.today())),
        tabs=[
            Tab(name, called, found.counts[PERIODS[name]], asking.with_(muc=name), name == chosen)
            for name, called in CALLED.items()
        ],
        rows=_rows(service, found.rows),
        total=found.total,
        understood=list(zip(found.bodies, found.known, strict=True)),
        filtered=bool(agencies or areas or status),
        areas=labels("area"),
        statuses=STATUSES,
        here=asking.with_() if asking.page == 1 else asking.at(asking.page),
        page=asking.page,
        pages=pages(found.total, _SHOWN),
    )


@router.get(PATH + "/{key}/{task}")
def standing_form(
    request: Request,
    key: str,
    task: str,
    service: ServiceDep,
    person: Editor,
    chon: Choice | None = None,
    ve: str = PATH,
) -> HTMLResponse:
    """Everything about how far a task is, to be set."""
    card = service.archive.by_key(key)
    now = _standing(service, card.id, task)
    return render(
        request,
        "due_standing.html",
        person=person,
        card=card,
        task=_task(service, card.id, task),
        now=now,
        chosen=now.status if chon in (None, "extend") else chon,
        extend=chon == "extend" or now.extended_to is not None,
        statuses=STATUSES,
        back=local_path(ve),
    )


@router.post(PATH + "/{key}/{task}")
def set_standing(
    request: Request,
    key: str,
    task: str,
    service: ServiceDep,
    person: Editor,
    chon: Annotated[Choice, Form()],
    seen: Annotated[int, Form(ge=0)],
    ve: Annotated[str, Form()] = PATH,
    whole: Annotated[bool, Form()] = False,
    done_on: Day = "",
    done_document: Annotated[str, Form()] = "",
    extend: Annotated[bool, Form()] = False,
    extended_to: Day = "",
    extension_document: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Set how far a task is: by the choice in its row alone, or by the ``whole`` form."""
    card = service.archive.by_key(key)
    back = local_path(ve)
    if not whole and chon in ("done", "extend"):  # these take a day and a document
        asked = Asking(f"{PATH}/{card.key}/{task}", request.query_params)
        return RedirectResponse(asked.with_(chon=chon, ve=back), status_code=303)
    now = _standing(service, card.id, task)
    wanted = replace(now, status="todo" if chon == "extend" else chon, done_on=None, done_document=None)
    if whole:
        done = wanted.status == "done"
        wanted = replace(
            wanted,
            done_on=(done_on or clock.today()) if done else None,
            done_document=(clean(done_document) or None) if done else None,
            extended_to=_extension(extended_to) if extend else None,
            extension_document=(clean(extension_document) or None) if extend else None,
            note=clean(note) or None,
        )
        if done and wanted.done_on and wanted.done_on > clock.today():
            raise problem(422, "bad_day", "It is done on a day to come.", "Ngày hoàn thành ở sau hôm nay. Hãy sửa lại.")
    try:
        service.standings.set(card.id, task, wanted, who=person.name, seen=seen)
    except Conflict as conflict:
        return _conflict(request, service, person, card.id, card.key, task, wanted, back, conflict)
    return RedirectResponse(back, status_code=303)


def _conflict(
    request: Request,
    service: Service,
    person: Person,
    document: int,
    key: str,
    task: str,
    wanted: Standing,
    back: str,
    conflict: Conflict,
) -> HTMLResponse:
    """What somebody else set in the meantime, beside what this person wants, to choose."""
    return render(
        request,
        "due_conflict.html",
        person=person,
        status=409,
        key=key,
        task=_task(service, document, task),
        theirs=_standing(service, document, task),
        mine=wanted,
        conflict=conflict,
        statuses=STATUSES,
        back=back,
    )


def _span(name: str, weeks: Weeks) -> str:
    """From when to when a period is.

    >>> _span("thang", Weeks(date(2026, 11, 18))), _span("thang", Weeks(date(2026, 11, 30)))
    ('Sau tuần này, đến hết ngày 30/11/2026', 'Tuần này là tuần cuối của tháng')
    """
    week, month = weeks.week_ends, weeks.month_ends
    if name == "thang":
        return f"Sau tuần này, đến hết ngày {month:%d/%m/%Y}" if month > week else "Tuần này là tuần cuối của tháng"
    return {
        "qua-han": "Hạn đã qua mà chưa ghi là hoàn thành; mới qua hạn xếp trước",
        "tuan": f"Đến hết Chủ nhật, ngày {week:%d/%m/%Y}",
        "sau": f"Sau ngày {month:%d/%m/%Y}",
        "xong": "Đã ghi là hoàn thành; mới xong xếp trước",
    }[name]


def _extension(day: date | Literal[""]) -> date:
    if not day:
        raise problem(
            422, "no_day", "The new day is missing.", "Chưa ghi hạn mới. Hãy chọn ngày được gia hạn đến rồi lưu lại."
        )
    return day


def _rows(service: Service, found: tuple[DueRow, ...]) -> list[Row]:
    standings = {document: service.standings.get(document) for document in {row.document for row in found}}
    return [Row(row, standings[row.document].get(row.task, Standing()), clock.today()) for row in found]


def _standing(service: Service, document: int, task: str) -> Standing:
    return service.standings.get(document).get(task, Standing())


def _task(service: Service, document: int, task: str) -> Any:
    """A task as it is now. Raises Problem 404."""
    for known in service.archive.directive(document).tasks:
        if known.id == task:
            return known
    raise problem(404, "no_such_item", "There is no such task (any more).", "Nhiệm vụ này không còn trong văn bản.")
