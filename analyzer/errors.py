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
    """The input passes a limit (bytes, pages, characters)."""

    code = "input_too_large"


class CorpusError(AnalyzerError):
    """A gold annotation does not fit its text or its format."""

    code = "corpus_error"
