"""The application: what answers which address, and what becomes of errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from analyzer import __version__
from analyzer.errors import AnalyzerError
from analyzer.service.access import install
from analyzer.service.access.guard import SignInFirst, person_of
from analyzer.service.access.guard import sign_in_page as sent_to_sign_in
from analyzer.service.api import about, agencies, directives, due, jobs, originals, reading, review, search
from analyzer.service.api.openapi import describe
from analyzer.service.pages import agencies as agencies_page
from analyzer.service.pages import due as due_page
from analyzer.service.pages import queue as queue_page
from analyzer.service.pages import review as review_page
from analyzer.service.pages import search as search_page
from analyzer.service.pages import sign_in as sign_in_page
from analyzer.service.pages.templating import STATIC, render
from analyzer.service.problems import MEDIA_TYPE, Problem, problem, problem_of
from analyzer.service.settings import Settings
from analyzer.service.state import Service

_API = (directives, reading, originals, review, jobs, search, agencies, due, about)
_PAGES = (queue_page, review_page, search_page, due_page, agencies_page, sign_in_page)
_FOR_PROGRAMS = ("/v1/", "/healthz", "/version")


def create_app(settings: Settings) -> FastAPI:
    """The application of a service; it opens the archive and starts its workers when it is started itself."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running = await run_in_threadpool(Service.of, settings)
        app.state.service = running
        await run_in_threadpool(running.start)
        try:
            yield
        finally:
            await run_in_threadpool(running.stop)

    app = FastAPI(
        title="Directive analyzer",
        version=__version__,
        description="Reads Vietnamese administrative directives and turns them into structured task lists.",
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # these pages would fetch their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    for endpoints in _API:
        app.include_router(endpoints.router)
    for page in _PAGES:
        app.include_router(page.router, include_in_schema=False)
    app.mount("/tinh", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(AnalyzerError, _on_typed_error)
    app.add_exception_handler(RequestValidationError, _on_bad_values)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_surprise)
    install(app, settings)
    describe(app)
    return app


def told(request: Request, what: Problem) -> Response:
    """A problem as an answer: a page for a browser that asked for one, else a problem document."""
    scope_state: dict[str, Any] = request.scope.get("state", {})
    request_id = scope_state.get("request_id")
    if _wants_page(request):
        if isinstance(what, SignInFirst):
            return sent_to_sign_in(request)
        response: Response = render(
            request,
            "error.html",
            person=person_of(request),
            status=what.status,
            problem=what,
            request_id=request_id,
        )
    else:
        document = what.document(f"urn:analyzer:request:{request_id}" if request_id else None)
        response = JSONResponse(document, what.status, media_type=MEDIA_TYPE)
    response.headers.update(what.headers)
    return response


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith(_FOR_PROGRAMS) and "text/html" in request.headers.get("accept", "")


async def _on_problem(request: Request, error: Exception) -> Response:
    return told(request, cast(Problem, error))


async def _on_typed_error(request: Request, error: Exception) -> Response:
    return told(request, problem_of(cast(AnalyzerError, error)))


async def _on_bad_values(request: Request, error: Exception) -> Response:
    wrong = [
        {"where": ".".join(map(str, e["loc"])), "message": e["msg"], "kind": e["type"]}
        for e in cast(RequestValidationError, error).errors()
    ]
    places = ", ".join(e["where"] for e in wrong)
    return told(
        request,
        problem(
            422,
            "bad_values",
            f"Not as it should be: {places}. See errors.",
            f"Giá trị chưa đúng: {places}.",
            errors=wrong,
        ),
    )


async def _on_http_error(request: Request, error: Exception) -> Response:
    known = cast(HTTPException, error)
    code, detail, detail_vi = {
        404: ("not_found", "There is nothing at this address.", "Địa chỉ này không có nội dung."),
        405: ("method_not_allowed", "The address does not take this method.", "Địa chỉ này không nhận thao tác đó."),
    }.get(known.status_code, ("bad_request", str(known.detail), "Yêu cầu không đúng khuôn dạng."))
    return told(request, problem(known.status_code, code, detail, detail_vi, headers=known.headers))


async def _on_surprise(request: Request, error: Exception) -> Response:
    # the middleware for errors raises it again, so that it is logged with its traceback
    detail = "The service failed. Tell the administrator the request's id."
    return told(request, problem(500, "internal_error", detail, "Hệ thống gặp lỗi. Hãy báo mã yêu cầu cho quản trị."))
