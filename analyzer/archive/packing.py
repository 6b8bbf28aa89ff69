"""Results on their way into the archive and out of it: a line of JSON each, compressed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from analyzer import __version__
from analyzer.archive.errors import DamagedReading
from analyzer.assembly.models import Directive
from analyzer.tracking.results import read_line
from analyzer.writing.json import dump


@cache
def engine_name() -> str:
    """The analyzer that reads here: its version, and eight digits for its models.

    Raises :class:`analyzer.errors.ModelError` where there are none.
    """
    from analyzer.models import models_directory
    from analyzer.models.store import MANIFEST

    manifest = (models_directory() / MANIFEST).read_bytes()
    return f"analyzer {__version__} {sha256(manifest).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A reading to be kept; ``line`` is what will be given back, without the line's end.

    ``engine`` names the analyzer that read it, where that is known.
    """

    directive: Directive
    line: bytes
    engine: str | None = None

    @classmethod
    def of(cls, directive: Directive, engine: str | None = None) -> Incoming:
        """A directive as ``analyze`` gave it."""
        return cls(directive, dump(directive), engine)

    @classmethod
    def from_line(cls, line: bytes, number: int | None = None) -> Incoming:
        """A line of JSON Lines. Raises :class:`analyzer.tracking.BadResult`, which names the line's ``number``."""
        line = line.removeprefix(b"\xef\xbb\xbf").strip()
        return cls(read_line(line, number), line)


def packed(line: bytes) -> bytes:
    """A line as it is stored.

    >>> unpacked(packed(b"{}"))
    b'{}'
    """
    return zlib.compress(line, 5)


def unpacked(stored: bytes) -> bytes:
    """The line that was stored. Raises DamagedReading."""
    try:
        return zlib.decompress(stored)
    except zlib.error as error:
        raise DamagedReading(
            f"A reading in the archive is damaged ({error}). Run `analyzer archive check`.",
            f"Một kết quả trong kho bị hỏng ({error}). Hãy chạy `analyzer archive check`.",
        ) from error
