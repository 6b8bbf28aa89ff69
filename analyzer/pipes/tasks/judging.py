"""Who acts in a task and by when: the rules' answers, weighed by the models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from analyzer.models.linear import Linear
from analyzer.pipes.mentions import AgencyMention, TimeMention
from analyzer.pipes.tasks.judges import Judges
from analyzer.pipes.tasks.limit_features import limit_features
from analyzer.pipes.tasks.role_features import NONE, role_features
from analyzer.pipes.tasks.roles import Role, Roles
from analyzer.pipes.tasks.view import View

M = TypeVar("M", AgencyMention, TimeMention)
_LIMIT, _NO_LIMIT = "yes", "no"
_OVERRULED = 0.2  # the rules' answer gives way when it is less likely than this


@dataclass(slots=True)
class Candidate(Generic[M]):
    """An agency or a time named in a task, with the answer on its part and how sure it is (None without a model).

    The answer is a role or "none" of an agency, "yes" or "no" of a time; ``rule`` is what the rules say.
    """

    mention: M
    rule: str
    answer: str
    probability: float | None = None
    features: tuple[str, ...] = ()


def judge_roles(view: View, judges: Judges, start: int, end: int, roles: Roles) -> list[Candidate[AgencyMention]]:
    """The agencies named in the task ``[start, end)`` and their roles."""
    mentions = view.agencies(start, end)
    named = {id(m): str(r) for m, r in roles.assigned}
    answers = [named.get(id(m), NONE) for m in mentions]
    found = [Candidate(m, rule, rule) for m, rule in zip(mentions, answers, strict=True)]
    if judges.roles or judges.study:
        described = role_features(view.lowered, start, end, mentions, answers)
        for candidate, features in zip(found, described, strict=True):
            _ask(candidate, judges.roles, features, judges.study)
    return found


def judge_limits(view: View, judges: Judges, start: int, end: int) -> list[Candidate[TimeMention]]:
    """The times named in the task ``[start, end)`` and whether they limit it."""
    limits = {id(t) for t in view.limits(start, end)}
    found = []
    for time in view.times(start, end):
        rule = _LIMIT if id(time) in limits else _NO_LIMIT
        candidate = Candidate(time, rule, rule)
        if judges.limits or judges.study:
            issued_on = view.facts.issued_on
            agencies = view.agencies(start, time.start)
            features = limit_features(view.lowered, start, end, time, rule == _LIMIT, agencies, issued_on)
            _ask(candidate, judges.limits, features, judges.study)
        found.append(candidate)
    return found


def taking_part(agencies: Sequence[Candidate[AgencyMention]]) -> list[tuple[AgencyMention, Role]]:
    """The agencies that have a role, in text order."""
    return [(c.mention, cast(Role, c.answer)) for c in agencies if c.answer != NONE]


def limiting(times: Sequence[Candidate[TimeMention]]) -> list[TimeMention]:
    """The times that limit the task."""
    return [c.mention for c in times if c.answer == _LIMIT]


def _ask(candidate: Candidate[M], model: Linear | None, features: tuple[str, ...], study: bool) -> None:
    """Let the model answer: its likeliest answer, unless it leaves the rules' own likely enough."""
    if study:
        candidate.features = features
    if model is None:
        return
    sure = model.probabilities(features)
    best = max(sure, key=lambda answer: sure[answer])
    if sure.get(candidate.rule, 0.0) < _OVERRULED:
        candidate.answer = best
    candidate.probability = sure.get(candidate.answer, 0.0)
