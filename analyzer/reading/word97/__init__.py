"""Word 97–2003 documents (.doc) and rich text (.rtf), by converters that run as child processes.

LibreOffice makes a .docx of them, with fonts, merged cells and automatic numbers, which is read as such. Where it is
not installed, antiword reads a .doc without these, and the manuscript says so. docs/reading.md has what was measured.
"""

from __future__ import annotations

from typing import Literal

from analyzer.reading.composer import Composer
from analyzer.reading.containers import check_parts
from analyzer.reading.limits import Limits
from analyzer.reading.word97 import ole, programs

MEDIA_TYPES = {"doc": "application/msword", "rtf": "application/rtf"}


def read_word97(data: bytes, kind: Literal["doc", "rtf"], composer: Composer, limits: Limits) -> None:
    """Put the blocks of the document into the composer.

    Raises DamagedFile, EncryptedFile, ActiveContent (macros), ReadingTimeout, and MissingTool where no converter is
    installed.
    """
    if kind == "doc":
        ole.check(data)
    if program := programs.libreoffice():
        from analyzer.reading.docx import read_docx

        converted = programs.to_docx(program, data, kind, limits)
        check_parts(converted, limits)
        read_docx(converted, composer)
    elif kind == "doc" and (program := programs.antiword()):
        from analyzer.reading.text import read_text
        from analyzer.reading.word97.antiword import as_text

        plain = programs.run_antiword(program, data, ["-w", "0"], limits)
        docbook = programs.run_antiword(program, data, ["-x", "db"], limits)
        read_text(as_text(plain.decode("utf-8", "replace"), docbook), composer)
        composer.note(
            "simple_converter",
            "Read with antiword: automatic numbers, merged cells and capitals of .VnTimeH fonts are lost. "
            f"LibreOffice Writer keeps them: {programs.INSTALL}.",
            "Đọc bằng antiword: mất số thứ tự tự động, ô gộp và chữ hoa của phông .VnTimeH. "
            f"LibreOffice Writer giữ được: {programs.INSTALL}.",
        )
    elif kind == "doc":
        raise programs.missing("an old Word document (.doc)", "tệp Word cũ (.doc)")
    else:
        raise programs.missing("a rich text document (.rtf)", "tệp .rtf")
