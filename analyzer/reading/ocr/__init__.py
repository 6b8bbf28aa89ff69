"""Recognising the text of scanned pages: pictures of pages in, pages of glyphs out.

A page's picture is made grey and upright, its ruled lines are taken off, tesseract reads it, what is no writing is set
aside, and names of closed vocabularies are put right. Pages are read side by side, one process a core.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from PIL import Image

from analyzer.reading.ocr import tesseract
from analyzer.reading.ocr.cells import read_page
from analyzer.reading.ocr.correction import Correction, correct
from analyzer.reading.ocr.head import Filled, complete
from analyzer.reading.ocr.noise import without_noise, without_strays
from analyzer.reading.ocr.picture import grey, upright
from analyzer.reading.ocr.rulings import take_off
from analyzer.reading.ocr.words import page_of
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.page import Page
from analyzer.reading.progress import Progress, Report
from analyzer.reading.syllables import measure

DPI = 300
_POINTS = 72.0
_A4_INCHES = 11.69
_LARGEST_INCHES = 17.0
_MIN_WORDS = 12


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be recognised: its number, its frame, how to get its picture, and dots an inch of that picture."""

    number: int
    frame: Frame
    dpi: float
    draw: Callable[[float], Image.Image]


def resolution(size: tuple[float, float]) -> float:
    """The dots an inch at which to draw a page of a size in points.

    Pages larger than A3 are scans whose pixels were taken for points: they are drawn as large as A4 would be.

    >>> resolution((595, 842)), round(resolution((1654, 2339)))
    (300, 108)
    """
    longest = max(size) / _POINTS
    return DPI if longest <= _LARGEST_INCHES else DPI * _A4_INCHES / longest


@dataclass(slots=True)
class Recognised:
    """A recognised page, what was set aside as noise, what was put right, and what was read in the head's blanks.

    ``sideways``: most lines run up or down the page.
    """

    page: Page
    set_aside: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)
    sideways: bool = False

    @property
    def confidence(self) -> float | None:
        """The mean confidence of the letters; None for a page without any."""
        sure = self.page.confidence
        return sum(sure.values()) / len(sure) if sure else None


def cores() -> int:
    """The processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def recognise(jobs: Iterable[Job], total: int, report: Report) -> Iterator[Recognised]:
    """Recognise the pages, in order; ``report`` is told of each. Raises MissingTool where tesseract is not there.

    Pictures are drawn in the calling thread (pdfium is not to be used from two), and no more of them are held than are
    being read.
    """
    program = tesseract.find()
    report(Progress("ocr", 0, total))
    workers = min(cores(), max(1, total))
    waiting: deque[Future[Recognised]] = deque()
    done = 0
    with ThreadPoolExecutor(workers, thread_name_prefix="ocr") as pool:
        try:
            for job in jobs:
                if len(waiting) > workers:
                    yield waiting.popleft().result()
                    done += 1
                    report(Progress("ocr", done, total))
                waiting.append(pool.submit(_recognise, program, job, job.draw(job.dpi)))
            while waiting:
                yield waiting.popleft().result()
                done += 1
                report(Progress("ocr", done, total))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _recognise(program: tesseract.Tesseract, job: Job, drawn: Image.Image) -> Recognised:
    picture = grey(drawn)
    found = _read(program, job, job.frame, picture)
    if _reads(found):
        return found
    # Landscape pages are often scanned upright.
    turn = program.turn(picture, DPI)
    if not turn:
        return found
    turned = _read(program, job, replace(job.frame, turn=turn), picture.transpose(_TURNS[turn]))
    return turned if found.sideways or _words(turned) > _words(found) else found


# Pillow counts its turns counter-clockwise.
_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


def _read(program: tesseract.Tesseract, job: Job, frame: Frame, picture: Image.Image) -> Recognised:
    straight = upright(picture)
    bare, rulings = take_off(straight.picture, DPI)
    read = read_page(program, bare, rulings, DPI)
    sideways = 2 * sum(line.turned for line in read) > len(read)
    lines, noise = without_noise(read, rulings, DPI)
    corrections = correct(lines)
    lines = [without_strays(line) for line in lines]
    page = page_of(job.number, replace(frame, skew=straight.skew), lines, rulings, job.dpi)
    filled = complete(page, bare, _POINTS / job.dpi) if job.number == 1 else []
    return Recognised(page, noise, corrections, filled, sideways)


def _words(found: Recognised) -> int:
    return measure(found.page.text).syllables


def _reads(found: Recognised) -> bool:
    reading = measure(found.page.text)
    return reading.words >= _MIN_WORDS and reading.is_vietnamese and not found.sideways


__all__ = ["DPI", "Job", "Recognised", "recognise", "resolution"]
