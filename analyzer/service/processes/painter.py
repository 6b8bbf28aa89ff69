"""A process that draws pages for the service. It keeps the last files it was given open."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import pypdfium2

from analyzer.processes.serving import Header, Send, serve
from analyzer.reading.limits import Limits
from analyzer.reading.pdf.document import opened
from analyzer.service.processes.sheets import PDF, draw_pdf, draw_picture

_MEMORY = 2_000_000_000
_GROWN = 400_000_000
_OPEN = 4
_OPEN_BYTES = 100_000_000


def main() -> None:
    """Answer requests until standard input ends."""
    files = _Files()

    def answer(header: Header, data: bytes, send: Send) -> tuple[Header, bytes]:
        limits = Limits(**header["limits"])
        digest = header["sha256"]
        if data:
            files.put(digest, data, header["media_type"], limits)
            del data
        if digest not in files:
            return {"kind": "wanted"}, b""
        return {"kind": "picture"}, files.draw(digest, header["page"], header["width"], limits)

    serve(answer, lambda: None, memory=_MEMORY, grown=_GROWN)


class _Files:
    """The files last used, PDF files opened."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, tuple[int, Any, Any]] = OrderedDict()

    def __contains__(self, digest: str) -> bool:
        return digest in self._open

    def put(self, digest: str, data: bytes, media_type: str, limits: Limits) -> None:
        """Keep a file; the ones longest unused go. Raises EncryptedFile, DamagedFile, InputTooLarge."""
        self._drop(digest)
        others = sum(size for size, _, _ in self._open.values())
        while self._open and (len(self._open) >= _OPEN or others + len(data) > _OPEN_BYTES):
            oldest = next(iter(self._open))
            others -= self._open[oldest][0]
            self._drop(oldest)
        if media_type == PDF:
            holder = opened(data, limits)
            document = holder.__enter__()
            if document.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM:
                document.init_forms()  # signatures and stamps are fields of a form
            self._open[digest] = len(data), holder, document
        else:
            self._open[digest] = len(data), None, data

    def draw(self, digest: str, page: int, width: int, limits: Limits) -> bytes:
        """The PNG of a page. Raises NoSuchPage, DamagedFile, InputTooLarge."""
        self._open.move_to_end(digest)
        _, holder, content = self._open[digest]
        return draw_picture(content, page, width, limits) if holder is None else draw_pdf(content, page, width)

    def _drop(self, digest: str) -> None:
        _, holder, _ = self._open.pop(digest, (0, None, None))
        if holder is not None:
            holder.__exit__(None, None, None)
