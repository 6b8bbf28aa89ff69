"""What an index is asked: a boolean of terms, the same for every database, which each writes in its own language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Form = Literal["exact", "plain", "number"]


@dataclass(frozen=True, slots=True)
class Term:
    """An entry has the token in this form; with ``prefix`` one that begins so."""

    form: Form
    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two plain tokens stand side by side; with ``prefix`` the second begins so."""

    first: str
    second: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Exact tokens stand one behind the other; with ``prefix`` the last begins so."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """All of them hold."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of them holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class But:
    """The one holds, the other does not."""

    what: Condition
    without: Condition


Condition = Term | Pair | Sequence | All | Any | But


def all_of(conditions: Iterable[Condition]) -> Condition:
    """All of some conditions, in their order and each once.

    >>> all_of([Term("plain", "so"), Term("plain", "so")])
    Term(form='plain', token='so', prefix=False)
    """
    found = tuple(dict.fromkeys(_flat(conditions, All)))
    return found[0] if len(found) == 1 else All(found)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """One of some conditions."""
    found = tuple(dict.fromkeys(_flat(conditions, Any)))
    return found[0] if len(found) == 1 else Any(found)


def _flat(conditions: Iterable[Condition], kind: type[All] | type[Any]) -> Iterable[Condition]:
    for condition in conditions:
        if isinstance(condition, kind):
            yield from condition.of
        else:
            yield condition
