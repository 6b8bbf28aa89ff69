"""The page on which staff check what the machine read: the document beside its task table.

The page is made on the server. Its script sends edits to the API (``/v1/directives/{key}/edits``) and fetches the parts
that changed from the addresses below.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from analyzer.archive.layouts import Layout
from analyzer.archive.store import Card
from analyzer.assembly.models import Directive
from analyzer.knowledge.doc_kinds import doc_kinds
from analyzer.review import clock
from analyzer.review.model import Reviewed
from analyzer.service.access.guard import Reader
from analyzer.service.pages import review_words
from analyzer.service.pages.review_editor import editor
from analyzer.service.pages.review_marks import lines, marks
from analyzer.service.pages.review_rows import sheet
from analyzer.service.pages.templating import render
from analyzer.service.problems import problem
from analyzer.service.state import Service, ServiceDep

router = APIRouter(default_response_class=HTMLResponse)

Key = Annotated[str, Path(max_length=64)]
#: How wide the pictures of pages are: the screens of today show one or two dots a pixel.
WIDTHS = (900, 1600)


@router.get("/van-ban/{key}")
def page(
    request: Request, key: Key, service: ServiceDep, person: Reader, xem: Literal["trang", "chu"] | None = None
) -> HTMLResponse:
    """The review page. ``xem`` chooses between the pages of the original and its text."""
    card = service.archive.by_key(key)
    reviewed = service.reviews.open(card.id)
    layout = page_layout(service, reviewed.machine)
    as_text = layout is None or xem == "chu"
    return render(
        request,
        "review.html",
        person=person,
        key=key,
        card=card,
        layout=layout,
        as_text=as_text,
        lines=lines(reviewed.directive) if as_text else (),
        widths=WIDTHS,
        **_table(service, card, reviewed, person),
    )


@router.get("/van-ban/{key}/bang")
def table(request: Request, key: Key, service: ServiceDep, person: Reader) -> HTMLResponse:
    """The task table as it is now."""
    card = service.archive.by_key(key)
    reviewed = service.reviews.open(card.id)
    return render(request, "review_table.html", person=person, key=key, **_table(service, card, reviewed, person))


@router.get("/van-ban/{key}/nhiem-vu/{task}")
def task_editor(request: Request, key: Key, task: str, service: ServiceDep, person: Reader) -> HTMLResponse:
    """Everything about a task, to be corrected."""
    card = service.archive.by_key(key)
    reviewed = service.reviews.open(card.id)
    shown = sheet(reviewed, service.standings.get(card.id), clock.today())
    row = next((row for row in shown.rows if row.task.id == task), None)
    if row is None:
        raise problem(
            404,
            "no_such_item",
            f"There is no task {task} any more.",
            "Nhiệm vụ này không còn (có thể vừa được gộp hoặc bỏ). Hãy xem lại bảng.",
        )
    return render(
        request,
        "review_editor.html",
        person=person,
        key=key,
        **editor(shown, row),
        may_track=person.may("editor"),
        may_edit=_may_edit(reviewed, person),
    )


@router.get("/van-ban/{key}/thong-tin")
def header_editor(request: Request, key: Key, service: ServiceDep, person: Reader) -> HTMLResponse:
    """Which document it is, to be corrected."""
    card = service.archive.by_key(key)
    reviewed = service.reviews.open(card.id)
    return render(
        request,
        "review_header.html",
        person=person,
        key=key,
        header=reviewed.directive.directive,
        machine=reviewed.machine.directive.model_dump(mode="json"),
        revision=reviewed.revisions.get("header", 0),
        words=review_words.words,
        kinds={kind.abbr: kind.name for kind in reversed(doc_kinds())},
        may_edit=_may_edit(reviewed, person),
    )


@router.get("/van-ban/{key}/lich-su")
def history(request: Request, key: Key, service: ServiceDep, person: Reader, muc: str | None = None) -> HTMLResponse:
    """What people changed, the last first; ``muc`` is the item it is about."""
    card = service.archive.by_key(key)
    reviewed = service.reviews.open(card.id)
    changes = service.reviews.history(card.id)
    return render(
        request,
        "review_history.html",
        person=person,
        key=key,
        changes=[change for change in reversed(changes) if muc is None or muc in change.items],
        covered=review_words.covered(changes),
        orders={found.id: order for order, found in enumerate(reviewed.directive.tasks, 1)},
        told=review_words.told,
        action=review_words.action,
        may_edit=_may_edit(reviewed, person),
    )


@router.get("/van-ban/{key}/chu")
def text(request: Request, key: Key, service: ServiceDep, person: Reader) -> HTMLResponse:
    """The canonical text, with the words of tasks marked."""
    reviewed = service.reviews.open(service.archive.by_key(key).id)
    return render(request, "review_text.html", person=person, lines=lines(reviewed.directive))


@router.get("/van-ban/{key}/chu.txt", response_class=PlainTextResponse)
def plain_text(key: Key, service: ServiceDep, person: Reader) -> PlainTextResponse:
    """The canonical text alone."""
    reviewed = service.reviews.open(service.archive.by_key(key).id)
    return PlainTextResponse(reviewed.directive.text or "")


@router.get("/van-ban/{key}/trang/{number}", response_class=JSONResponse)
def page_words(key: Key, number: int, service: ServiceDep, person: Reader) -> JSONResponse:
    """The words of a page: [start, end, x0, y0, x1, y1, word], in points from the top left."""
    reviewed = service.reviews.open(service.archive.by_key(key).id)
    layout = page_layout(service, reviewed.machine)
    said = reviewed.machine.text or ""
    if layout is None or not layout.fits(said):
        return JSONResponse([])
    found = [(w.start, w.end, *w.box, said[w.start : w.end]) for w in layout.words if w.page == number]
    return JSONResponse(found, headers={"Cache-Control": "private, max-age=3600"})


def page_layout(service: Service, machine: Directive) -> Layout | None:
    """Where the words stand on the pages; None where there is no file with pages (any more)."""
    layout = service.jobs.layout(machine.source.sha256)
    return layout if layout is not None and layout.pages else None


def _may_edit(reviewed: Reviewed, person: Reader) -> bool:
    return person.may("editor") and reviewed.state != "done"


def _table(service: Service, card: Card, reviewed: Reviewed, person: Reader) -> dict[str, Any]:
    """What the table fragment shows."""
    shown = sheet(reviewed, service.standings.get(card.id), clock.today())
    revisions = {item: revision for item, revision in reviewed.revisions.items() if revision}
    revisions |= {f"standing:{row.task.id}": row.standing.revision for row in shown.rows if row.standing.revision}
    return {
        "sheet": shown,
        "header": reviewed.directive.directive,
        "revisions": revisions,
        "marks": marks(reviewed.directive),
        "statuses": review_words.STATUSES,
        "may_edit": _may_edit(reviewed, person),
        "may_finish": person.may("editor"),
    }
