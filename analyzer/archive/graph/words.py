"""What levels and relations are called on paper, and the names of documents that are merely cited."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal

from analyzer.archive.graph.model import Effect, Level, Relation
from analyzer.knowledge import doc_kinds
from analyzer.knowledge.data import read_toml
from analyzer.writing.cells import vietnamese_date
from analyzer.writing.labels import note


@cache
def vocabulary() -> dict[str, Any]:
    """The data of ``knowledge/data/graph.toml``."""
    return read_toml("graph.toml")


def level_name(level: Level) -> str:
    """What a level is called.

    >>> level_name("department")
    'Sở, ban, ngành cấp tỉnh'
    """
    name: str = vocabulary()["levels"][level]
    return name


def relation_name(relation: Relation, direction: Literal["up", "down"] = "up") -> str:
    """What the relation is called from the citing document (up), or from the one cited (down).

    >>> relation_name("replaces"), relation_name("replaces", "down")
    ('Thay thế', 'Bị thay thế bởi')
    """
    name: str = vocabulary()[direction][relation]
    return name


def effect_words(effect: Effect) -> str:
    """What became of a document, in words."""
    words: str = vocabulary()["effect"][effect.relation]
    return words.format(by=effect.by.name)


def kind_name(kind: str | None, number: str | None = None) -> str | None:
    """The name of a kind; the form of the number tells those of the Party and the State apart.

    >>> kind_name("TT", "02-TT/TU"), kind_name("TT", "02/2024/TT-BNV"), kind_name(None)
    ('Thông tri', 'Thông tư', None)
    """
    if kind is None:
        return None
    first = next((sign for sign in number or "" if sign in "-/"), "/")
    found = (doc_kinds.by_abbr(kind, "party") if first == "-" else None) or doc_kinds.by_abbr(kind)
    return found.name if found else None


def document_name(kind: str | None, number: str, issued_on: date | None) -> str:
    """What a document that is cited by number is called.

    >>> document_name("NQ", "76/NQ-CP", date(2021, 7, 15)), document_name(None, "76/NQ-CP", None)
    ('Nghị quyết 76/NQ-CP ngày 15/07/2021', '76/NQ-CP')
    """
    words = kind_name(kind, number)
    name = f"{words} {number}" if words else number
    return note("dated", name=name, date=vietnamese_date(issued_on)) if issued_on else name


def short_issuer(issuer: str) -> str:
    """An issuer's name with the committees' names cut short, as it is read most.

    >>> short_issuer("Ủy ban nhân dân tỉnh Gia Lai")
    'UBND tỉnh Gia Lai'
    """
    for name, short in vocabulary()["short"].items():
        issuer = issuer.replace(name, short)
    return issuer


def picture_words() -> dict[str, str]:
    """The words of the picture."""
    words: dict[str, str] = vocabulary()["picture"]
    return words
