"""What a search found, and lists of tasks."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from analyzer.assembly.models import Area, Modality, Role
from analyzer.service.api.models.base import Answer

Sort = Literal["relevance", "date", "due"]

_HIT: JsonDict = {
    "what": "task",
    "document": "nQ3vY0m2Xr7tKc1LwB8sZg",
    "document_name": "Chỉ thị 17/CT-UBND ngày 04/03/2026",
    "number": "17/CT-UBND",
    "kind": "CT",
    "issued_on": "2026-03-04",
    "issuer": "Ủy ban nhân dân tỉnh Lam Sơn",
    "item": "t1",
    "text": "Rà soát biên chế bộ phận một cửa, báo cáo trước ngày 30/6/2026.",
    "area": "organisation",
    "modality": "obligation",
    "confidence": 0.97,
    "page": 1,
    "due": ["2026-06-30"],
    "bodies": [{"role": "lead", "name": "Sở Nội vụ", "id": "so-noi-vu", "province": None}],
}
_UNDERSTOOD: JsonDict = {"typed": "so noi vu", "names": ["Sở Nội vụ"], "known": True}


class Part(Answer):
    """A body with its part in a task."""

    role: Role
    name: str
    id: str | None = Field(description="Identifier in the register of agencies.")
    province: str | None = Field(description="Identifier of its province.")


class Understood(Answer):
    """As which bodies of the register a name in a filter was understood."""

    typed: str
    names: list[str] = Field(description="Empty where the register has none of that name.")
    known: bool = Field(description="Whether the archive has any of them; nothing is found where it has not.")


class Entry(Answer):
    """A title, a task or a target of a document."""

    what: Literal["title", "task", "target"]
    document: str = Field(description="Identifier of the document: /v1/directives/{key}.")
    document_name: str
    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    item: str | None = Field(description="Identifier in the document, such as 't5'; null of a title.")
    text: str
    area: Area | None
    modality: Modality | None
    confidence: float | None
    page: int | None
    due: list[date] = Field(description="The days on which its limits end.")
    bodies: list[Part]


class Hit(Entry):
    """An entry that was found, with the words that fit."""

    snippet: str = Field(description="The part of the text where the words stand.")
    highlights: list[tuple[int, int]] = Field(description="Ranges of the snippet in code points, the end exclusive.")
    score: float | None = Field(description="Null where the order is not by relevance.")
    exact: bool = Field(description="Whether it has the words as they were typed, accents included.")


class FacetValue(Answer):
    """A value with the number of entries that have it."""

    value: str
    label: str = Field(description="What it is called in Vietnamese.")
    count: int


class Facet(Answer):
    """How what was found is distributed."""

    name: Literal["agency", "area", "month", "kind", "issuer"]
    values: list[FacetValue] = Field(description="The most frequent; of months all, in their order.")
    others: int = Field(description="How many values are left out.")


class SearchResult(Answer):
    """What a search found."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "query": "bien che",
                    "total": 1,
                    "offset": 0,
                    "limit": 20,
                    "sort": "relevance",
                    "nearest": False,
                    "understood": [_UNDERSTOOD],
                    "hits": [
                        _HIT
                        | {
                            "snippet": "Rà soát biên chế bộ phận một cửa, báo cáo trước ngày 30/6/2026.",
                            "highlights": [[8, 16]],
                            "score": 12.4,
                            "exact": False,
                        }
                    ],
                    "near": [],
                    "facets": [
                        {
                            "name": "area",
                            "values": [{"value": "organisation", "label": "Tổ chức bộ máy", "count": 1}],
                            "others": 0,
                        }
                    ],
                }
            ]
        }
    )

    query: str
    total: int
    offset: int
    limit: int
    sort: Sort
    nearest: bool = Field(description="Nothing has all words; these have the most of them.")
    understood: list[Understood] = Field(description="The names of 'agency', then those of 'issuer'.")
    hits: list[Hit]
    near: list[Hit] = Field(description="Where few have all words, some that lack one or more; not in 'total'.")
    facets: list[Facet] = Field(description="Where they were asked for.")


class TaskList(Answer):
    """Tasks of all documents."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "total": 1,
                    "offset": 0,
                    "limit": 50,
                    "sort": "due",
                    "understood": [_UNDERSTOOD],
                    "tasks": [_HIT],
                }
            ]
        }
    )

    total: int
    offset: int
    limit: int
    sort: Sort
    understood: list[Understood]
    tasks: list[Entry]
