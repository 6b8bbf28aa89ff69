"""What falls due."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field

from analyzer.archive.due import Period, Status
from analyzer.assembly.models import Area
from analyzer.service.api.models.base import Answer
from analyzer.service.api.models.search import Understood


class DueTask(Answer):
    """A task with its day."""

    document: str = Field(description="Identifier of the document: /v1/directives/{key}.")
    document_name: str
    task: str = Field(description="Identifier in the document, such as 't5'.")
    text: str
    leads: list[str] = Field(description="Who leads it, as the document names them.")
    day: date | None = Field(description="When it is due; null where a task without a limit is done.")
    said: date | None = Field(description="The day its document says, where another took its place too.")
    extended: bool = Field(description="Whether another day took its place.")
    status: Status
    done_on: date | None
    done_document: str | None
    extension_document: str | None
    note: str | None
    doubtful: bool = Field(description="Whether a person should look at it: the machine was not sure.")
    recurring: bool = Field(description="Whether it comes again after 'said'.")
    area: Area | None
    page: int | None


class DueCounts(Answer):
    """How many tasks there are in each period."""

    overdue: int
    week: int
    month: int
    later: int
    done: int
    all: int


class DueTasks(Answer):
    """The tasks that fall due in a period."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "as_of": "2026-06-24",
                    "period": "week",
                    "total": 1,
                    "offset": 0,
                    "limit": 50,
                    "counts": {"overdue": 3, "week": 1, "month": 2, "later": 14, "done": 8, "all": 28},
                    "understood": [],
                    "tasks": [
                        {
                            "document": "nQ3vY0m2Xr7tKc1LwB8sZg",
                            "document_name": "Chỉ thị 17/CT-UBND ngày 04/03/2026",
                            "task": "t1",
                            "text": "Rà soát biên chế bộ phận một cửa, báo cáo trước ngày 26/6/2026.",
                            "leads": ["Sở Nội vụ"],
                            "day": "2026-06-26",
                            "said": "2026-06-26",
                            "extended": False,
                            "status": "doing",
                            "done_on": None,
                            "done_document": None,
                            "extension_document": None,
                            "note": None,
                            "doubtful": False,
                            "recurring": False,
                            "area": "organisation",
                            "page": 1,
                        }
                    ],
                }
            ]
        }
    )

    as_of: date
    period: Period
    total: int
    offset: int
    limit: int
    counts: DueCounts = Field(description="Of all periods, under the same filters.")
    understood: list[Understood]
    tasks: list[DueTask]
