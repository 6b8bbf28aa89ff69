"""Which document a number that a person types means: one of the archive, or one that is merely cited in it."""

from __future__ import annotations

from datetime import date

from analyzer.archive.errors import NoSuchDocument
from analyzer.archive.graph.build import node_of
from analyzer.archive.graph.library import ArchiveLibrary
from analyzer.archive.graph.loose import Loose, LooseDocuments
from analyzer.archive.graph.resolving import Held, Meant, Shelf, completed, meant
from analyzer.archive.identity import number_key
from analyzer.archive.words import plain, words

_SHOWN = 8  # documents that an error lists


def find_asked(
    library: ArchiveLibrary, number: str, *, issuer: str | None = None, issued_on: date | None = None
) -> Held | Loose:
    """The document with the number, or with the id behind "#".

    ``issuer`` (part of the name, with or without accents) and ``issued_on`` choose among several. Raises
    NoSuchDocument, which lists them where several remain and near ones where there is none.
    """
    if number.startswith("#") and number[1:].isdecimal():
        by_id = library.documents([int(number[1:])])
        if by_id:
            return by_id[0]
        raise NoSuchDocument(
            f"The archive has no document {number} (any more).", f"Trong kho không (còn) có văn bản {number}."
        )
    key = number_key(number)
    found: list[Held | Loose] = [h for h in library.numbered(key) if _wanted(h, issuer, issued_on)] if key else []
    if not found and key:
        found = [loose for loose in _loose(library, key) if _wanted(loose, issuer, issued_on)]
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(number, found)
    raise _none(number, library, key)


def _loose(library: ArchiveLibrary, key: str) -> list[Loose]:
    """The documents with the number that are merely cited."""
    citations = library.citing([key])
    sources = {h.id: h for h in library.documents({c.document for c in citations})}
    shelf = Shelf(library.candidates(citations))
    told = []
    for document, source in sources.items():
        for citation in completed(c for c in citations if c.document == document):
            if meant(citation, source, shelf) == Meant():
                told.append((citation, citation.office(source.citing)))
    together = LooseDocuments(told)
    found = {loose.id: loose for loose in (together.of(*pair) for pair in told) if loose is not None}
    return [found[at] for at in sorted(found)]


def _wanted(document: Held | Loose, issuer: str | None, issued_on: date | None) -> bool:
    if issued_on is not None and document.issued_on != issued_on:
        return False
    if issuer is None:
        return True
    name = document.issuer if isinstance(document, Held) else document.node().issuer
    return name is not None and _plain(issuer) in _plain(name)


def _plain(text: str) -> str:
    return " ".join(map(plain, words(text)))


def _several(number: str, found: list[Held | Loose]) -> NoSuchDocument:
    listed = "; ".join(_told(document) for document in found[:_SHOWN]) + ("; …" if len(found) > _SHOWN else "")
    return NoSuchDocument(
        f"{len(found)} documents have the number {number}: {listed}. Choose one by its date or issuer.",
        f"Có {len(found)} văn bản mang số {number}: {listed}. Hãy chọn theo ngày hoặc cơ quan ban hành.",
    )


def _none(number: str, library: ArchiveLibrary, key: str) -> NoSuchDocument:
    start = "/".join(key.split("/")[:2])
    near = "; ".join(_told(held) for held in library.near(start, _SHOWN)) if start else ""
    return NoSuchDocument(
        f"No document of the archive has the number {number}, and none cites it." + (f" Near: {near}." if near else ""),
        f"Trong kho không có văn bản số {number}, cũng không có văn bản nào viện dẫn số này."
        + (f" Gần giống: {near}." if near else ""),
    )


def _told(document: Held | Loose) -> str:
    """A document with its issuer."""
    node = node_of(document) if isinstance(document, Held) else document.node()
    name = f"{node.name}, {node.issuer}" if node.issuer else node.name
    return f"#{node.document} {name}" if node.document is not None else name
