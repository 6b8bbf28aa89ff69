"""Problems that are told before an endpoint is reached, in the same way as those of the endpoints."""

from __future__ import annotations

import inspect
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from analyzer.service.problems import MEDIA_TYPE, Problem


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a problem as the application's own handler tells it."""
    response = await answer_of(problem, Request(scope, receive))
    await response(scope, receive, send)


async def answer_of(problem: Problem, request: Request) -> Response:
    """The answer that the application has for a problem, a bare problem document where it has none."""
    handlers: dict[Any, Any] = getattr(request.scope.get("app"), "exception_handlers", {})
    for kind in type(problem).__mro__:
        if kind in handlers and issubclass(kind, Problem):
            made = handlers[kind](request, problem)
            response: Response = await made if inspect.isawaitable(made) else made
            return response
    instance = request.scope.get("state", {}).get("request_id")
    return JSONResponse(problem.document(instance), problem.status, problem.headers, MEDIA_TYPE)
