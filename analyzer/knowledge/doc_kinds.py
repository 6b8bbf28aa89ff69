"""Kinds of documents: names, abbreviations and the codes that stand in numbers, by family.

The state's kinds and codes are those of Nghị định 30/2020/NĐ-CP (annex III) and of the law on legal documents; the
Party's those of Hướng dẫn 36-HD/VPTW. A family is one of ``state_admin``, ``state_norm``, ``state_copy``, ``party``,
``mass_org``, ``other``.

Of the decree's kinds one is left out, the thư công (a letter of thanks or greeting): it has no number and sets no
tasks, and its name would be found in "đơn thư công dân" and hide the kind in "văn thư công văn".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from analyzer.knowledge import data
from analyzer.knowledge.folding import fold

_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class DocKind:
    """A kind of document.

    ``abbr`` is what the contract calls it ("CT"), ``codes`` what its numbers carry ("TB", "TBKL"), the usual one
    first; ``slips`` are frequent wrong spellings of that code; ``aliases`` longer or other names of the kind.
    """

    abbr: str
    name: str
    families: tuple[str, ...]
    codes: tuple[str, ...]
    slips: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@cache
def doc_kinds() -> tuple[DocKind, ...]:
    """All kinds, the frequent ones first."""
    return tuple(
        DocKind(
            row["abbr"],
            row["name"],
            tuple(row["families"].split()),
            tuple(row["codes"].split()),
            tuple(row["slips"].split()),
            tuple(a for a in row["aliases"].split(";") if a),
        )
        for row in data.read_tsv("doc_kinds.tsv")
    )


@cache
def issuer_codes() -> dict[str, tuple[str, str]]:
    """Code of an issuing body in a number → its name and its group (state, party, mass_org, historical).

    >>> issuer_codes()["UBND"]
    ('Ủy ban nhân dân', 'state')
    """
    return {row["code"]: (row["name"], row["group"]) for row in data.read_tsv("doc_kinds.issuers.tsv")}


@cache
def kind_names() -> dict[str, DocKind]:
    """Every folded name and alias → its kind.

    >>> kind_names()["thông báo kết luận"].abbr
    'TB'
    """
    named: dict[str, DocKind] = {}
    for kind in doc_kinds():
        for name in kind.names:
            named.setdefault(fold(name), kind)
    return named


@cache
def _by_code() -> dict[str, list[tuple[str, DocKind]]]:
    coded: dict[str, list[tuple[str, DocKind]]] = {}
    for kind in doc_kinds():
        for code in kind.codes:
            coded.setdefault(code.upper(), []).append((code, kind))
    for kind in doc_kinds():
        for slip in kind.slips:
            if slip.upper() not in coded:
                coded[slip.upper()] = [(kind.codes[0], kind)]
    return coded


def by_name(name: str) -> DocKind | None:
    """The kind that a name stands for, whatever its case, spacing and tone placement.

    >>> by_name("CHƯƠNG TRÌNH  HÀNH ĐỘNG").abbr, by_name("công văn").abbr, by_name("Văn bản") is None
    ('CTr', 'CV', True)
    """
    return kind_names().get(_SPACE.sub(" ", fold(name)).strip())


def by_abbr(abbr: str, family: str | None = None) -> DocKind | None:
    """The kind of an abbreviation; the family tells apart those that share one.

    >>> by_abbr("TT").name, by_abbr("TT", "party").name
    ('Thông tư', 'Thông tri')
    """
    for kind in doc_kinds():
        if kind.abbr.upper() == abbr.upper() and (family is None or family in kind.families):
            return kind
    return None


def by_code(code: str, family: str | None = None) -> DocKind | None:
    """The kind whose numbers carry the code, in any case and with the frequent slips.

    >>> by_code("QD").abbr, by_code("ttr").abbr, by_code("VX") is None
    ('QĐ', 'TTr', True)
    """
    for _, kind in _by_code().get(code.upper(), ()):
        if family is None or family in kind.families:
            return kind
    return None


def canonical_code(code: str) -> str | None:
    """The right spelling of a kind's code, None where it is no code of a kind.

    >>> canonical_code("TTR"), canonical_code("QD"), canonical_code("KSTT") is None
    ('TTr', 'QĐ', True)
    """
    found = _by_code().get(code.upper())
    return found[0][0] if found else None
