"""Reading hOCR, the markup that tesseract writes: lines of words with boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from analyzer.errors import DamagedFile

Pixels = tuple[float, float, float, float]

_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_LETTER = re.compile(r"x_bboxes (-?\d+) -?\d+ (-?\d+) -?\d+")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")


@dataclass(slots=True)
class Word:
    """A word as read: its letters, its box in pixels from the top left, and how sure the reader is (0 to 1).

    ``edges`` say where each letter begins and the word ends, where the reader told; a word that is put right letter by
    letter keeps them.
    """

    text: str
    box: Pixels
    confidence: float
    edges: tuple[float, ...] = ()

    def places(self) -> list[tuple[float, float]]:
        """The left and right end of each letter; letters share the word's width evenly where they are not known.

        >>> Word("số", (10, 0, 30, 9), 0.9).places()
        [(10.0, 20.0), (20.0, 30.0)]
        """
        edges = self.edges
        if len(edges) != len(self.text) + 1:
            step = (self.box[2] - self.box[0]) / len(self.text)
            edges = tuple(self.box[0] + i * step for i in range(len(self.text) + 1))
        return list(pairwise(edges))


@dataclass(slots=True)
class Line:
    """A printed line: words from left to right, the height of its baseline, the size of its letters, in pixels.

    ``turned`` lines are not level: the reader has found them to run up or down the page.
    """

    words: list[Word]
    base: float
    size: float
    turned: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean confidence of the words, weighed by their length."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters


def parse(markup: str) -> list[Line]:
    """The lines of one page that hold a word, in the order of the markup.

    >>> page = '''<html><body><span class='ocr_line' title="bbox 10 10 90 30; baseline 0 -5; x_size 20">
    ... <span class='ocrx_word' title='bbox 10 10 40 25; x_wconf 96'>Điều</span></span></body></html>'''
    >>> [(line.text, line.base, line.size, line.words[0].confidence) for line in parse(page)]
    [('Điều', 25.0, 20.0, 0.96)]
    """
    try:
        root = ElementTree.fromstring(markup)
    except ElementTree.ParseError as error:
        raise DamagedFile(
            f"The recognised text could not be read: {error}.", "Không đọc được kết quả nhận dạng chữ."
        ) from error
    return [line for element in root.iter() if element.get("class") in _LINES and (line := _line(element))]


def _line(element: ElementTree.Element) -> Line | None:
    words = list(_words(element))
    title = element.get("title", "")
    box = _BOX.search(title)
    if not words or box is None:
        return None
    left, _, right, bottom = map(float, box.groups())
    size = _SIZE.search(title)
    slope, offset = 0.0, 0.0
    if baseline := _BASELINE.search(title):
        slope, offset = float(baseline[1]), float(baseline[2])
    tall = max(word.box[3] - word.box[1] for word in words)
    base = bottom + offset + slope * (right - left) / 2
    return Line(words, base, float(size[1]) if size else tall, _is_turned(words))


def _is_turned(words: list[Word]) -> bool:
    """Whether most words of a few letters are taller than they are wide."""
    long = [word.box for word in words if len(word.text) > 2]
    return 2 * sum(y1 - y0 > x1 - x0 for x0, y0, x1, y1 in long) > len(long)


def _words(element: ElementTree.Element) -> Iterator[Word]:
    for child in element.iter():
        if child.get("class") != "ocrx_word":
            continue
        text = "".join("".join(child.itertext()).split())
        box = _BOX.search(child.get("title", ""))
        confidence = _CONFIDENCE.search(child.get("title", ""))
        if text and box:
            x0, y0, x1, y1 = map(float, box.groups())
            sure = int(confidence[1]) / 100 if confidence else 0.0
            yield Word(text, (x0, y0, x1, y1), sure, _edges(child, text, x1))


def _edges(word: ElementTree.Element, text: str, end: float) -> tuple[float, ...]:
    """Where the letters begin, each behind the one before, and where the last one ends; empty where not told."""
    found: list[float] = []
    for letter in word:
        box = _LETTER.search(letter.get("title", ""))
        if letter.get("class") != "ocrx_cinfo" or box is None:
            return ()
        # A letter and its mark are two code points of one box.
        found += [float(box[1])] * len(letter.text or "")
    if len(found) != len(text):
        return ()
    for i in range(1, len(found)):
        found[i] = min(max(found[i], found[i - 1] + 0.5), end)
    return (*found, end)
