"""What the task pipe returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from analyzer.layout.outline import Node
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.roles import Role
from analyzer.spans import Span

Modality = Literal["obligation", "prohibition", "recommendation"]


@dataclass(frozen=True, slots=True)
class Assignee:
    """An agency that takes part in a task; ``inherited`` when it is named above the task and not in it."""

    mention: AgencyMention
    role: Role
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit of a task; ``inherited`` when it stands outside the task's words."""

    mention: TimeMention
    inherited: bool = False


@dataclass(slots=True)
class TaskMention:
    """One piece of work: its extent, its place in the outline, who acts, by when.

    ``place`` are labels below the node's own: the numbers of a table row and of the group rows above it. ``answers``
    are the places outside its words that tell when it is due: a row's time cells, values of "Thời gian:".
    """

    start: int
    end: int
    node: Node
    modality: Modality = "obligation"
    assignees: list[Assignee] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    deliverables: list[Span] = field(default_factory=list)
    cue: str = ""
    place: tuple[str, ...] = ()
    answers: list[Span] = field(default_factory=list)

    def has(self, role: Role) -> bool:
        """Whether an assignee of the role is known."""
        return any(a.role == role for a in self.assignees)
