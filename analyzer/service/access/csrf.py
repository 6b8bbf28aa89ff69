"""Against pages of other sites that would act in a person's name: a word that such a page cannot know.

It comes with every unsafe request for which the browser itself brings what says who asks: a session's cookie, or
nothing at all where one person uses the service alone. Scripts send it as a header, forms as a hidden field. A call
with a bearer token needs none: no browser adds that header by itself. Nor does, where one person is alone, a call that
no browser has made: browsers say where a request that changes something comes from.
"""

from __future__ import annotations

from starlette.requests import Request

from analyzer.service.access.tokens import same
from analyzer.service.problems import problem

HEADER = "x-csrf-token"
FIELD = "csrf"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def csrf_token(request: Request) -> str:
    """The word for the pages of whoever asks; "" where there is nobody to protect (before signing in)."""
    word: str = request.scope.get("state", {}).get("csrf", "")
    return word


async def check_csrf(request: Request) -> None:
    """Let a request pass that changes nothing, comes with a bearer token, or brings the word. Raises Problem 403."""
    wanted = csrf_token(request)
    if request.method in SAFE_METHODS or not wanted or _is_own_program(request):
        return
    given: object = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        given = (await request.form(max_files=50, max_fields=100)).get(FIELD)
    if not isinstance(given, str) or not same(given, wanted):
        raise problem(
            403,
            "csrf",
            f"The page is out of date: reload it and do it again. Programs send an Authorization header, or with a "
            f"session {HEADER}.",
            "Trang đã cũ (mở trước lần đăng nhập hoặc khởi động gần nhất): hãy tải lại trang rồi làm lại.",
        )


def _is_own_program(request: Request) -> bool:
    """Whether a program of the one person at this machine asks, and no page in a browser."""
    alone = request.scope["state"].get("session") is None
    return alone and not any(name in request.headers for name in ("origin", "referer", "sec-fetch-site", "cookie"))
