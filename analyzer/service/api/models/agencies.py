"""Bodies of the register."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from analyzer.service.api.models.base import Answer

_PLACE: JsonDict = {"id": "p34-52", "name": "tỉnh Gia Lai"}


class Province(Answer):
    """A province or centrally-run city."""

    id: str
    name: str


class AgencyHit(Answer):
    """A body that what was typed may mean."""

    id: str = Field(description="Identifier in the register: /v1/agencies/{id}.")
    name: str = Field(description="Full name, the province included where one was named.")
    province: Province | None
    matched: str = Field(description="The name of the register that fits.")
    score: float = Field(description="1 for a name in full, less for its parts.")
    standing: bool = Field(description="Whether it exists on the day 'as_of'.")
    valid_from: date | None
    valid_to: date | None = Field(description="Its last day; null where it goes on.")
    heir_of: str | None = Field(description="The former body that was found and that this one answers for.")


class AgencyHits(Answer):
    """Bodies, the likeliest first, each former one with its heirs behind it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "query": "so noi vu gia lai",
                    "as_of": "2026-01-01",
                    "agencies": [
                        {
                            "id": "so-noi-vu",
                            "name": "Sở Nội vụ tỉnh Gia Lai",
                            "province": _PLACE,
                            "matched": "Sở Nội vụ",
                            "score": 1.0,
                            "standing": True,
                            "valid_from": None,
                            "valid_to": None,
                            "heir_of": None,
                        }
                    ],
                }
            ]
        }
    )

    query: str
    as_of: date
    agencies: list[AgencyHit]


class Called(Answer):
    """A body or a province by its identifier and name."""

    id: str
    name: str


class AgencyStep(Answer):
    """One reorganisation."""

    on: date | None = Field(description="First day of the heirs; null where it is not known.")
    of: Called
    to: list[Called]
    basis: str | None = Field(description="The decision it rests on.")
    note: str | None = Field(description="In Vietnamese: which duties went where.")


class Heir(Answer):
    """A body that answers for another."""

    id: str
    name: str
    province: Province | None


class AgencyOut(Answer):
    """A body of the register: how it is written, what it came from, what became of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "bo-ke-hoach-va-dau-tu",
                    "name": "Bộ Kế hoạch và Đầu tư",
                    "province": None,
                    "level": "central",
                    "kind": "ministry",
                    "abbreviations": ["Bộ KHĐT"],
                    "spellings": [],
                    "valid_from": None,
                    "valid_to": "2025-02-28",
                    "as_of": "2026-01-01",
                    "before": [],
                    "after": [
                        {
                            "on": "2025-03-01",
                            "of": {"id": "bo-ke-hoach-va-dau-tu", "name": "Bộ Kế hoạch và Đầu tư"},
                            "to": [{"id": "bo-tai-chinh", "name": "Bộ Tài chính"}],
                            "basis": "Nghị quyết 176/2025/QH15",
                            "note": None,
                        }
                    ],
                    "current": [{"id": "bo-tai-chinh", "name": "Bộ Tài chính", "province": None}],
                    "note": None,
                }
            ]
        }
    )

    id: str
    name: str
    province: Province | None
    level: str = Field(description="central, provincial, district, commune, party_central …")
    kind: str = Field(description="ministry, department, committee …")
    abbreviations: list[str]
    spellings: list[str] = Field(description="Other ways to write the name.")
    valid_from: date | None
    valid_to: date | None
    as_of: date
    before: list[AgencyStep] = Field(description="The reorganisations from which it came.")
    after: list[AgencyStep] = Field(description="Those after it, up to 'as_of'.")
    current: list[Heir] = Field(description="The bodies that answer for it on the day 'as_of'.")
    note: str | None = Field(description="In Vietnamese: what a person has to settle.")
