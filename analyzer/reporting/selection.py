"""Which documents and tasks a report is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from analyzer.assembly.models import Area, DirectiveHeader, Task
from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.data import read_tsv
from analyzer.knowledge.folding import fold, nfc, without_accents
from analyzer.tracking import Responsible

_UNIT = re.compile(r" (?:tỉnh|[Tt]hành phố) ")


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty fields leave nothing out.

    ``agencies`` and ``issuers`` are words of a body's name or an abbreviation; ``kinds`` codes or names of documents.
    With ``agencies`` or ``areas`` only the targets of the tasks chosen count.
    """

    agencies: Sequence[str] = ()
    issuers: Sequence[str] = ()
    kinds: Sequence[str] = ()
    areas: Sequence[Area] = ()
    since: date | None = None
    until: date | None = None

    def takes(self, header: DirectiveHeader) -> bool:
        """Whether the document belongs to it. One without a date does not where days are asked for.

        >>> decision = DirectiveHeader(kind="QĐ")
        >>> Selection(kinds=["QD"]).takes(decision), Selection(issuers=["BNV"]).takes(decision)
        (True, False)
        """
        issuer = header.issuer
        name, agency = (issuer.name, issuer.id) if issuer else (None, None)
        return self.takes_document(header.kind, header.kind_name, header.issued_on, name, agency)

    def takes_document(
        self, kind: str | None, kind_name: str | None, day: date | None, issuer: str | None, issuer_id: str | None
    ) -> bool:
        """The same of what is known of a document without reading it."""
        return (
            (self.since is None or (day is not None and day >= self.since))
            and (self.until is None or (day is not None and day <= self.until))
            and (not self.kinds or self._of_kind(kind, kind_name))
            and (not self.issuers or self._of_issuer(issuer, issuer_id))
        )

    def wants(self, body: Responsible) -> bool:
        """Whether the body is one of those asked for."""
        return not self.agencies or any(is_called(body, words) for words in self.agencies)

    def has_area(self, task: Task) -> bool:
        """Whether the task is of an area asked for."""
        return not self.areas or task.area in self.areas

    @property
    def of_tasks(self) -> bool:
        """Whether it leaves out tasks of the documents that it takes."""
        return bool(self.agencies or self.areas)

    def _of_kind(self, kind: str | None, kind_name: str | None) -> bool:
        wanted = {_plain(kind) for kind in self.kinds}
        return bool(wanted & {_plain(kind or ""), _plain(kind_name or "")} - {""})

    def _of_issuer(self, issuer: str | None, issuer_id: str | None) -> bool:
        if issuer is None:
            return False
        body = Responsible(issuer, id=issuer_id)
        return any(is_called(body, words) for words in self.issuers)


def is_called(body: Responsible, words: str) -> bool:
    """Whether the words name the body as staff type names: abbreviated, without the unit of a province, as it was.

    >>> body = Responsible("Ủy ban nhân dân tỉnh Phú Thọ", id="ubnd-tinh")
    >>> [is_called(body, words) for words in ("UBND tỉnh Phú Thọ", "ubnd phu tho", "UBND tỉnh Phú Yên")]
    [True, True, False]
    """
    readings = _readings(words)
    unitless = Responsible(_UNIT.sub(" ", body.name))
    return any(name.is_called(reading) for name in (body, unitless) for reading in readings)


@lru_cache(maxsize=256)
def _readings(words: str) -> tuple[str, ...]:
    """The words as typed, and with abbreviations written out."""
    shorts = _shorts()
    typed = " ".join(word.upper() if word.upper() in shorts else word for word in words.split())
    return tuple(dict.fromkeys((words, full_name(words), full_name(typed))))


@cache
def _shorts() -> frozenset[str]:
    return frozenset(row["short"] for row in read_tsv("abbreviations.tsv"))


def _plain(words: str) -> str:
    return without_accents(fold(nfc(words))).strip()
