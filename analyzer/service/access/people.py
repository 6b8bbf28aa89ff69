"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor", "admin"]

#: What roles there are, each of which may do what those before it may: look; upload and correct; all else.
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    >>> Person("Nguyễn Thị An", "editor").may("reader"), Person("Nguyễn Thị An", "editor").may("admin")
    (True, False)
    """

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the person may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


#: The one person of a service that runs on their own machine for nobody else.
ALONE = Person("Người dùng", "admin")
