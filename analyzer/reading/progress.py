"""Progress of long work, told while a document is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: "ocr" counts pages, "load" kilobytes of results read in, "check" documents of an archive.
Stage = Literal["ocr", "load", "check"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of the reading is: ``done`` of ``total`` pages or the like."""

    stage: Stage
    done: int
    total: int


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Report nothing."""
