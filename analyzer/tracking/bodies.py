"""Who is to do a task, as of the day: the body that answers now, or what the document says where that is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.assembly.models import Directive, Role, Task
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.folding import fold, key, nfc, without_accents
from analyzer.writing.bodies import assignees, in_role
from analyzer.writing.labels import labels

_BETWEEN = re.compile(r"[\s,.;:()/-]+")


@dataclass(frozen=True, slots=True)
class Responsible:
    """A body that is to do a task.

    ``name`` is that of the body today, with its province where that is known; ``named`` what the document says, where
    that is another body. ``settled`` is False where a person must settle which body it is, or nobody is named.
    """

    name: str
    named: str | None = None
    id: str | None = None
    province: str | None = None
    settled: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """Equal for the same body. An id may stand for many, one an area ("ubnd-xa"), so the name counts too."""
        return self.id or "", key(self.name)

    @property
    def known(self) -> bool:
        """Whether anybody is named."""
        return self != NOBODY

    def is_called(self, words: str) -> bool:
        """Whether a name of the body has the words, accents and case aside; abbreviations of the register count.

        >>> body = Responsible("Sở Nội vụ tỉnh Quảng Ngãi", id="so-noi-vu")
        >>> body.is_called("so noi vu"), body.is_called("SNV"), body.is_called("nội"), body.is_called("ội")
        (True, True, True, False)
        """
        wanted = _plain(words)
        entry = Register.load().get(self.id) if self.id else None
        names = [self.name, self.named or "", *((*entry.abbreviations, *entry.aliases) if entry else ())]
        return any(f" {wanted}" in f" {_plain(name)}" for name in names)


NOBODY = Responsible(labels("brief")["no_lead"], settled=False)


def responsible(directive: Directive, task: Task) -> list[Responsible]:
    """The bodies that lead the task, each once; NOBODY where none is named."""
    return in_the_role(directive, task, "lead") or [NOBODY]


def in_the_role(directive: Directive, task: Task, role: Role) -> list[Responsible]:
    """The bodies that have the role in the task, each once."""
    found: list[Responsible] = []
    for assignee, named in zip(assignees(task, role), in_role(directive, task, role), strict=True):
        if len(assignee.answers) == 1:
            (body,) = assignee.answers
            province = body.province.id if body.province else None
            found.append(Responsible(body.name, assignee.name if named.now else None, body.id, province))
        elif named.settled:
            found.append(Responsible(assignee.name, None, assignee.id, assignee.province))
        else:
            several = len(named.heirs) > 1
            found.append(Responsible(named.now if several else named.both, assignee.name, settled=False))
    return list({body.key: body for body in reversed(found)}.values())[::-1]


def _plain(words: str) -> str:
    return _BETWEEN.sub(" ", without_accents(fold(nfc(words)))).strip()
