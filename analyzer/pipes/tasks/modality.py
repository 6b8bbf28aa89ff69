"""Whether a task orders, forbids or asks: told by its opening words and by whom it addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from analyzer.models.linear import Linear
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.mentions import Modality, TaskMention

#: Version of the features; a model of another version cannot be read with this code.
FORMAT = 2
_SEEN = ("open=", "why=", "behind=", "above=", "heading0=", "role=", "kind=")  # of the features of work
_OVERRULED = 0.15  # the rules' answer gives way when it is less likely than this


def ruled_modality(lowered: str, task: TaskMention, asked: bool) -> Modality:
    """The modality by rules; ``asked`` says that "đề nghị" or "khuyến khích" addresses those in charge."""
    leads = [a.mention.name.lower() for a in task.assignees if a.role == "lead"]
    encouraged = not leads and lowered.startswith("khuyến khích", task.start)
    if encouraged or (asked and leads and all(cues().outside.search(name) for name in leads)):
        return "recommendation"
    return "prohibition" if task.cue == "prohibition" or _forbids_lead(lowered, task) else "obligation"


def _forbids_lead(lowered: str, task: TaskMention) -> bool:
    """Whether what a subject is told, right behind its name, is what it must not do: "Trưởng thôn không được …"."""
    told = [a.mention.end for a in task.assignees if a.role == "lead" and not a.inherited]
    behind = max(told, default=task.end)
    return behind < task.end and (cues().prohibitions.at(lowered, behind + 1) or "").endswith(("không được", "không"))


def modality_features(work: Sequence[str], rule: Modality, task: TaskMention, asked: bool) -> tuple[str, ...]:
    """What the model of modality sees: what the unit opens with, the rules' answer, and who is asked."""
    leads = [a.mention for a in task.assignees if a.role == "lead"]
    heads = {" ".join(lead.name.lower().split()[:2]) for lead in leads}
    outside = bool(leads) and all(cues().outside.search(lead.name.lower()) for lead in leads)
    told = (f"rule={rule}", f"asked={asked}|outside={outside}", f"rule={rule}|outside={outside}")
    seen = (feature for feature in work if feature.startswith(_SEEN))
    return (*seen, *told, *(f"lead={head}" for head in sorted(heads)))


def judge_modality(model: Linear, features: Sequence[str], rule: Modality) -> tuple[Modality, float]:
    """The modality with its probability: the likeliest, unless the rules' own is likely enough."""
    sure = model.probabilities(features)
    best = rule if sure.get(rule, 0.0) >= _OVERRULED else max(sure, key=lambda answer: sure[answer])
    return cast(Modality, best), sure.get(best, 0.0)
