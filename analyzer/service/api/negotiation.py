"""Which of the forms on offer a client takes, by its Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_MOST = 100  # ranges that are looked at
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}"
_RANGE = re.compile(rf"\s*(?P<main>{_TOKEN})/(?P<sub>{_TOKEN})\s*")
_PARAMETER = re.compile(rf';\s*(?P<name>{_TOKEN})\s*=\s*(?:"(?P<quoted>[^"\\]{{0,200}})"|(?P<plain>{_TOKEN}))\s*')
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type with its parameters, without charset.

    >>> str(MediaType.of('text/markdown; profile="brief"'))
    'text/markdown; profile=brief'
    """

    main: str
    sub: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(text: str) -> MediaType:
        """A media type as written. Raises ValueError."""
        found = _read(text)
        if found is None:
            raise ValueError(f"{text!r} is no media type.")
        return found[0]

    def __str__(self) -> str:
        return "; ".join([f"{self.main}/{self.sub}", *(f"{name}={value}" for name, value in self.parameters.items())])


def _read(text: str) -> tuple[MediaType, float] | None:
    """A media range and its quality; None for what is none."""
    m = _RANGE.match(text)
    if m is None:
        return None
    parameters: dict[str, str] = {}
    quality, at = 1.0, m.end()
    while at < len(text):
        p = _PARAMETER.match(text, at)
        if p is None:
            return None
        at = p.end()
        name, value = p["name"].lower(), p["plain"] if p["quoted"] is None else p["quoted"]
        if name == "q":
            if not _QUALITY.fullmatch(value):
                return None
            quality = float(value)
            break  # what follows are extensions of the header
        if name != "charset":
            parameters[name] = value.lower()
    return MediaType(m["main"].lower(), m["sub"].lower(), parameters), quality


def best(accept: str | None, offered: Sequence[MediaType]) -> int | None:
    """The place of the form to give: that of the highest quality, the first of several; None where none is taken.

    Without the header everything is taken. Ranges that are not to be read are passed over.

    >>> offered = [MediaType.of(t) for t in ("application/json", "text/csv", "text/markdown; profile=brief")]
    >>> best("text/csv;q=0.5, text/markdown;q=0.8, application/json;q=0", offered), best("image/png", offered)
    (2, None)
    >>> best("text/*, application/json;q=0.9", offered), best(None, offered), best("*/*;q=0", offered)
    (1, 0, None)
    """
    if accept is None or not accept.strip():
        return 0
    ranges = [found for part in accept.split(",")[:_MOST] if (found := _read(part)) is not None]
    chosen, most = None, 0.0
    for place, form in enumerate(offered):
        quality = _quality(form, ranges)
        if quality > most:
            chosen, most = place, quality
    return chosen


def _quality(form: MediaType, ranges: Sequence[tuple[MediaType, float]]) -> float:
    """The quality of the narrowest range that takes a form in."""
    fitting = [(width, quality) for wanted, quality in ranges if (width := _narrowness(form, wanted)) is not None]
    return max(fitting, default=(0, 0.0))[1]


def _narrowness(form: MediaType, wanted: MediaType) -> tuple[int, int] | None:
    """How narrow a range is that takes a form in; None for one that does not."""
    if wanted.main == "*" and wanted.sub == "*":
        return 0, 0
    if wanted.main != form.main:
        return None
    if wanted.sub == "*":
        return 1, 0
    if wanted.sub != form.sub or any(form.parameters.get(name) != value for name, value in wanted.parameters.items()):
        return None
    return 2, len(wanted.parameters)
