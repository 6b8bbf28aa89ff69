"""Documents of the archive: what is sent, and the cards that stand for them in lists."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from analyzer.service.api.models.base import Answer, Asked, Moment
from analyzer.service.api.parameters import Day, Name

ReviewState = Literal["untouched", "open", "done"]


class ReadingOptions(Asked):
    """How a document is read."""

    as_of: Day | None = Field(
        default=None, description="The day for which present bodies and next occurrences are given; today by default."
    )
    policy: Literal["lenient", "strict"] | None = Field(
        default=None, description="Whether what is due 'trước ngày D' is late after D (lenient) or from D on (strict)."
    )
    received_on: Day | None = Field(default=None, description="The day the document came in, for limits that count it.")
    effective_on: Day | None = Field(default=None, description="The day it takes effect, where it does not say itself.")


class TextIn(ReadingOptions):
    """A document as text."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính báo cáo kết quả trước ngày 30/6/2026.",
                    "name": "viec-thang-6.txt",
                    "as_of": "2026-05-04",
                }
            ]
        }
    )

    text: str = Field(min_length=1, description="The document's text.")
    name: Name | None = Field(default=None, description="What to call it.")


class Card(Answer):
    """Which document it is."""

    key: str = Field(description="Identifier of the document: /v1/directives/{key}.")
    name: str = Field(description="What staff call it: kind, number and date.")
    number: str | None
    kind: str | None = Field(description="Abbreviation of the kind: CT, QĐ, KH, CV …")
    kind_name: str | None
    issued_on: date | None
    issuer: str | None
    issuer_id: str | None = Field(description="Identifier in the register of agencies.")
    title: str | None
    review: ReviewState = Field(description="Whether people have changed or confirmed what was read.")
    added_at: Moment
    changed_at: Moment


class CardList(Answer):
    """Documents, the last added first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "total": 1,
                    "offset": 0,
                    "limit": 50,
                    "directives": [
                        {
                            "key": "nQ3vY0m2Xr7tKc1LwB8sZg",
                            "name": "Chỉ thị 17/CT-UBND ngày 04/3/2026",
                            "number": "17/CT-UBND",
                            "kind": "CT",
                            "kind_name": "Chỉ thị",
                            "issued_on": "2026-03-04",
                            "issuer": "Ủy ban nhân dân tỉnh Lam Sơn",
                            "issuer_id": None,
                            "title": "Chấn chỉnh việc tiếp nhận hồ sơ",
                            "review": "open",
                            "added_at": "2026-11-20T07:05:00Z",
                            "changed_at": "2026-11-20T08:11:42Z",
                        }
                    ],
                }
            ]
        }
    )

    total: int
    offset: int
    limit: int
    directives: list[Card]


class PageSize(Answer):
    """A page of the original, in PDF points."""

    width: float
    height: float


class WordBox(Answer):
    """Where a word of the text stands."""

    start: int = Field(description="First code point in the text that the machine read.")
    end: int = Field(description="One past the last code point.")
    page: int = Field(description="From 1.")
    box: tuple[float, float, float, float] = Field(
        description="x0, y0, x1, y1 in PDF points from the top left of the page as displayed."
    )


class Layout(Answer):
    """Where the words stand on the pages of the original."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text_digest": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                    "pages": [{"width": 595.0, "height": 842.0}],
                    "words": [{"start": 0, "end": 4, "page": 1, "box": [70.0, 80.0, 96.5, 92.0]}],
                }
            ]
        }
    )

    text_digest: str = Field(description="SHA-256 of the text that the offsets are of, in UTF-8.")
    pages: list[PageSize]
    words: list[WordBox]
