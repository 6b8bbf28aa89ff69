"""Tesseract as a child process: the picture of a page in, lines of words with boxes and confidence out.

One process a picture with a single thread (``OMP_THREAD_LIMIT=1``): its own threads cost more than they gain, and
pages run side by side. The program is called by its command line, without a wrapper: the picture goes in as an
uncompressed file (by a pipe tesseract takes a quarter longer, for it reads a pipe letter by letter), and the process is
killed when it overruns.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache

from PIL import Image

from analyzer.errors import DamagedFile, MissingTool
from analyzer.reading.ocr.hocr import Line, parse

LANGUAGE = "vie"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"
_SECONDS_A_PAGE = 120
# Sauvola's local threshold keeps marks on grey and uneven paper that Otsu's single threshold loses.
_SETTINGS = ("-c", "thresholding_method=2", "-c", "tessedit_create_hocr=1", "-c", "hocr_char_boxes=1")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, found and known to have Vietnamese."""

    program: str
    version: str

    def lines(self, picture: Image.Image, dpi: int, *, mode: int = 3) -> list[Line]:
        """The lines read in a grey picture, boxes in its pixels.

        ``mode`` is tesseract's page segmentation mode (3: a page, 6: a block, 7: a line). Raises DamagedFile where the
        program fails on the picture.
        """
        settings = [*_SETTINGS, "--psm", str(mode), "--dpi", str(dpi)]
        return parse(self._run(["-l", LANGUAGE, *settings], picture))

    def turn(self, picture: Image.Image, dpi: int) -> int | None:
        """The quarter turns, clockwise, that set the picture upright; None where the script is not told."""
        try:
            answer = self._run(["-l", "osd", "--psm", "0", "--dpi", str(dpi)], picture)
        except DamagedFile:
            return None  # too few characters to tell
        values = dict(line.split(": ", 1) for line in answer.splitlines() if ": " in line)
        try:
            degrees, confidence = int(values["Rotate"]), float(values["Orientation confidence"])
        except (KeyError, ValueError):
            return None
        return degrees // 90 % 4 if confidence >= 2 else None

    def _run(self, arguments: list[str], picture: Image.Image) -> str:
        with tempfile.NamedTemporaryFile(suffix=".bmp") as file:
            picture.save(file, "BMP")
            file.flush()
            return self._read(file.name, arguments)

    def _read(self, path: str, arguments: list[str]) -> str:
        try:
            done = subprocess.run(
                [self.program, path, "stdout", *arguments],
                capture_output=True,
                timeout=_SECONDS_A_PAGE,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _failed(f"it took more than {_SECONDS_A_PAGE} seconds") from error
        if done.returncode:
            raise _failed(done.stderr.decode("utf-8", "replace").strip()[-300:] or f"status {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


def _failed(reason: str) -> DamagedFile:
    return DamagedFile(
        f"Recognising the text of a page failed: {reason}.",
        f"Không nhận dạng được chữ của một trang: {reason}.",
    )


@cache
def find() -> Tesseract:
    """The installed program; MissingTool, with the command that installs it, where it or Vietnamese is missing."""
    program = shutil.which("tesseract")
    if program is None:
        raise MissingTool(
            f"The document is a scan; reading it takes tesseract, which is not installed: {INSTALL}.",
            f"Tài liệu là bản quét; cần chương trình tesseract để nhận dạng chữ, máy chưa cài: {INSTALL}.",
        )
    languages = _ask(program, "--list-langs").split()
    if LANGUAGE not in languages:
        raise MissingTool(
            f"The document is a scan; tesseract is installed, but not its Vietnamese: {INSTALL}.",
            f"Tài liệu là bản quét; tesseract đã cài nhưng thiếu dữ liệu tiếng Việt: {INSTALL}.",
        )
    return Tesseract(program, _ask(program, "--version").split("\n", 1)[0].removeprefix("tesseract").strip())


def _ask(program: str, question: str) -> str:
    done = subprocess.run([program, question], capture_output=True, text=True, timeout=20, check=False)
    return done.stdout or done.stderr
