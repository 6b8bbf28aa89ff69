"""The cookie of a session: for this service alone, out of reach of scripts, never sent from pages of other sites."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def cookie_name(scheme: str) -> str:
    """Its name: over HTTPS one that browsers take from this very host alone, not from another of the domain.

    >>> cookie_name("https"), cookie_name("http")
    ('__Host-analyzer', 'analyzer')
    """
    return "__Host-analyzer" if scheme == "https" else "analyzer"


def set_cookie(request: Request, response: Response, value: str) -> None:
    """Have the browser keep the cookie until it is closed."""
    scheme = request.url.scheme
    response.set_cookie(
        cookie_name(scheme), value, path="/", httponly=True, samesite="strict", secure=scheme == "https"
    )


def clear_cookie(request: Request, response: Response) -> None:
    """Have the browser forget the cookie."""
    scheme = request.url.scheme
    response.delete_cookie(cookie_name(scheme), path="/", httponly=True, samesite="strict", secure=scheme == "https")
