"""Clauses of a sentence that give work to different agencies."""

from __future__ import annotations

import re
from itertools import pairwise

from analyzer.knowledge.patterns import words
from analyzer.pipes.agencies import group
from analyzer.pipes.tasks.roles import takes_part
from analyzer.pipes.tasks.view import View
from analyzer.spans import Span

_DIRECTS = tuple(f"{verb} " for verb in words("task.clauses.directs"))
_SEMICOLON = re.compile(r";\s+")
_MOST_UNCUT = 60  # clauses under one agency before a sentence is split no further: each is read with those before it
_AHEAD = 2_000  # characters in which the agency behind a semicolon shows what it is to do


def split_clauses(view: View, sentence: Span) -> list[tuple[int, int]]:
    """A sentence, split at semicolons behind which another agency takes charge."""
    cuts: list[int] = []
    passed = 0  # semicolons since the last cut
    for match in _SEMICOLON.finditer(view.text, sentence.start, sentence.end):
        at = match.end()
        passed += 1
        if passed > _MOST_UNCUT:
            break
        ahead = view.agencies(at, min(sentence.end, at + 160))
        before = view.roles(cuts[-1] if cuts else sentence.start, at)
        if not ahead or not before.by("lead"):
            continue
        opening = before.by("lead")[-1]
        if at - opening.end < 15 or not view.lowered[opening.end : at].strip(" ;,"):
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


def _directed(view: View, start: int, end: int) -> bool:
    """Whether a clause ends in bodies that somebody is to direct, and has not yet said to what."""
    named = view.agencies(start, end)
    if not named or named[-1].end < end:
        return False
    return view.lowered.endswith(_DIRECTS, start, group(named, view.text)[-1][0].start)
