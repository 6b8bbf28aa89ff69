"""A syllable tokenizer for spaCy: Vietnamese writes syllables with blanks, and every mark is a token of its own.

So each mention of the pipes begins and ends at a token boundary ("76/NQ-CP" is five tokens, "80%" two).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from analyzer.reading import read
from analyzer.spans import Span

# in text that is not NFC, a combining mark belongs to its letter
_TOKEN = re.compile(r"[^\W_](?:(?!_)[\w\u0300-\u036f])*|\s+|[\W_]")


def token_spans(text: str) -> Iterator[Span]:
    """Where the tokens of a text stand, blanks left out.

    >>> text = "Đạt 80%."
    >>> [text[s.start:s.end] for s in token_spans(text)]
    ['Đạt', '80', '%', '.']
    """
    return (Span(*match.span()) for match in _TOKEN.finditer(text) if not match[0].isspace())


def tokenized(vocab: Vocab, text: str) -> Doc:
    """The tokens of a text as a Doc whose ``text`` is the text, whatever its blanks."""
    words: list[str] = []
    spaces: list[bool] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token.isspace() and words and not spaces[-1] and token.startswith(" ") and not words[-1].isspace():
            spaces[-1] = True
            token = token[1:]
            if not token:
                continue
        words.append(token)
        spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


class SyllableTokenizer:
    """Text → Doc whose text is the canonical text of the input (NFC, furniture removed; see :mod:`analyzer.reading`).

    ``doc.user_data["manuscript"]`` holds the manuscript.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        manuscript = read(text)
        doc = tokenized(self.vocab, manuscript.text)
        doc.user_data["manuscript"] = manuscript
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> SyllableTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: Any, **_: Any) -> SyllableTokenizer:
        """Nothing to restore."""
        return self
