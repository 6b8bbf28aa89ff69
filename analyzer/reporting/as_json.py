"""The report as JSON: the model's fields by name, days as ISO 8601, with the sums that readers ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, BinaryIO

from analyzer.reporting.model import Listing, Months, Report

#: Properties that stand beside the fields.
_SUMS: Mapping[type, tuple[str, ...]] = {Report: ("parts",), Months: ("total",), Listing: ("rest",)}


def write(report: Report, file: BinaryIO) -> None:
    """Write one JSON document."""
    file.write(json.dumps(plain(report), ensure_ascii=False, indent=2).encode("utf-8", errors="replace") + b"\n")


def plain(part: Any) -> Any:
    """A part of the model as values that JSON has.

    >>> plain({"day": date(2024, 6, 17), "names": ("a", None)})
    {'day': '2024-06-17', 'names': ['a', None]}
    """
    if is_dataclass(part):
        names = (*(field.name for field in fields(part)), *_SUMS.get(type(part), ()))
        return {name: plain(getattr(part, name)) for name in names}
    if isinstance(part, Mapping):
        return {key: plain(value) for key, value in part.items()}
    if isinstance(part, (tuple, list)):
        return [plain(value) for value in part]
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, float) and part.is_integer():
        return int(part)
    return part
