"""Markdown: the header of the document, its tasks, agencies, targets, references and warnings as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, BinaryIO

from analyzer.assembly.models import Directive
from analyzer.writing.cells import clean, vietnamese_date
from analyzer.writing.labels import labels
from analyzer.writing.rows import agency_rows, document_name, reference_rows, target_rows, task_rows, warning_rows

_MARKUP = re.compile(r"([\\`*_\[\]|~$])")


def write(directives: Iterable[Directive], file: BinaryIO) -> None:
    """Write each document as a chapter of its own."""
    for order, directive in enumerate(directives):
        text = "\n".join(_chapter(directive))
        file.write((("\n" if order else "") + text + "\n").encode("utf-8", errors="replace"))


def header_lines(directive: Directive) -> list[tuple[str, str]]:
    """What the document is, as pairs of label and value; what is unknown is left out."""
    header = directive.directive
    signer = header.signer
    values = {
        "kind": header.kind_name or header.kind,
        "number": header.number.text if header.number else None,
        "issued_on": vietnamese_date(header.issued_on),
        "place": header.place,
        "issuer": header.issuer.name if header.issuer else None,
        "title": header.title,
        "signer": " – ".join(filter(None, (signer.name, signer.position))) if signer else None,
        "urgency": header.urgency,
        "source": directive.source.name,
    }
    return [(labels("header")[key], value) for key, value in values.items() if value]


def _chapter(directive: Directive) -> Iterator[str]:
    yield f"# {inline(document_name(directive))}"
    yield ""
    for name, value in header_lines(directive):
        yield f"- **{name}:** {inline(value)}"
    tables: dict[str, Sequence[Any]] = {
        "tasks": list(task_rows([directive])),
        "agencies": list(agency_rows([directive])),
        "targets": list(target_rows([directive])),
        "references": list(reference_rows([directive])),
        "warnings": list(warning_rows([directive])),
    }
    for name, rows in tables.items():
        yield ""
        yield f"## {labels('sheets')[name]} ({len(rows)})"
        if rows:
            yield ""
            yield from _table(rows)


def _table(rows: Sequence[Any]) -> Iterator[str]:
    """The columns that hold something in at least one row; the document stands in the chapter's head already."""
    names = [f.name for f in fields(rows[0]) if f.name in labels("columns") and f.name != "document"]
    shown = [name for name in names if any(_cell(getattr(row, name)) for row in rows)]
    yield "| " + " | ".join(labels("columns")[name] for name in shown) + " |"
    yield "|" + " --- |" * len(shown)
    for row in rows:
        yield "| " + " | ".join(_cell(getattr(row, name)) for name in shown) + " |"


def _cell(value: object) -> str:
    if value is None or isinstance(value, date):
        return vietnamese_date(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return "<br>".join(inline(line) for line in clean(str(value)).split("\n"))


def inline(text: str) -> str:
    """Text in which nothing is markup or HTML."""
    text = " ".join(clean(text).split())
    return _MARKUP.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
