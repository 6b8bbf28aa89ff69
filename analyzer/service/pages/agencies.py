"""The pages of the register of agencies: finding bodies, what became of them, what they have to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection, func, select

from analyzer.archive import Archive
from analyzer.archive.bodies import named
from analyzer.archive.due import DueList, due_list
from analyzer.archive.index.tables import hit, profile
from analyzer.archive.search import search
from analyzer.archive.selection import Filters
from analyzer.archive.tables import assignment, body, document
from analyzer.knowledge import agency_search
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.former_bodies import body_id
from analyzer.knowledge.provinces import by_id
from analyzer.review import clock
from analyzer.service.access.guard import Reader
from analyzer.service.api.agencies import get_agency
from analyzer.service.api.models.agencies import Called
from analyzer.service.pages.asking import Asking, address
from analyzer.service.pages.due import CALLED, PERIODS
from analyzer.service.pages.templating import render
from analyzer.service.state import ServiceDep

router = APIRouter(default_response_class=HTMLResponse)

PATH = "/co-quan"
_FOUND = 30
_BUSIEST = 24
_LATEST = 8
_NAMES = 12
LEVELS: Mapping[str, str] = {
    "central": "Trung ương",
    "party_central": "Cơ quan Đảng ở trung ương",
    "provincial": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A body in a list: where its page is, and how many tasks it has where that is counted."""

    name: str
    to: str
    ended: bool = False
    heir_of: str | None = None
    tasks: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What an archive has of a body: tasks by role, documents it issued, the names it goes by there."""

    roles: Mapping[str, int]
    issued: int
    names: tuple[tuple[str, int], ...]
    due: DueList


@router.get(PATH)
def agencies_page(request: Request, service: ServiceDep, person: Reader) -> HTMLResponse:
    """The search of the register; without words the bodies that have most to do."""
    asking = Asking(PATH, request.query_params)
    query, today = asking.text("q"), clock.today()
    found = [
        Line(
            hit.name,
            _page_of(body_id(hit.agency, hit.province), hit.province.name if hit.province else None),
            not hit.agency.valid_on(today) or (hit.province is not None and not hit.province.valid_on(today)),
            hit.heir_of,
        )
        for hit in (agency_search.find(query, today, _FOUND) if query else ())
    ]
    busiest = [] if query else _busiest(service.archive)
    return render(request, "agencies.html", person=person, query=query, found=found, busiest=busiest)


@router.get(PATH + "/{agency_id}")
def agency_page(request: Request, agency_id: str, service: ServiceDep, person: Reader) -> HTMLResponse:
    """A body of the register: where it comes from, who answers for it, and its tasks."""
    asking = Asking(request.url.path, request.query_params)
    told = get_agency(person, agency_id, province=asking.text("tinh") or None, as_of=None)
    return render(
        request,
        "agency.html",
        person=person,
        agency=told,
        level=LEVELS.get(told.level, ""),
        page_of=_page_of,
        link=lambda called: (
            None if called.id == told.id else _link(called, told.province.name if told.province else None)
        ),
        ended=all(heir.name != told.name for heir in told.current),
        others=[heir for heir in told.current if heir.name != told.name],
        work=_work(service.archive, told.name),
        latest=search(
            service.archive,
            "",
            Filters(agencies=(told.name,), roles=("lead", "support"), what=("task",)),
            sort="date",
            limit=_LATEST,
        ),
        periods=[(name, called, PERIODS[name]) for name, called in CALLED.items()],
        tasks_at=lambda role: address("/tim-kiem", {"cq": [told.name], "vt": [role], "thuoc": ["task"]}),
        issued_at=address("/tim-kiem", {"bh": [told.name], "thuoc": ["title"]}),
        due_at=lambda period: address("/han", {"muc": [period], "cq": [told.name]}),
        search_at=lambda name: address("/tim-kiem", {"cq": [name]}),
    )


def _page_of(agency_id: str, province: str | None = None) -> str:
    """The page of a body; of one that each province has, as that province's.

    >>> _page_of("so-y-te", "tỉnh Gia Lai"), _page_of("ubnd-tinh-gia-lai", "tỉnh Gia Lai")
    ('/co-quan/so-y-te?tinh=t%E1%BB%89nh+Gia+Lai', '/co-quan/ubnd-tinh-gia-lai')
    """
    tells = bool(Register.load().provinces_of(agency_id))
    return address(f"{PATH}/{agency_id}", {"tinh": [province] if province and not tells else []})


def _link(called: Called, province: str | None) -> str | None:
    """The page of a body named in a reorganisation; None for a province."""
    entry = Register.load().get(called.id)
    return None if entry is None else _page_of(called.id, province if entry.area == "province" else None)


def _work(archive: Archive, name: str) -> Work:
    with archive.reading() as connection:
        archive.index.prepare(connection)
        ids = sorted(named(connection, name).ids)
        roles = _tasks(connection, ids, assignment.c.role)
        names = _tasks(connection, ids, body.c.name)
        issued = connection.execute(select(func.count()).select_from(document).where(document.c.issuer.in_(ids)))
        issued_count: int = issued.scalar_one()
    most = sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
    due = due_list(archive, "overdue", clock.today(), agencies=(name,), limit=1)
    return Work(roles, issued_count, tuple(most[:_NAMES]), due)


def _tasks(connection: Connection, ids: list[int], by: Any) -> dict[str, int]:
    """How many tasks bodies have a part in, by role or by name."""
    counted = (
        select(by.label("by"), func.count(assignment.c.entry.distinct()).label("tasks"))
        .join(body, body.c.id == assignment.c.body)
        .join(hit, hit.c.entry == assignment.c.entry)
        .join(profile, profile.c.id == hit.c.profile)
        .where(assignment.c.body.in_(ids), profile.c.what == "task")
        .group_by(by)
    )
    return {row.by: row.tasks for row in connection.execute(counted)}


def _busiest(archive: Archive) -> list[Line]:
    """The bodies of the register that have most to do, as documents have them."""
    parts = (
        select(assignment.c.body, func.count().label("tasks"))
        .where(assignment.c.role.in_(("lead", "support")))
        .group_by(assignment.c.body)
        .subquery()
    )
    query = (
        select(body.c.agency, body.c.province, func.sum(parts.c.tasks).label("tasks"))
        .join(parts, parts.c.body == body.c.id)
        .where(body.c.agency != "")
        .group_by(body.c.agency, body.c.province)
        .order_by(func.sum(parts.c.tasks).desc(), body.c.agency, body.c.province)
        .limit(_BUSIEST)
    )
    with archive.reading() as connection:
        rows = connection.execute(query).all()
    return [line for row in rows if (line := _line(row.agency, row.province, int(row.tasks))) is not None]


def _line(agency_id: str, province_id: str, tasks: int) -> Line | None:
    register = Register.load()
    entry = register.get(agency_id)
    if entry is None:  # of a register that knew more
        return None
    try:
        place = by_id(province_id) if province_id else next(iter(register.provinces_of(agency_id)), None)
    except KeyError:
        place = None
    to = _page_of(agency_id, place.name if place and entry.area == "province" else None)
    return Line(body_name(entry, place), to, not entry.valid_on(clock.today()), None, tasks)
