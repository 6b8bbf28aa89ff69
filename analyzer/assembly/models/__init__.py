"""The output contract, version 1: what the analyzer prints for one document.

Offsets are Unicode code points into ``Directive.text``, ``end`` exclusive; dates are ISO 8601. Every extracted item
carries ``text``, the words of the document it rests on, letter for letter, and ``span``, where they stand. What the
document does not say is null. Within version 1 keys keep their names and meaning, and more may be added: the models
refuse unknown keys so that a slip here is found, the published schema does not (see :func:`json_schema`).

>>> span = Span(start=0, end=9)
>>> Reference(id="r1", text="76/NQ-CP", span=span, kind="NQ", number="76/NQ-CP").relation
'mentions'
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from analyzer.assembly.models.agencies import Agency, AgencyForm, Assignee, Body, Mention, Place, Role, Step
from analyzer.assembly.models.base import Box, Model, PageBoxes, Probability, Quantity, Span, Warning
from analyzer.assembly.models.header import DirectiveHeader, Issuer, Number, Signer, Source
from analyzer.assembly.models.items import Bound, Comparator, Period, Reference, Relation, Target, Time, TimeValue
from analyzer.assembly.models.packet import Answered, Organ, Packet
from analyzer.assembly.models.tasks import Area, Confidences, Deadline, Formula, Modality, ReviewUnit, Task, Trigger

__all__ = [
    "SCHEMA_VERSION",
    "Agency",
    "AgencyForm",
    "Answered",
    "Area",
    "Assignee",
    "Body",
    "Bound",
    "Box",
    "Comparator",
    "Confidences",
    "Deadline",
    "Directive",
    "DirectiveHeader",
    "Formula",
    "Issuer",
    "Mention",
    "Modality",
    "Model",
    "Number",
    "Organ",
    "Packet",
    "PageBoxes",
    "Period",
    "Place",
    "Probability",
    "Quantity",
    "Reference",
    "Relation",
    "ReviewUnit",
    "Role",
    "Signer",
    "Source",
    "Span",
    "Step",
    "Target",
    "Task",
    "Time",
    "TimeValue",
    "Trigger",
    "Warning",
    "json_schema",
]

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Directive(Model):
    """Everything the analyzer found in one document."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    as_of: date | None = Field(
        default=None, description="The day for which present bodies and next occurrences are given."
    )
    policy: Literal["lenient", "strict"] = Field(
        default="lenient", description="'trước ngày D' is late after D (lenient) or from D on (strict)."
    )
    source: Source
    text: str | None = Field(
        default=None, description="Canonical text (NFC, page furniture removed); left out on request."
    )
    directive: DirectiveHeader
    references: list[Reference] = Field(default_factory=list)
    times: list[Time] = Field(default_factory=list)
    targets: list[Target] = Field(default_factory=list)
    agencies: list[Agency] = Field(default_factory=list)
    tasks: list[Task] = Field(default_factory=list)
    review: list[ReviewUnit] | None = Field(
        default=None, description="On request: what to look at so that hardly any task is missed."
    )
    warnings: list[Warning] = Field(default_factory=list, description="What was guessed or stayed doubtful.")


def json_schema() -> dict[str, Any]:
    """The contract as JSON Schema 2020-12, open to the keys that later minor versions may add.

    >>> json_schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    schema = Directive.model_json_schema(mode="validation")
    for part in (schema, *schema["$defs"].values()):
        part.pop("additionalProperties", None)
    schema["required"] = sorted({*schema["required"], "schema_version"})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:analyzer:directive:1.0", **schema}
