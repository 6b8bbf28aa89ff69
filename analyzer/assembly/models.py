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
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Relation = Literal["basis", "implements", "amends", "replaces", "repeals", "mentions"]
Comparator = Literal[">=", ">", "<=", "<", "=", "+", "-"]
Modality = Literal["obligation", "prohibition", "recommendation"]
Role = Literal["lead", "support", "monitor", "recipient"]
AgencyForm = Literal["registered", "collective", "grammar"]
Area = Literal[
    "direction",
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
    "other",
]
Box = tuple[float, float, float, float]


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


#: A float that is written without ".0" when it is whole.
Probability = Annotated[float, Field(ge=0, le=1)]
Quantity = Annotated[
    float, Field(allow_inf_nan=False), PlainSerializer(_plain, when_used="json"), WithJsonSchema({"type": "number"})
]


class Model(BaseModel):
    """Base of the contract's objects."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class PageBoxes(Model):
    """Where words stand on one page."""

    page: int = Field(ge=1, description="From 1.")
    boxes: list[Box] = Field(min_length=1, description="As in 'span'.")


class Span(Model):
    """Where words stand in the canonical text, and on which pages."""

    start: int = Field(ge=0, description="First code point.")
    end: int = Field(ge=0, description="One past the last code point.")
    page: int | None = Field(
        default=None, ge=1, description="Page of the first word, from 1; null where there are no pages."
    )
    boxes: list[Box] | None = Field(
        default=None,
        description="One box [x0, y0, x1, y1] a printed line on that page, as wide as the words in it, in PDF points "
        "from the top left of the page as displayed (rotated and cropped).",
    )
    continued: list[PageBoxes] | None = Field(
        default=None, description="The pages after the first on which the words go on; null where they do not."
    )
    recognised: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Mean confidence with which the words were recognised from a picture (OCR); null where they come "
        "from a text.",
    )


class Warning(Model):
    """Something the reader should know: what was repaired, guessed or could not be read."""

    code: str = Field(description="Stable name for programs, such as 'year_inferred'.")
    message: str = Field(description="For developers, in English.")
    message_vi: str = Field(description="For staff, in Vietnamese.")
    page: int | None = Field(default=None, ge=1, description="The page it is about, from 1.")


class Source(Model):
    """The input and how it was read."""

    name: str | None = Field(default=None, description="File name; null for text handed over in memory.")
    media_type: str = Field(description="Told by the content, such as 'application/pdf'.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Checksum of the input's bytes.")
    pages: int | None = Field(default=None, ge=0, description="Number of pages, where the format has pages.")
    reader: str = Field(description="Which reader took it: text, html, docx, pdf …")
    warnings: list[Warning] = Field(default_factory=list, description="What could not be read or was repaired.")


class Number(Model):
    """A document number and its parts (Decree 30/2020/NĐ-CP, annex I)."""

    text: str = Field(description="As written, without 'Số:' and without spaces: '08/CT-UBND'.")
    serial: str | None = Field(default=None, description="The serial number as written: '08'.")
    year: int | None = Field(
        default=None, description="The year inside a legal document's number: 2021 in '107/2021/NĐ-CP'."
    )
    kind_code: str | None = Field(
        default=None, description="Abbreviation of the kind: 'CT'; null for official letters."
    )
    issuer_code: str | None = Field(default=None, description="Abbreviation of issuing body and drafting unit: 'UBND'.")


class Issuer(Model):
    """The body that issued the document."""

    name: str = Field(description="Full name, abbreviations written out.")
    id: str | None = Field(default=None, description="Identifier in the register of agencies.")


class Signer(Model):
    """Who signed."""

    name: str = Field(description="Name of the person.")
    position: str | None = Field(default=None, description="Position of the person, such as 'Chủ tịch'.")
    capacity: str | None = Field(default=None, description="On whose behalf: 'TM.', 'KT.', 'TL.', 'TUQ.', 'Q.'.")


class DirectiveHeader(Model):
    """Which document it is."""

    kind: str | None = Field(default=None, description="Abbreviation of the kind: CT, QĐ, KH, CV, CĐ, NQ, KL, TB …")
    kind_name: str | None = Field(default=None, description="The kind in full, such as 'Chỉ thị'.")
    number: Number | None = Field(default=None, description="Null where the document bears none.")
    issued_on: date | None = Field(default=None, description="Date of issue.")
    place: str | None = Field(default=None, description="Place named in the date line.")
    issuer: Issuer | None = None
    title: str | None = Field(default=None, description="Trích yếu, without the leading 'Về việc' or 'V/v'.")
    signer: Signer | None = None
    recipients: list[str] = Field(default_factory=list, description="The lines of 'Nơi nhận'.")
    urgency: str | None = Field(default=None, description="Mark of urgency: 'Khẩn', 'Thượng khẩn', 'Hỏa tốc'.")
    secrecy: str | None = Field(default=None, description="Mark of secrecy.")


class Reference(Model):
    """A mention of another document."""

    id: str
    text: str = Field(description="From the type word through number, date and issuer.")
    span: Span
    kind: str | None = Field(default=None, description="Abbreviation of the kind: NĐ, QĐ, NQ, L …")
    number: str | None = Field(
        default=None, description="Normalised: '76/NQ-CP'; null for a law cited by name and date."
    )
    issued_on: date | None = None
    issuer: str | None = Field(default=None, description="Issuing body as written out.")
    relation: Relation = Field(default="mentions", description="What the directive does with the document.")


class TimeValue(Model):
    """What a time expression means: an interval, a recurrence or a duration."""

    start: date | None = Field(default=None, description="First day; null where open.")
    end: date | None = Field(default=None, description="Last day, inclusive; null where open.")
    rrule: str | None = Field(
        default=None, description="Recurrence, RFC 5545 without DTSTART: 'FREQ=MONTHLY;INTERVAL=3'."
    )
    duration: str | None = Field(default=None, description="Time limit, ISO 8601: 'P5D'.")
    working_days: bool = Field(default=False, description="The duration counts working days.")
    anchor: str | None = Field(default=None, description="What a duration counts from, as written: 'kể từ ngày ký'.")
    year_inferred: bool = Field(default=False, description="The words name no year; it follows from the context.")


class Time(TimeValue):
    """A time expression with the words that bound it."""

    id: str
    text: str
    span: Span


class Period(Model):
    """An interval of days, both ends inclusive, null where open."""

    start: date | None = None
    end: date | None = None


class Target(Model):
    """A numeric commitment that is to be met."""

    id: str
    text: str = Field(description="The value phrase with its comparator words.")
    span: Span
    metric: str | None = Field(default=None, description="What is measured.")
    comparator: Comparator = Field(description="'+' and '-' say more or less than the baseline.")
    value: Quantity
    upper: Quantity | None = Field(default=None, description="Upper end of a range.")
    unit: str | None = Field(default=None, description="'%' or the counted noun as written.")
    baseline: str | None = Field(default=None, description="What the value is compared with.")
    scope: str | None = Field(default=None, description="Whom or what it holds for.")
    exclusions: str | None = Field(default=None, description="What is excepted.")
    due: Period | None = Field(default=None, description="When it is to be met.")


class Mention(Model):
    """Words that name an agency."""

    text: str
    span: Span


class Agency(Model):
    """An organisation or a collective of organisations, with all its mentions."""

    id: str | None = Field(
        default=None, description="Identifier in the register; null for collectives and names not in it."
    )
    name: str = Field(description="Full name, shared heads written out.")
    form: AgencyForm | None = Field(default=None, description="How the name was recognised.")
    current: list[str] = Field(default_factory=list, description="Identifiers of the body or its successors today.")
    mentions: list[Mention] = Field(default_factory=list)


class Assignee(Model):
    """An organisation's part in a task."""

    name: str
    id: str | None = None
    role: Role = Field(description="lead: is to do it; support: helps; monitor: watches; recipient: gets the report.")
    text: str
    span: Span
    inherited: bool = Field(
        default=False, description="Named in a heading or introducing line, not in the task itself."
    )


