"""Clauses of a sentence that give work to different agencies."""

from __future__ import annotations

import re
from itertools import pairwise

from analyzer.knowledge.letters import UPPER
from analyzer.knowledge.patterns import words
from analyzer.pipes.agencies import group
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.roles import takes_part
from analyzer.pipes.tasks.view import View
from analyzer.spans import Span

_DIRECTS = tuple(f"{verb} " for verb in words("task.clauses.directs"))
_JOINT = re.compile(rf"(?P<comma>,)?(?(comma)\s(?:đồng thời\s)?(?=[{UPPER}])|;\s+)")
_MOST_UNCUT = 60  # clauses under one agency before a sentence is split no further: each is read with those before it
_MOST_COMMAS = 20  # before names, the same
_AHEAD = 2_000  # characters in which the agency behind a semicolon shows what it is to do


def split_clauses(view: View, sentence: Span) -> list[tuple[int, int]]:
    """A sentence, split at semicolons and commas behind which another agency takes charge."""
    cuts: list[int] = []
    passed = commas = 0  # semicolons and commas since the last cut
    for match in _JOINT.finditer(view.text, sentence.start, sentence.end):
        at = match.end()
        if match["comma"]:
            commas += 1
            if commas <= _MOST_COMMAS and _takes_over(view, sentence.start, cuts, match.start(), at, sentence.end):
                cuts.append(at)
                passed = commas = 0
            continue
        passed += 1
        if passed > _MOST_UNCUT:
            break
        ahead = view.agencies(at, min(sentence.end, at + 160))
        before = view.roles(cuts[-1] if cuts else sentence.start, at)
        if not ahead or not before.by("lead"):
            continue
        opening = before.by("lead")[-1]
        said = view.lowered[opening.end : at].strip(" ;,")
        if not said or (len(said) < 13 and cues().verb_at(view.lowered, opening.end + 1) is None):
            continue  # the list of addressees goes on
        if view.text[at].islower() and _directed(view, opening.end, match.start()):
            continue  # "… hướng dẫn các sở, ban, ngành; các xã, phường thực hiện": so does that of those directed
        leads = view.roles(at, min(sentence.end, at + _AHEAD)).by("lead")
        if leads and takes_part(view.lowered, leads[-1].end):
            continue  # "…; Sở B, Sở C phối hợp thực hiện": the same work
        if (
            leads
            and leads[0].start - at < 40
            and leads[0].name.lower() not in {m.name.lower() for m in before.by("lead")}
        ):
            cuts.append(at)
            passed = 0
    bounds = [sentence.start, *cuts, sentence.end]
    return [(a, view.rstrip(b)) for a, b in pairwise(bounds)]


def _takes_over(view: View, start: int, cuts: list[int], comma: int, at: int, end: int) -> bool:
    """Whether another body is told its own work behind a comma: "Giao Sở A thẩm định hồ sơ, Sở B bố trí vốn"."""
    here = next((m for m in view.agencies(at, min(end, at + 160)) if m.start == at), None)
    if here is None or here.form == "collective" or cues().verb_at(view.lowered, here.end + 1) is None:
        return False
    roles = view.roles(cuts[-1] if cuts else start, comma)
    leads = roles.by("lead")
    if not leads or len(roles.assigned) > len(leads) or leads[-1].end == comma:
        return False
    if not cuts and not cues().order_before(view.lowered[start : leads[0].start]):
        return False
    said = view.lowered[leads[-1].end : comma]
    return (
        cues().verb_at(view.lowered, leads[-1].end + 1) is not None
        and not takes_part(view.lowered, here.end)
        and "," not in said
        and not any(word in said for word in (" phối hợp", *_DIRECTS))
        and not any(m.start > leads[-1].start for m in view.agencies(leads[-1].end, comma))
    )


def _directed(view: View, start: int, end: int) -> bool:
    """Whether a clause ends in bodies that somebody is to direct, and has not yet said to what."""
    named = view.agencies(start, end)
    if not named or named[-1].end < end:
        return False
    return view.lowered.endswith(_DIRECTS, start, group(named, view.text)[-1][0].start)
