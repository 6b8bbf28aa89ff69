"""How the pages are made: Jinja2 templates, all that is put into them escaped, with the filters they share.

A template that extends ``base.html`` is a page; one that does not is a fragment of a page. The macros of
``parts.html`` (icon, badge, notice, pager) are there in all of them.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from analyzer.review import clock
from analyzer.service.access.csrf import csrf_token
from analyzer.service.access.people import ALONE, Person
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import label
from analyzer.writing.words import shortened

#: Served under ``/tinh/``.
STATIC = Path(__file__).with_name("static")

#: The entries of the navigation: path, name.
NAVIGATION = (("/", "Văn bản"), ("/tim-kiem", "Tìm kiếm"), ("/han", "Thời hạn"), ("/co-quan", "Cơ quan"))


def render(
    request: Request, template: str, *, person: Person | None = None, status: int = 200, **values: object
) -> HTMLResponse:
    """A template filled in. ``person`` is who looks at it, None where nobody has signed in."""
    context = {
        "path": request.url.path,
        "person": person,
        "can_sign_out": person not in (None, ALONE),
        "csrf": csrf_token(request),
        "navigation": NAVIGATION,
        "today": clock.today(),
        **values,
    }
    return HTMLResponse(environment().get_template(template).render(context), status_code=status)


@cache
def environment() -> Environment:
    """Templates of this package with the shared filters.

    >>> environment().from_string("{{ name }}: {{ code | label('area') }}").render(name="<b>", code="other")
    '&lt;b&gt;: Khác'
    """
    made = Environment(
        loader=PackageLoader("analyzer.service.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": vietnamese_date,
        "when": _when,
        "label": lambda code, table: label(table, code),
        "percent": percent,
        "shortened": shortened,
        "number": number,
    }
    parts = made.get_template("parts.html").module
    made.globals |= {name: getattr(parts, name) for name in ("icon", "badge", "notice", "pager")}
    made.globals |= {"static": static}
    return made


def static(name: str) -> str:
    """The address of a static file, another one when its content is another.

    >>> static("base.css").startswith("/tinh/base.css?v=")
    True
    """
    return f"/tinh/{name}?v={_digest(name)}"


@cache
def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def percent(value: float) -> str:
    """A probability in whole per cent, never more than it is: what is below a limit is to look so.

    >>> percent(0.799), percent(1)
    ('79%', '100%')
    """
    return f"{int(value * 100 + 1e-9)}%"


def number(value: float) -> str:
    """A number as it is written in Vietnamese: points between thousands, a decimal comma.

    >>> number(12345.5), number(90), number(2_000_000.0)
    ('12.345,5', '90', '2.000.000')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


def _when(moment: datetime | None) -> Any:
    return clock.shown(moment) if moment else ""
