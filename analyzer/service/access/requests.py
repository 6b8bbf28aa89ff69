"""The frame of every request: its id, its line in the log, and an answer even where the service fails."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyzer.service.access.answers import refuse
from analyzer.service.access.identify import PUBLIC_UNDER
from analyzer.service.access.logs import tell
from analyzer.service.problems import Problem, problem

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_JOB = re.compile(r"(?:^|/(?:jobs|hang-doi)/)([A-Za-z0-9_-]{22})\Z")


class Requests:
    """Gives each request an id, taken from a proxy in front where it is well formed, and writes its line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = name = request_id(Headers(scope=scope).get(HEADER))
        begun, status, made = time.perf_counter(), 0, ""

        async def answer(message: Message) -> None:
            nonlocal status, made
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = name
                made = headers.get("location", "")
            await send(message)

        failed: BaseException | None = None
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            failed = error
            if status:  # the answer has begun: the connection breaks off, so that nobody takes a part for the whole
                raise
            await refuse(_broken(name), scope, receive, answer)
        except BaseException as error:  # cancelled as the service stops
            failed = error
            raise
        finally:
            tell(
                "request",
                level=logging.ERROR if failed is not None else logging.INFO,
                error=failed,
                request=name,
                method=scope["method"] if scope["method"].isalpha() and len(scope["method"]) < 20 else "?",
                route=route_of(scope),
                status=status or None,
                ms=round((time.perf_counter() - begun) * 1000, 1),
                person=getattr(state.get("person"), "name", None),
                job=job_of(scope, made),
            )


def request_id(given: str | None) -> str:
    """The id a proxy gave where it is well formed, else one at random.

    >>> request_id("0af7651916cd43dd"), len(request_id("x\\ny")), len(request_id(None))
    ('0af7651916cd43dd', 36, 36)
    """
    return given if given is not None and _WELL_FORMED.fullmatch(given) else str(uuid.uuid4())


def route_of(scope: dict[str, Any] | Scope) -> str:
    """The pattern of the route that answered ("/van-ban/{key}"); of what no route answers nothing is told."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return next((under for under in PUBLIC_UNDER if scope.get("path", "").startswith(under)), "-")


def job_of(scope: Scope, location: str) -> str | None:
    """The job that a request is about: the one its route names, or that it made and sends the caller on to.

    >>> job_of({"type": "http"}, "/v1/jobs/4Wf9bKq0T7mXcRz2LhYpVa"), job_of({"type": "http"}, "/tim-kiem?q=mat")
    ('4Wf9bKq0T7mXcRz2LhYpVa', None)
    """
    named = scope.get("path_params", {})
    of_route = "/jobs/" in route_of(scope) or "/hang-doi/" in route_of(scope)
    found = _JOB.search(str(named.get("id") or named.get("job_id") or "") if of_route else location)
    return found[1] if found else None


def _broken(name: str) -> Problem:
    return problem(
        500,
        "internal",
        f"This is a fault of the service. Its log has more under the request {name}.",
        f"Đây là lỗi của dịch vụ. Báo quản trị viên mã yêu cầu {name} để tra nhật ký.",
    )
