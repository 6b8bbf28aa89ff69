"""Vietnamese words and their classes by underthesea, as an optional component ``vn_directive_words``.

underthesea gives no offsets, loads its model in a way that threads can break, and takes time quadratic in the length of
some strings: it is warmed up once under a lock, fed pieces of bounded length, and its words are found again in the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

NAME = "vn_directive_words"
PIECE = 900
_LOCK = Lock()
_BREAK = re.compile(r"[^\n]+")


@cache
def _tagger() -> Any:
    from underthesea import pos_tag

    pos_tag("Sở Nội vụ")
    return pos_tag


def tagged_words(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text as (start, end, word class), in order; blanks and what underthesea drops have none.

    >>> text = "Sở Nội vụ rà soát hồ sơ."
    >>> [(text[s:e], tag) for s, e, tag in tagged_words(text)][-2:]
    [('hồ sơ', 'N'), ('.', 'CH')]
    """
    with _LOCK:
        tag = _tagger()
    for start, end in _pieces(text):
        at = start
        for word, word_class in tag(text[start:end]):
            match = _find(text, word, at, end)
            if match:
                at = match[1]
                yield match[0], match[1], str(word_class)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for line in _BREAK.finditer(text):
        start, end = line.span()
        while end - start > PIECE:
            cut = text.rfind(" ", start + 1, start + PIECE)
            cut = cut if cut > start else start + PIECE
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def _find(text: str, word: str, at: int, end: int) -> tuple[int, int] | None:
    """Where a word stands, blanks within it free; underthesea moves tone marks, so letters may differ."""
    start = at
    while start < end and text[start].isspace():
        start += 1
    i = start
    for letter in word:
        if letter.isspace():
            continue
        while i < end and text[i].isspace():
            i += 1
        if i >= end:
            return None
        i += 1
    return (start, i) if i > start else None


class Words:
    """Fills ``doc.spans["words"]``; the label of a span is its word class."""

    def __call__(self, doc: Doc) -> Doc:
        group = SpanGroup(doc, name="words")
        for start, end, word_class in tagged_words(doc.text):
            span = doc.char_span(start, end, label=word_class, alignment_mode="expand")
            if span is not None:
                group.append(span)
        doc.spans["words"] = group
        return doc


def create_words(nlp: Language, name: str) -> Words:
    """Factory of ``vn_directive_words``."""
    return Words()


Language.factory(NAME, func=create_words)
