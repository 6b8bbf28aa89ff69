"""spaCy's binary ``.spacy``: a ``DocBin`` that ``spacy.training.Corpus`` reads.

References, times and targets are ``doc.ents``; each kind of mark is also a span group ("references", "times",
"targets", "tasks", "agencies", the names that :mod:`analyzer.language` uses) with the id of the mark as ``span.id_``,
and for agencies of the register their id as ``span.kb_id_``. ``doc.user_data["gold"]`` holds the document's id and
header, the values of the marks by id, the relations as (task, other, type), and as (task, name, role) the assignees
that the text does not name. Sentence starts are set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.vocab import Vocab

from analyzer.knowledge.agencies import Register
from analyzer.language.tokenizer import tokenized
from analyzer.learning.exchange.annotated import ENTITIES, Annotated, Mark, without_overlaps
from analyzer.learning.exchange.tokens import sentences

GROUPS = {"references": "REFERENCE", "times": "TIME", "targets": "TARGET", "tasks": "TASK", "agencies": "AGENCY"}


def dump(documents: Iterable[Annotated]) -> bytes:
    """The documents as the bytes of a ``.spacy`` file."""
    vocab = Vocab()
    return DocBin(docs=[to_doc(document, vocab) for document in documents], store_user_data=True).to_bytes()


def to_doc(document: Annotated, vocab: Vocab) -> Doc:
    """A document as a spaCy Doc. Marks that end within a token are widened to it."""
    doc = _split(tokenized(vocab, document.text), {tokens[0].start for tokens in sentences(document)})
    doc.set_ents([_span(doc, mark) for mark in without_overlaps(document.labelled(*ENTITIES))])
    issued_on = document.header.get("issued_on")
    as_of = date.fromisoformat(issued_on) if issued_on else None
    for name, label in GROUPS.items():
        marks = document.labelled(label)
        doc.spans[name] = SpanGroup(doc, name=name, spans=[_span(doc, mark, _kb_id(mark, as_of)) for mark in marks])
    doc.user_data["gold"] = {
        "id": document.id,
        "header": dict(document.header),
        "values": {mark.id: dict(mark.values) for mark in document.marks},
        "relations": [(r.task, r.other, r.type) for r in document.relations],
        "unplaced": [(u.task, u.name, u.role) for u in document.unplaced],
    }
    return doc


def _split(doc: Doc, starts: Collection[int]) -> Doc:
    """The Doc with its sentences; setting them token by token takes quadratic time."""
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        sent_starts=[token.i == 0 or token.idx in starts for token in doc],
    )


def _span(doc: Doc, mark: Mark, kb_id: str = "") -> Span:
    found = doc.char_span(mark.start, mark.end, alignment_mode="expand")
    assert found is not None  # a mark lies in the text
    return Span(doc, found.start, found.end, label=mark.label, kb_id=kb_id, span_id=mark.id)


def _kb_id(mark: Mark, as_of: date | None) -> str:
    if mark.label != "AGENCY":
        return ""
    found = Register.load().resolve(mark.values["name"], as_of)
    return found[0].id if len(found) == 1 else ""
