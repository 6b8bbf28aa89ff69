"""Who answers now for a body that a document names: said only where it is not the body itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analyzer.assembly.models import Agency, Assignee, Body, Directive, Place, Role, Task
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.folding import key
from analyzer.writing.labels import note


@dataclass(frozen=True, slots=True)
class Named:
    """A body as the document names it, and its heirs: who answers for it now, none where that is the body itself.

    ``doubt`` is the note to show where the heirs are not known.
    """

    name: str
    heirs: tuple[str, ...] = ()
    doubt: Literal["to_settle", "unclear_body"] | None = None

    @property
    def settled(self) -> bool:
        """Whether it is one body today; else a person must settle which."""
        return len(self.heirs) < 2 and not self.doubt

    @property
    def now(self) -> str:
        """Who answers for it now, empty where that is the body itself.

        >>> Named("Sở Lao động", ("Sở Nội vụ", "Sở Y tế")).now
        'Sở Nội vụ hoặc Sở Y tế (cần xác định)'
        """
        if self.doubt:
            return note(self.doubt)
        names = note("or").join(self.heirs)
        return names if self.settled else note("settle", names=names)

    @property
    def today(self) -> str:
        """The name to look for today."""
        return self.heirs[0] if self.heirs and self.settled else self.name

    @property
    def both(self) -> str:
        """The name in the document, and who answers for it now.

        >>> Named("Sở Giao thông vận tải", ("Sở Xây dựng",)).both
        'Sở Giao thông vận tải (nay: Sở Xây dựng)'
        """
        return note("name_now", name=self.name, now=self.now) if self.now else self.name


def assignees(task: Task, role: Role) -> list[Assignee]:
    """The task's organisations in one role, each name once."""
    return list({a.name: a for a in reversed(task.assignees) if a.role == role}.values())[::-1]


def in_role(directive: Directive, task: Task, role: Role) -> list[Named]:
    """Those in one role, each name once, with who answers for them now."""
    agencies = {agency.name: agency for agency in reversed(directive.agencies)}
    return [_named(a.name, _heirs(a.id, a.province, a.answers), agencies.get(a.name)) for a in assignees(task, role)]


def changes(directive: Directive, task: Task) -> list[str]:
    """One line for each body that leads or supports and is another one today; the name alone for an only lead."""
    leads, supports = in_role(directive, task, "lead"), in_role(directive, task, "support")
    if len(leads) == 1 and leads[0].now and not any(named.now for named in supports):
        return [leads[0].now]
    lines = (note("became", name=n.name, now=n.now) for n in (*leads, *supports) if n.now)
    return list(dict.fromkeys(lines))


def now_of(agency: Agency) -> str:
    """Who answers for an agency now; empty where it is the agency itself or nothing is known."""
    return _named(agency.name, _heirs(agency.id, agency.province, agency.answers), agency).now


def _heirs(agency_id: str | None, province: str | Place | None, answers: Iterable[Body]) -> list[Body]:
    """The bodies that answer now, empty where that is the body itself, or its heir under the same name.

    A department keeps its id when its province is merged ("so-noi-vu"), so the province counts too; "Bộ Nội vụ" of
    before March 2025 and of after it are two entries of the register, and one name to look for.
    """
    found = list(answers)
    area = province.id if isinstance(province, Place) else province
    if len(found) != 1 or agency_id is None:
        return found
    (heir,) = found
    place = heir.province.id if heir.province else None
    if heir.id == agency_id:
        return [] if area is None or place is None or area == place else found
    return [] if area == place and _register_name(agency_id) == _register_name(heir.id) is not None else found


def _register_name(agency_id: str) -> str | None:
    entry = Register.load().get(agency_id)
    return entry.name if entry else None


def _named(name: str, heirs: list[Body], agency: Agency | None) -> Named:
    names = tuple(dict.fromkeys(body.name for body in heirs))
    if len(names) == 1 and key(names[0]) == key(name):
        return Named(name)
    if names:
        return Named(name, names)
    if agency and agency.ambiguous:
        return Named(name, doubt="unclear_body")
    # A body that ended without heirs of its own: who has its duties, a person must settle.
    ended = agency is not None and agency.id is not None and not agency.answers and agency.note
    return Named(name, doubt="to_settle") if ended else Named(name)
