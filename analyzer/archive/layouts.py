"""Where the words of a document stand on its pages: what the column ``file.layout`` holds."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from analyzer.archive.errors import DamagedReading
from analyzer.assembly.models import Box


class Word(NamedTuple):
    """A word, or the part of one that stands in one line: ``text[start:end]`` and its box on a page.

    The box is in points from the top left of the page as it is displayed.
    """

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def box(self) -> Box:
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True)
class Layout:
    """The sizes of all pages in points, and the words in the order of the text.

    ``text_digest`` is :func:`text_digest` of the text that ``start`` and ``end`` count in: boxes are those of a
    directive where its text has the same.

    >>> layout = Layout(text_digest("Giao Sở Y tế"), ((595, 842),), (Word(0, 4, 1, 70, 80, 96, 92),))
    >>> Layout.unpacked(layout.packed()) == layout, layout.fits("Giao Sở Y tế"), layout.fits("Giao Sở Xây dựng")
    (True, True, False)
    """

    text_digest: str
    pages: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]

    def fits(self, text: str | None) -> bool:
        """Whether the words are those of a text."""
        return text is not None and self.text_digest == text_digest(text)

    def between(self, start: int, end: int) -> Sequence[Word]:
        """The words that lie in ``[start, end)``, whole or in part.

        >>> words = (Word(0, 4, 1, 0, 0, 9, 9), Word(5, 7, 1, 10, 0, 19, 9), Word(8, 9, 1, 20, 0, 29, 9))
        >>> [word.start for word in Layout("", ((595, 842),), words).between(2, 8)]
        [0, 5]
        """
        if start >= end:
            return ()
        first = bisect_left(self.words, start, key=lambda word: word.end - 1)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return self.words[first:last]

    def boxes(self, start: int, end: int) -> dict[int, list[Box]]:
        """For each page the boxes of the lines that hold ``[start, end)``, whole words at their ends.

        >>> words = (Word(0, 4, 1, 0, 0, 9, 9), Word(5, 7, 1, 10, 0, 19, 9), Word(8, 9, 1, 0, 10, 9, 19))
        >>> Layout("", ((595, 842),), words).boxes(0, 9)
        {1: [(0, 0, 19, 9), (0, 10, 9, 19)]}
        """
        found: dict[int, list[Box]] = {}
        for page, box in _joined(self.between(start, end)):
            found.setdefault(page, []).append(box)
        return found

    def packed(self) -> bytes:
        """As it is stored: JSON, compressed."""
        value = {"text": self.text_digest, "pages": self.pages, "words": self.words}
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 5)

    @classmethod
    def unpacked(cls, stored: bytes) -> Layout:
        """The layout that was stored. Raises DamagedReading."""
        try:
            value = json.loads(zlib.decompress(stored))
            pages = tuple((float(width), float(height)) for width, height in value["pages"])
            return cls(str(value["text"]), pages, tuple(Word(*word) for word in value["words"]))
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise DamagedReading(
                f"The layout of a file in the archive is damaged ({error}). Read the document again.",
                f"Bố cục trang của một tệp trong kho bị hỏng ({error}). Hãy đọc lại văn bản.",
            ) from error


def text_digest(text: str) -> str:
    """What tells a text from another, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _joined(words: Sequence[Word]) -> Iterator[tuple[int, Box]]:
    """The boxes of neighbouring words of a line as one."""
    page, box = 0, (0.0, 0.0, 0.0, 0.0)
    for word in words:
        if word.page == page and _same_line(box, word.box):
            box = min(box[0], word.x0), min(box[1], word.y0), max(box[2], word.x1), max(box[3], word.y1)
            continue
        if page:
            yield page, box
        page, box = word.page, word.box
    if page:
        yield page, box


def _same_line(line: Box, word: Box) -> bool:
    """Whether a word goes on with a line: beside it, or close below it where the line runs down the page."""
    height = min(line[3] - line[1], word[3] - word[1])
    beside = min(line[3], word[3]) - max(line[1], word[1]) > height / 2 and word[0] >= line[0]
    width = min(line[2] - line[0], word[2] - word[0])
    tall = word[3] - word[1] > word[2] - word[0] and line[3] - line[1] > line[2] - line[0]
    # a single letter is tall as well, but stands off from the one in the next line
    close = word[1] - line[3] < width / 2
    return beside or (tall and close and min(line[2], word[2]) - max(line[0], word[0]) > width / 2)
