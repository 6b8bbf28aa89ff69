"""Signing in with a token, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from analyzer.service.access.cookies import clear_cookie, set_cookie
from analyzer.service.access.guard import SIGN_IN, Reader, local_path, person_of
from analyzer.service.pages.templating import render
from analyzer.service.state import ServiceDep

router = APIRouter(default_response_class=HTMLResponse)

_LONGEST = 200


@router.get(SIGN_IN)
def sign_in_form(request: Request, tiep: str = "/") -> Response:
    """The form for the token; who has signed in already goes on."""
    if person_of(request) is not None:
        return RedirectResponse(local_path(tiep), status_code=303)
    return render(request, "sign_in.html", onward=local_path(tiep), refused=False)


@router.post(SIGN_IN)
def sign_in(
    request: Request,
    service: ServiceDep,
    token: Annotated[str, Form()] = "",
    tiep: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session and go to where the person was."""
    begun = service.sessions.begin(token.strip()) if 0 < len(token) <= _LONGEST else None
    if begun is None:
        return render(request, "sign_in.html", status=401, onward=local_path(tiep), refused=True)
    response = RedirectResponse(local_path(tiep), status_code=303)
    set_cookie(request, response, begun[1])
    return response


@router.post("/dang-xuat")
def sign_out(request: Request, service: ServiceDep, person: Reader) -> Response:
    """End the session."""
    cookie: str | None = request.scope.get("state", {}).get("session")
    if cookie:
        service.sessions.end(cookie)
    response = RedirectResponse(SIGN_IN, status_code=303)
    clear_cookie(request, response)
    return response
