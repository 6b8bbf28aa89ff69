"""What every item of the contract is made of: places in the text, warnings, plain values."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

Box = tuple[float, float, float, float]


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


Probability = Annotated[float, Field(ge=0, le=1)]
#: A float that is written without ".0" when it is whole.
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
    items: list[str] = Field(default_factory=list, description="Identifiers of the tasks, references … it is about.")
