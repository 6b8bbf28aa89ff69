"""Typed errors: what was wrong with an input and what to do about it.

Every error carries a stable ``code`` for programs, an English message for developers and a Vietnamese one for staff.
"""

from __future__ import annotations


class AnalyzerError(Exception):
    """Base of all errors the package raises on purpose.

    >>> error = EmptyDocument("The file holds no text.", "Tệp không có nội dung văn bản.")
    >>> error.code, error.message_vi
    ('empty_document', 'Tệp không có nội dung văn bản.')
    """

    code = "error"

    def __init__(self, message: str, message_vi: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_vi = message_vi


class UnreadableInput(AnalyzerError):
    """The input cannot be turned into text."""

    code = "unreadable_input"


class EmptyDocument(UnreadableInput):
    """Nothing to read: no bytes, or no text in them."""

    code = "empty_document"


class UnsupportedFormat(UnreadableInput):
    """A format that is recognised and cannot be read (yet), or one that is not recognised."""

    code = "unsupported_format"


class DamagedFile(UnreadableInput):
    """The format is recognised, but the file is truncated or corrupt."""

    code = "damaged_file"


class EncryptedFile(UnreadableInput):
    """The file wants a password."""

    code = "encrypted_file"


class NoTextLayer(UnreadableInput):
    """A scan: pages are pictures, there are no characters to read."""

    code = "no_text_layer"


class MissingTool(UnreadableInput):
    """Reading this format takes a program that is not installed; the message names the command that installs it."""

    code = "missing_tool"


class InputTooLarge(UnreadableInput):
    """The input passes a limit of size (bytes, pages, pixels, characters, unpacked bytes, nesting)."""

    code = "input_too_large"


class UnsafeFile(UnreadableInput):
    """The file is built to harm a reader: XML entities, members of an archive that overlap or lie about their size."""

    code = "unsafe_file"


class ActiveContent(UnreadableInput):
    """The file holds macros."""

    code = "active_content"


class ReadingTimeout(UnreadableInput):
    """Reading took more than the seconds allowed and was stopped."""

    code = "reading_timeout"


class OutOfMemory(UnreadableInput):
    """Reading took more memory than allowed."""

    code = "out_of_memory"


class ReaderDied(UnreadableInput):
    """The process that read the file died or failed; ``detail`` has the last lines it wrote, for developers.

    >>> print(ReaderDied("The reader died.", "Tiến trình đọc đã dừng.", "Segmentation fault"))
    The reader died.
    Segmentation fault
    """

    code = "reader_died"

    def __init__(self, message: str, message_vi: str, detail: str = "") -> None:
        super().__init__(message, message_vi)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message}\n{self.detail}" if self.detail else self.message


class CorpusError(AnalyzerError):
    """A gold annotation does not fit its text or its format."""

    code = "corpus_error"


class ModelError(AnalyzerError):
    """A trained model of the installation is absent, damaged, or does not fit the code."""

    code = "model_error"