class Deadline(TimeValue):
    """A time limit of a task."""

    text: str
    span: Span
    inherited: bool = Field(default=False, description="Stated for a whole heading, or in another sentence.")


class Confidences(Model):
    """How likely the parts of a task are right, calibrated; of the fields, given that it is a task."""

    task: Probability = Field(description="It is a task, of this extent.")
    assignees: Probability = Field(description="Those who lead and support are the right ones.")
    deadlines: Probability = Field(description="Its time limits are the right ones.")
    modality: Probability
    area: Probability


class Task(Model):
    """One piece of work that the directive asks of somebody: one row of a tracking sheet."""

    id: str
    text: str = Field(description="The sentence or item, its bullet left out.")
    span: Span
    action: str | None = Field(
        default=None, description="What is to be done, without addressee, partners and time limit."
    )
    modality: Modality = "obligation"
    area: Area = Field(default="other", description="Area of administrative reform.")
    assignees: list[Assignee] = Field(default_factory=list)
    deadlines: list[Deadline] = Field(default_factory=list)
    targets: list[str] = Field(default_factory=list, description="Identifiers of entries in 'targets'.")
    references: list[str] = Field(default_factory=list, description="Identifiers of entries in 'references'.")
    deliverables: list[str] = Field(default_factory=list, description="What is to be handed in or issued.")
    section: list[str] = Field(default_factory=list, description="Labels on the way from the root of the outline.")
    confidence: Probability = Field(default=1.0, description="How likely this is a task of this extent.")
    confidences: Confidences | None = Field(
        default=None, description="The same of its fields; null where the models were not asked."
    )


class ReviewUnit(Model):
    """A sentence or line that is in no list of tasks and may set work all the same."""

    id: str
    text: str
    span: Span
    probability: Probability = Field(description="How likely it shows a task that the list lacks.")
    reason: str = Field(description="Why it was taken for no task: 'zone', 'past', 'heading', 'nothing' …")
    section: list[str] = Field(default_factory=list, description="Labels on the way from the root of the outline.")


class Directive(Model):
    """Everything the analyzer found in one document."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
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
