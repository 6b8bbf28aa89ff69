"""Opening a PDF with pdfium and reading its pages one by one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from analyzer.errors import DamagedFile, EncryptedFile
from analyzer.reading.composer import Composer
from analyzer.reading.limits import Limits
from analyzer.reading.pdf.frame import Frame
from analyzer.reading.pdf.page import Page, read_page

_LIMIT_SLACK = 2


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Any]:
    """The pdfium document; EncryptedFile where it wants a password, DamagedFile where it is none or has no pages."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedFile(
                "The PDF wants a password; remove it and save again.",
                "Tệp PDF được bảo vệ bằng mật khẩu; hãy gỡ mật khẩu rồi lưu lại.",
            ) from error
        raise DamagedFile(f"The PDF is damaged or cut off: {error}", "Tệp PDF bị hỏng hoặc bị cụt.") from error
    try:
        limits.check(pages=len(document))
        if len(document) == 0:
            raise DamagedFile("The PDF has no pages.", "Tệp PDF không có trang nào.")
        yield document
    finally:
        document.close()


def read_pages(document: Any, composer: Composer, limits: Limits) -> list[Page]:
    """The pages with their glyphs; a page that is damaged stays empty and is noted.

    DamagedFile where no page is there: the tree of pages runs in a circle, or names pages that do not exist.
    """
    pages: list[Page] = []
    damaged: list[int] = []
    characters = 0

    def check(count: int) -> None:
        limits.check(characters=(characters + count) // _LIMIT_SLACK)

    with _without_collector():
        for number in range(1, len(document) + 1):
            page = _load(document, number, check)
            if page is None:
                damaged.append(number)
                page = Page(number, Frame((0.0, 0.0, 595.0, 842.0), 0))
            characters += len(page.glyphs)
            check(0)
            pages.append(page)
    if len(damaged) == len(pages):
        raise DamagedFile(
            f"None of the {len(pages)} pages that the PDF names can be read.",
            f"Không đọc được trang nào trong {len(pages)} trang mà tệp PDF khai.",
        )
    for number in damaged:
        composer.note(
            "damaged_page", "The page is damaged and was not read.", "Trang bị hỏng, không đọc được.", page=number
        )
    return pages


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector, which looks for cycles, from going through the growing heap of glyphs again and
    again: they are in none, and it would take a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if gc.get_freeze_count() == 0:
                # What there is goes to the oldest generation at once, instead of being looked through twice on the way.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _load(document: Any, number: int, check: Callable[[int], None]) -> Page | None:
    import pypdfium2

    try:
        handle = document[number - 1]
        try:
            return read_page(handle, number, check)
        finally:
            handle.close()
    except pypdfium2.PdfiumError:
        return None


def read_metadata(document: Any, composer: Composer) -> None:
    """Title, author and day of making, where the file tells them."""
    values = document.get_metadata_dict()
    for key in ("Title", "Author", "CreationDate"):
        if value := values.get(key):
            composer.metadata[{"CreationDate": "created"}.get(key, key.lower())] = value
