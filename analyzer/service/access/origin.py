"""Where a request comes from: by which name it calls the service, and from which site's page.

A name that is not the service's own would be one that a foreign site has pointed here, to read answers as if they were
its own (DNS rebinding). Addresses in numbers and this machine's own names cannot be pointed anywhere.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from analyzer.service.access.answers import refuse
from analyzer.service.access.csrf import SAFE_METHODS
from analyzer.service.problems import Problem, problem
from analyzer.service.settings import Settings

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::([0-9]{1,5}))?")
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Encrypted:
    """Behind a proxy that speaks HTTPS with the callers all is HTTPS, whether the proxy says so or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["scheme"] = "https"
        await self._app(scope, receive, send)


class Origins:
    """Refuses names that are not the service's, and what pages of other sites would have it do or show."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._alone = not settings.sign_in
        self._callers = settings.origins
        self._names = {name.lower().strip("[]") for name in (*settings.hosts, "localhost")}
        if not self._alone:
            own = socket.gethostname().lower()
            self._names |= {own, own.partition(".")[0], settings.host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wrong = self.wrong(scope) if scope["type"] == "http" else None
        if wrong is not None:
            await refuse(wrong, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def wrong(self, scope: Scope) -> Problem | None:
        """What is wrong with where a request comes from, if anything is."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.is_own(hosts[0]):
            return problem(
                421,
                "host",
                "The service does not answer to this name; `analyzer serve --name NAME` lets it.",
                "Dịch vụ không nhận tên máy chủ này; quản trị viên thêm tên bằng `analyzer serve --name TÊN`.",
            )
        if self._alone and (any(name in headers for name in _PASSED_ON) or not _is_here(scope)):
            return problem(
                403,
                "not_local",
                "Without accounts the service is for one person at this machine, not behind a proxy. "
                "Make accounts with `analyzer accounts add` and start it again.",
                "Chưa có tài khoản thì dịch vụ chỉ dành cho một người ngay trên máy này, không qua máy chủ trung gian. "
                "Hãy tạo tài khoản bằng `analyzer accounts add` rồi khởi động lại.",
            )
        if self._may_call(headers, scope["path"]):
            return None
        if is_foreign(scope["method"], headers, f"{scope.get('scheme', 'http')}://{hosts[0]}"):
            return problem(
                403,
                "cross_site",
                "A page of another site asked for this; the service answers to its own pages and to programs alone.",
                "Yêu cầu đến từ trang web khác; dịch vụ chỉ nhận yêu cầu từ trang của mình và từ chương trình.",
            )
        return None

    def _may_call(self, headers: Headers, path: str) -> bool:
        """Whether a script of a site that may call the API does."""
        origins = headers.getlist("origin")
        return path.startswith("/v1/") and len(origins) == 1 and any(same_origin(origins[0], o) for o in self._callers)

    def is_own(self, host: str) -> bool:
        """Whether a Host header names the service."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found[1].lower().strip("[]").removesuffix(".")
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback if self._alone else True


def is_foreign(method: str, headers: Headers, own: str) -> bool:
    """Whether a page of another site sent a request: to change something, or for more than to be looked at.

    Links to a page of the service may stand anywhere. Another port of the same machine is another site too.

    >>> is_foreign("POST", Headers({"origin": "http://evil.example"}), "http://localhost:8000")
    True
    >>> is_foreign("GET", Headers({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}), "http://localhost")
    False
    """
    changes = method not in SAFE_METHODS
    origins = headers.getlist("origin")
    if changes and (len(origins) > 1 or (origins and not same_origin(origins[0], own))):
        return True
    site = headers.get("sec-fetch-site", "none")
    if site in ("same-origin", "none"):
        return False
    followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest", "document") == "document"
    return changes or method == "OPTIONS" or not followed


def same_origin(one: str, other: str) -> bool:
    """Whether two origins are the same.

    >>> same_origin("https://vb.example", "https://VB.example:443"), same_origin("null", "http://localhost")
    (True, False)
    """
    try:
        return _origin(one) == _origin(other)
    except ValueError:  # a port that is none
        return False


def _origin(text: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(text)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _is_here(scope: Scope) -> bool:
    client = scope.get("client")
    try:
        return client is None or ipaddress.ip_address(client[0]).is_loopback
    except ValueError:  # no network: a socket of this machine
        return True
