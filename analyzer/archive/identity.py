"""What makes two documents the same, and two readings.

A document is the same when a file of it has the same bytes, or when number, issuer and date agree. A reading is the
same when it says the same of the same bytes, whatever the day it was made on and the name of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from analyzer.assembly.models import Directive, DirectiveHeader, Issuer
from analyzer.knowledge.folding import fold, key, nfc, without_accents

_PARTS = re.compile(r"[a-z]+|\d+")
_LEADING = re.compile(r"^\D*")


def number_key(number: str) -> str:
    """The comparison key of a document number, however it was typed: parts without accents, joined by slashes.

    >>> number_key("08/CT-UBND"), number_key("08 ct ubnd"), number_key("Chỉ thị số 8/CT-UBND")
    ('8/ct/ubnd', '8/ct/ubnd', '8/ct/ubnd')
    >>> number_key("107/2021/NĐ-CP"), number_key("05-CT/TW"), number_key("không số")
    ('107/2021/nd/cp', '5/ct/tw', '')
    """
    folded = without_accents(fold(nfc(number)))
    return "/".join(part.lstrip("0") or "0" for part in _PARTS.findall(_LEADING.sub("", folded)))


def issuer_key(issuer: Issuer) -> str:
    """The comparison key of an issuing body: that of the register with its province and area, else the name.

    >>> from analyzer.assembly.models import Place
    >>> hue = Place(id="tp-hue", name="thành phố Huế")
    >>> issuer_key(Issuer(name="Sở Y tế", id="so-y-te", province=hue)), issuer_key(Issuer(name="Sở  y-tế"))
    ('so-y-te|tp-hue|', 'sởytế||')
    """
    province = issuer.province.id if issuer.province else ""
    return f"{issuer.id or key(issuer.name)}|{province}|{key(issuer.area or '')}"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is known by: number, issuer and date."""

    number: str
    issuer: str
    issued_on: date

    def __str__(self) -> str:
        return f"{self.number} {self.issuer} {self.issued_on}"


def identity_of(header: DirectiveHeader) -> Identity | None:
    """The identity that a header tells; None where it lacks a part."""
    if header.number is None or header.issuer is None or header.issued_on is None:
        return None
    number = number_key(header.number.text)
    return Identity(number, issuer_key(header.issuer), header.issued_on) if number else None


def reading_digest(directive: Directive) -> str:
    """What a reading says, as 32 hexadecimal digits: the same for the same findings in the same bytes.

    Left out is what depends on the day it was asked for (present bodies, next occurrences), on the file's name, and on
    whether review was asked for.

    >>> from analyzer import analyze
    >>> one, other = (analyze("Giao Sở Y tế báo cáo.", as_of=date(year, 1, 1)) for year in (2024, 2026))
    >>> reading_digest(one) == reading_digest(other), len(reading_digest(one))
    (True, 32)
    """
    said = directive.model_dump(mode="json", exclude=_FROM_DAY_TO_DAY, exclude_defaults=True)
    return blake2b(json.dumps(said, ensure_ascii=False, sort_keys=True).encode(), digest_size=16).hexdigest()


def review_digest(digest: str, document_id: int) -> str:
    """The digest under which what people made of a document is kept: no machine's reading has the same, though it may
    say the same."""
    return blake2b(f"{digest} review {document_id}".encode(), digest_size=16).hexdigest()


_FROM_DAY_TO_DAY: Any = {
    "as_of": True,
    "review": True,
    "source": {"name": True},
    "agencies": {"__all__": {"current", "answers", "steps", "note"}},
    "tasks": {"__all__": {"assignees": {"__all__": {"answers"}}, "deadlines": {"__all__": {"next_due"}}}},
}


def is_better(new: Directive, old: Directive) -> bool:
    """Whether a reading is to stand in place of another of the same document.

    Of the same bytes the later one, made by a later analyzer or corrected by a person, unless it lacks the text. Of
    different files the one that says more: with text, from characters rather than a picture, the document itself
    rather than an article about it, more of the header, more tasks.
    """
    if new.source.sha256 == old.source.sha256:
        return new.text is not None or old.text is None
    return tuple(_merits(new)) > tuple(_merits(old))


def _merits(directive: Directive) -> Iterator[float]:
    header = directive.directive
    yield directive.text is not None
    yield all(task.span.recognised is None for task in directive.tasks)
    yield header.signer is not None
    known = (header.number, header.kind, header.issued_on, header.title, header.issuer and header.issuer.id)
    yield sum(bool(part) for part in known)
    yield len(directive.tasks)
    yield round(sum(task.confidence for task in directive.tasks), 6)
