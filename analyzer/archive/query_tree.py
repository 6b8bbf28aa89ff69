"""What a query asks for, as a tree that knows of no database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """An exact token as typed; with ``prefix`` the beginning of one."""

    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side; with ``prefix`` the last is the beginning of one."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A document's number, or its beginning, as plain tokens; or its serial, with the kind of document.

    ``cited`` is how it may stand in a text, as phrases of plain tokens.
    """

    parts: tuple[str, ...]
    kind: str | None
    cited: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A term that has abbreviations. ``inner`` is how its words were typed, empty where an abbreviation was."""

    full: tuple[str, ...]
    shorts: tuple[tuple[str, ...], ...]
    inner: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Renamed:
    """The name of a body of the register as typed, its tokens, and its former and present names."""

    of: tuple[Node, ...]
    name: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Together:
    """All of some, without any of others."""

    of: tuple[Node, ...] = ()
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    of: tuple[Together, ...]


Node = Word | Phrase | Number | Named | Renamed | Together | Either
