"""What the address of a page asks for, and addresses that ask for a little else.

Pages take whatever is typed into an address: what they do not understand counts as not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

_LONGEST = 300  # characters of a value
_MOST = 20  # values of one name
_LAST_PAGE = 10_000


class Asking:
    """The query of an address.

    >>> asking = Asking("/tim-kiem", QueryParams("q=số hóa&lv=other&lv=procedures&trang=2"))
    >>> asking.text("q"), asking.chosen("lv", ("other",)), asking.page, asking.day("tu")
    ('số hóa', ('other',), 2, None)
    >>> asking.toggled("lv", "other")
    '/tim-kiem?q=s%E1%BB%91+h%C3%B3a&lv=procedures'
    """

    def __init__(self, path: str, query: QueryParams) -> None:
        self.path = path
        self._said: dict[str, list[str]] = {}
        for name, value in query.multi_items():
            values = self._said.setdefault(name, [])
            value = clean(value)
            if value and value not in values and len(values) < _MOST:
                values.append(value)

    def text(self, name: str) -> str:
        """The first value, "" where there is none."""
        return next(iter(self._said.get(name, ())), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """All values."""
        return tuple(self._said.get(name, ()))

    def chosen(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """The values that are known."""
        allowed = frozenset(known)
        return tuple(value for value in self._said.get(name, ()) if value in allowed)

    def one(self, name: str, known: Iterable[str]) -> str | None:
        """The first value that is known."""
        return next(iter(self.chosen(name, known)), None)

    def day(self, name: str) -> date | None:
        """A day as fields of type date write it."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    @property
    def page(self) -> int:
        """The page of a list, from 1."""
        said = self.text("trang")
        return min(int(said), _LAST_PAGE) if said.isascii() and said.isdigit() and int(said) > 0 else 1

    def at(self, page: int) -> str:
        """The address of another page of the list."""
        return self.with_(trang=None if page == 1 else str(page))

    def with_(self, **changed: str | Iterable[str] | None) -> str:
        """The address with other values for some names, and on the first page unless one is said."""
        said: dict[str, list[str]] = {name: values for name, values in self._said.items() if name != "trang"}
        for name, value in changed.items():
            said[name] = [] if value is None else [value] if isinstance(value, str) else list(value)
        return address(self.path, said)

    def toggled(self, name: str, value: str) -> str:
        """The address with a value put in, or taken out where it is there."""
        values = self._said.get(name, [])
        changed = [other for other in values if other != value] if value in values else [*values, value]
        return self.with_(**{name: changed})

    def others(self, *names: str) -> tuple[tuple[str, str], ...]:
        """What is asked besides some names and the page: for hidden fields of a form."""
        left_out = {*names, "trang"}
        return tuple((name, value) for name, values in self._said.items() if name not in left_out for value in values)


def address(path: str, said: Mapping[str, Iterable[str]]) -> str:
    """A path with a query.

    >>> address("/han", {"muc": ["week"], "lv": []})
    '/han?muc=week'
    """
    query = urlencode([(name, value) for name, values in said.items() for value in values])
    return f"{path}?{query}" if query else path


def clean(value: str) -> str:
    """A value without characters that no text has, and of bounded length.

    >>> clean("  Sở\\x00 Y tế ")
    'Sở Y tế'
    """
    kept = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in value[:_LONGEST])
    return " ".join(kept.split())


def pages(total: int, size: int) -> int:
    """How many pages a list has, one at least.

    >>> pages(0, 20), pages(41, 20)
    (1, 3)
    """
    return max(1, -(-total // size))
