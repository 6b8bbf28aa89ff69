"""Who may use the service, and what keeps it from harm.

:func:`install` puts the middleware around an application; :mod:`analyzer.service.access.guard` has the roles that
endpoints declare.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

from analyzer.service.access.bodies import Bodies, Crowd
from analyzer.service.access.headers import SecurityHeaders
from analyzer.service.access.identify import Identify
from analyzer.service.access.origin import Encrypted, Origins
from analyzer.service.access.requests import Requests
from analyzer.service.settings import Settings

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def install(app: Starlette, settings: Settings) -> None:
    """Put around an application all that a request passes before an endpoint sees it."""
    app.add_middleware(Identify, settings=settings)  # the last that a request passes
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=_METHODS,
            allow_headers=("Authorization", "Content-Type", "If-None-Match", "X-Request-ID"),
            expose_headers=("Content-Disposition", "ETag", "Link", "Location", "Retry-After", "X-Request-ID"),
            max_age=600,
        )
    app.add_middleware(Bodies, settings=settings)
    app.add_middleware(Origins, settings=settings)
    app.add_middleware(Crowd)
    app.add_middleware(Requests)
    app.add_middleware(SecurityHeaders)
    if settings.proxied:
        app.add_middleware(Encrypted)  # the first
