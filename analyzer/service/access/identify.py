"""Who sends a request, found before anything of it is read but its headers; what nobody sent goes no further.

Sets ``person`` (None for pages that anyone may see), ``session`` (the cookie) and ``csrf`` in the request's state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyzer.errors import AnalyzerError
from analyzer.service.access.answers import refuse
from analyzer.service.access.cookies import cookie_name
from analyzer.service.access.guard import SIGN_IN, SignInFirst
from analyzer.service.access.origin import same_origin
from analyzer.service.access.people import ALONE, Person
from analyzer.service.access.rates import Rate, address_of
from analyzer.service.access.tokens import new_key, sealed
from analyzer.service.problems import Problem, problem, problem_of
from analyzer.service.settings import Settings

if TYPE_CHECKING:
    from analyzer.service.state import Service

#: What answers before signing in: whether it runs, what it speaks, the page for signing in and what that page shows.
PUBLIC = frozenset(("/healthz", "/version", "/v1/schema", "/v1/openapi.json", "/favicon.ico", SIGN_IN))
PUBLIC_UNDER = ("/tinh/",)
#: Where documents are sent to.
UPLOADS = frozenset(("/", "/v1/directives"))
_GUESSES = 20  # secrets that are wrong, a minute from one address


class Identify:
    """Finds the person, and counts what they and their address ask for."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._key = new_key()
        self._requests = Rate(settings.requests_per_minute)
        self._uploads = Rate(settings.uploads_per_minute)
        self._guesses = Rate(_GUESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._let_in(scope)
        except Problem as refused:
            await refuse(refused, scope, receive, send)
        except AnalyzerError as error:
            await refuse(problem_of(error), scope, receive, send)
        else:
            enters = scope["path"] == SIGN_IN and scope["method"] == "POST"
            await self._app(scope, receive, self._watched(scope, send) if enters else send)

    def _watched(self, scope: Scope, send: Send) -> Send:
        """Counts the attempts to sign in that fail: those that are not sent on to where they wanted to go."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] != 303:
                self._guesses.wait(address_of(scope))
            await send(message)

        return answer

    async def _let_in(self, scope: Scope) -> None:
        """Set who asks. Raises Problem 401, 429, AnalyzerError."""
        state = scope.setdefault("state", {})
        state |= {"person": None, "session": None, "csrf": ""}
        if self._settings.sign_in:
            await self._find(scope)
        else:
            state |= {"person": ALONE, "csrf": sealed(self._key, "csrf")}
        person: Person | None = state["person"]
        path = scope["path"]
        self._count(self._requests, f"person {person.name}" if person else f"address {address_of(scope)}")
        if path == SIGN_IN and scope["method"] == "POST" and self._guesses.is_spent(address_of(scope)):
            self._count(self._guesses, address_of(scope))
        if person is None and path not in PUBLIC and not path.startswith(PUBLIC_UNDER):
            raise SignInFirst
        if person is not None and person != ALONE and scope["method"] == "POST" and path in UPLOADS:
            self._count(self._uploads, person.name)

    async def _find(self, scope: Scope) -> None:
        headers, state = Headers(scope=scope), scope["state"]
        service: Service = scope["app"].state.service
        given = headers.get("authorization")
        if given is not None:
            kind, _, token = given.partition(" ")
            known = None
            if kind.lower() == "bearer":
                known = await run_in_threadpool(service.accounts.of_token, token.strip())
            if known is None:
                self._count(self._guesses, address_of(scope))
                raise SignInFirst
            state["person"] = known.person
            return
        cookie = _cookie(headers, scope)
        if cookie and not self._is_called_from_elsewhere(headers):
            state["person"] = await run_in_threadpool(service.sessions.person, cookie)
            if state["person"] is not None:
                state |= {"session": cookie, "csrf": sealed(cookie.encode(), "csrf")}

    def _is_called_from_elsewhere(self, headers: Headers) -> bool:
        """Scripts of other sites that may call the API bring a token; a cookie they do not have."""
        origin = headers.get("origin")
        return origin is not None and any(same_origin(origin, other) for other in self._settings.origins)

    @staticmethod
    def _count(rate: Rate, key: str) -> None:
        seconds = rate.wait(key)
        if seconds:
            raise problem(
                429,
                "too_many_requests",
                f"Too many requests. Try again in {seconds} seconds.",
                f"Gửi quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây.",
                headers={"Retry-After": str(seconds)},
            )


def _cookie(headers: Headers, scope: Scope) -> str | None:
    for given in headers.getlist("cookie"):
        found = cookie_parser(given).get(cookie_name(scope.get("scheme", "http")))
        if found is not None and found.isascii():
            return found
    return None
