"""Limits on what is read, against hostile and absurdly large input."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.errors import InputTooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a reader takes: bytes of the file, pages of a PDF, characters (code points) of its text.

    ``unpacked`` bounds the bytes a zip container may unpack to.
    """

    bytes: int = 100_000_000
    pages: int = 2_000
    characters: int = 10_000_000
    unpacked: int = 400_000_000

    def check(self, *, bytes: int = 0, pages: int = 0, characters: int = 0, unpacked: int = 0) -> None:
        """Raise InputTooLarge if a figure passes its limit.

        >>> Limits(pages=10).check(pages=12)
        Traceback (most recent call last):
        analyzer.errors.InputTooLarge: The document has 12 pages; the limit is 10.
        """
        for figure, limit, unit, unit_vi in (
            (bytes, self.bytes, "bytes", "byte"),
            (pages, self.pages, "pages", "trang"),
            (characters, self.characters, "characters", "ký tự"),
            (unpacked, self.unpacked, "bytes when unpacked", "byte sau khi giải nén"),
        ):
            if figure > limit:
                raise InputTooLarge(
                    f"The document has {figure} {unit}; the limit is {limit}.",
                    f"Tài liệu có {figure} {unit_vi}, vượt giới hạn {limit}.",
                )


DEFAULT_LIMITS = Limits()
