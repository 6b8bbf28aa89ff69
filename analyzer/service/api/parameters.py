"""Parameters of the API: what may stand in a query, and how it is read.

Whatever is sent is either understood or refused with a problem: names that an address does not know, a value given
twice, days that are none, figures out of bounds, characters that no text has.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

MOST = 200  # entries on one page of a list
_DEEP = 1_000_000  # entries before the page

#: Days outside of these are slips; arithmetic on days near the ends of the calendar would fail.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: What no text of a person holds and what databases and headers choke on: controls, halves of surrogate pairs.
_BAD_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _iso(value: Any) -> Any:
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("date_form", "A day is written YYYY-MM-DD, as 2026-03-31.")
    if isinstance(value, (int, float)):
        raise PydanticCustomError("date_form", "A day is written YYYY-MM-DD, as a string.")
    return value


def _in_bounds(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise PydanticCustomError("date_range", "A day is from 1900-01-01 to 2199-12-31.")
    return value


def proper(text: str) -> str:
    """Text without control characters and halves of surrogate pairs. Raises what pydantic tells as a slip.

    >>> proper("Sở Nội vụ")
    'Sở Nội vụ'
    """
    if _BAD_CHARACTER.search(text):
        raise PydanticCustomError("control_character", "Text holds no control characters and no lone surrogates.")
    return text


#: A day, written YYYY-MM-DD.
Day = Annotated[
    date,
    BeforeValidator(_iso),
    AfterValidator(_in_bounds),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-31"]}),
]
#: A few words.
Words = Annotated[str, Field(max_length=500), AfterValidator(proper)]
#: A name.
Name = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(proper)]
#: A paragraph.
Paragraph = Annotated[str, Field(max_length=4_000), AfterValidator(proper)]

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=_DEEP, description="How many are passed over first.")]
AsOf = Annotated[
    Day | None, Query(description="The day for which present bodies and dates are given; today in Vietnam by default.")
]
#: Public identifiers of documents and jobs: 22 characters that cannot be guessed.
Key = Annotated[
    str,
    Path(
        description="The document's identifier.",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]{22}$"},
        examples=["nQ3vY0m2Xr7tKc1LwB8sZg"],
    ),
]
TaskId = Annotated[
    str,
    Path(description="The task's identifier in the document.", max_length=40, pattern=r"^t\d{1,9}$", examples=["t5"]),
]


def known_only(request: Request) -> None:
    """Refuse names in the query that the address does not know, values given twice, and characters no text has.

    A dependency of every address of the API.
    """
    expected = {
        field.alias: field
        for field in get_flat_params(request.scope["route"].dependant)
        if type(field.field_info).__name__ == "Query"
    }
    slips = []
    given: dict[str, int] = {}
    for name, value in request.query_params.multi_items():
        given[name] = given.get(name, 0) + 1
        if name not in expected:
            slips.append(_slip("unknown_parameter", name, "There is no such parameter.", None))
        elif _BAD_CHARACTER.search(value):
            slips.append(_slip("control_character", name, "A value holds no control characters.", None))
        elif given[name] == 2 and not _repeats(expected[name]):
            slips.append(_slip("given_twice", name, "This parameter is given once at most.", None))
    if slips:
        raise RequestValidationError(slips[:20])


#: The dependencies of every router of the API.
STRICT = [Depends(known_only)]


def _repeats(field: Any) -> bool:
    return "list[" in str(field.field_info.annotation).lower()


def _slip(kind: str, name: str, message: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "loc": ("query", name[:100]), "msg": message, "input": value}
