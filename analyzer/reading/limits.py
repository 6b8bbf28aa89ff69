"""Limits on what is read, against hostile and absurdly large input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from analyzer.errors import InputTooLarge

# What each figure is a figure of, for the errors; seconds and memory are watched from outside, not checked here.
_MESSAGES = {
    "bytes": ("The document has {figure} bytes", "Tài liệu có {figure} byte"),
    "pages": ("The document has {figure} pages", "Tài liệu có {figure} trang"),
    "pixels": ("A page or picture has {figure} pixels", "Một trang hoặc ảnh có {figure} điểm ảnh"),
    "total_pixels": (
        "The pages and pictures have {figure} pixels in total",
        "Các trang và ảnh có tổng cộng {figure} điểm ảnh",
    ),
    "characters": ("The document has {figure} characters", "Tài liệu có {figure} ký tự"),
    "unpacked": (
        "The document has {figure} bytes when unpacked",
        "Tài liệu có {figure} byte sau khi giải nén",
    ),
    "ratio": (
        "A part of the document unpacks to {figure} times its size",
        "Một phần của tài liệu giải nén ra gấp {figure} lần",
    ),
    "members": ("The archive has {figure} members", "Tệp nén có {figure} tệp con"),
    "part": ("An XML part has {figure} bytes", "Một phần XML có {figure} byte"),
    "depth": (
        "An XML part nests {figure} elements in one another",
        "Một phần XML lồng {figure} phần tử vào nhau",
    ),
}
_MULTIPLES = {"k": 10**3, "m": 10**6, "g": 10**9}


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one document.

    ``bytes`` of the file; ``pages``; ``pixels`` of one picture or rendered page and ``total_pixels`` of all;
    ``characters`` (code points) of the text. For containers (.docx): ``unpacked`` bytes of all members together, the
    ``ratio`` of a member's unpacked to its packed size, the number of ``members``, the bytes of one XML ``part`` and
    the ``depth`` to which its elements nest. ``seconds`` and ``memory`` (bytes of address space) hold for the child
    process that reads; reading in one's own process is not bound by them.

    >>> Limits(pages=0)
    Traceback (most recent call last):
    ValueError: The limit pages must be a number above 0, not 0.
    """

    bytes: int = 100_000_000
    pages: int = 2_000
    pixels: int = 100_000_000
    total_pixels: int = 20_000_000_000
    characters: int = 10_000_000
    unpacked: int = 400_000_000
    ratio: int = 250
    members: int = 5_000
    part: int = 100_000_000
    depth: int = 200
    seconds: float = 900
    memory: int = 2_000_000_000

    def __post_init__(self) -> None:
        for name, value in self.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
                raise ValueError(f"The limit {name} must be a number above 0, not {value!r}.")

    def check(
        self,
        *,
        bytes: int = 0,
        pages: int = 0,
        pixels: int = 0,
        total_pixels: int = 0,
        characters: int = 0,
        unpacked: int = 0,
        ratio: int = 0,
        members: int = 0,
        part: int = 0,
        depth: int = 0,
    ) -> None:
        """Raise InputTooLarge if a figure passes its limit.

        >>> Limits(pages=10).check(pages=12)
        Traceback (most recent call last):
        analyzer.errors.InputTooLarge: The document has 12 pages; the limit is 10.
        """
        figures = (bytes, pages, pixels, total_pixels, characters, unpacked, ratio, members, part, depth)
        for (name, (message, message_vi)), figure in zip(_MESSAGES.items(), figures, strict=True):
            if figure and figure > (limit := getattr(self, name)):
                raise InputTooLarge(
                    f"{message.format(figure=figure)}; the limit is {limit}.",
                    f"{message_vi.format(figure=figure)}, vượt giới hạn {limit}.",
                )

    def items(self) -> list[tuple[str, float]]:
        """Names and values, in the order of the fields."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]

    def changed(self, settings: Iterable[str]) -> Limits:
        """These limits with some set anew: ``name=number``, the number with k, M or G for thousands and so on.

        >>> Limits().changed(["pages=500", "memory=1.5G"]).memory
        1500000000
        >>> Limits().changed(["sheets=3"])
        Traceback (most recent call last):
        ValueError: There is no limit 'sheets'.
        """
        known = {field.name: field.type for field in fields(self)}
        values: dict[str, Any] = {}
        for setting in settings:
            name, _, number = setting.partition("=")
            name, number = name.strip(), number.strip().lower()
            if name not in known:
                raise ValueError(f"There is no limit {name!r}.")
            try:
                value = float(number[:-1] if number[-1:] in _MULTIPLES else number) * _MULTIPLES.get(number[-1:], 1)
                values[name] = value if known[name] == "float" else int(value)
            except (ValueError, OverflowError) as error:
                raise ValueError(f"The limit {name} must be a number above 0, not {number!r}.") from error
        return replace(self, **values)


DEFAULT_LIMITS = Limits()
