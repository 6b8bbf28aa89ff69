"""Who may do what: an endpoint declares the role it takes.

>>> from fastapi import APIRouter
>>> router = APIRouter()
>>> @router.get("/co-quan")
... def agencies(person: Reader) -> str:
...     return person.name
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from analyzer.service.access.csrf import check_csrf
from analyzer.service.access.people import ALONE, ROLES, Person, Role
from analyzer.service.problems import Problem, problem

__all__ = [
    "ALONE",
    "ROLES",
    "Admin",
    "Editor",
    "Needs",
    "Person",
    "Reader",
    "Role",
    "SignInFirst",
    "local_path",
    "person_of",
    "sign_in_page",
]

SIGN_IN = "/dang-nhap"
_MAY = {
    "reader": ("look", "xem"),
    "editor": ("upload and correct", "nạp và sửa văn bản"),
    "admin": ("administer", "quản trị"),
}


class SignInFirst(Problem):
    """Nobody has signed in. Browsers are sent to the page for that, programs are told."""

    def __init__(self) -> None:
        super().__init__(
            401,
            "sign_in",
            "Unauthorized",
            "Chưa đăng nhập",
            "Send Authorization: Bearer with a token that is good. `analyzer accounts` makes and renews tokens.",
            "Hãy đăng nhập bằng mã truy cập còn hiệu lực. Quản trị viên cấp mã bằng lệnh `analyzer accounts`.",
            headers={"WWW-Authenticate": 'Bearer realm="analyzer"'},
        )


class Needs:
    """A dependency that gives the person who asks if they have a role, or a higher one."""

    def __init__(self, role: Role) -> None:
        self.role = role

    async def __call__(self, request: Request) -> Person:
        """Who asks. Raises Problem 401, 403."""
        person = person_of(request)
        if person is None:
            raise SignInFirst
        if not person.may(self.role):
            english, vietnamese = _MAY[self.role]
            raise problem(
                403,
                "forbidden",
                f"Your account may not {english}: that takes the role {self.role}; yours is {person.role}.",
                f"Tài khoản của bạn không được {vietnamese}: cần vai trò {self.role}, bạn có vai trò {person.role}.",
            )
        await check_csrf(request)
        return person


Reader = Annotated[Person, Depends(Needs("reader"))]
Editor = Annotated[Person, Depends(Needs("editor"))]
Admin = Annotated[Person, Depends(Needs("admin"))]


def person_of(request: Request) -> Person | None:
    """Who asks, as the middleware found; None before signing in. For pages that show themselves to anyone."""
    person: Person | None = request.scope.get("state", {}).get("person")
    return person


def local_path(wanted: str | None) -> str:
    """Where to go after signing in: a path of this service, whatever the address asked for.

    >>> [local_path(path) for path in ("/han?tuan=1", "//evil.example", "/\\\\evil.example", "evil.example", None)]
    ['/han?tuan=1', '/', '/', '/', '/']
    """
    if not wanted or not wanted.startswith("/") or wanted[1:2] in ("/", "\\") or not wanted.isprintable():
        return "/"
    return wanted


def sign_in_page(request: Request) -> Response:
    """Send a browser to the page for signing in, and from there back to where it was.

    Browsers leave the cookie out where a link of another site (a letter, a chat) was followed. One that may have
    signed in is therefore first sent to the same place once more, from here.
    """
    path, query = request.scope["path"], request.url.query
    onward = local_path(f"{path}?{query}" if query else path)
    if request.method == "GET" and request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        again = quote(onward, safe="/?&=%+") if onward != "/" else "/"
        return HTMLResponse("", headers={"Refresh": f"0; url={again}"})
    return RedirectResponse(f"{SIGN_IN}?tiep={quote(onward, safe='/')}", status_code=303)
