"""Whoever a sentence tells to act though no register knows the name: "Các tổ dân phố vận động …", "Kế toán lập …".

The subject opens with the word for a kind of person or of small body and reaches to the verb. Words that tell what
something is, or what was done, make it no order.
"""

from __future__ import annotations

import re

from analyzer.knowledge.patterns import pattern, words
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.view import View

_ACTOR = pattern("task.subjects.actor")
_ALSO = pattern("task.subjects.also")
_TITLE = pattern("task.subjects.title")
_DUTY = pattern("task.subjects.duty")
_ACCOUNT = pattern("task.subjects.account")
_NAMED_BY_WORK = words("task.subjects.named_by_work")
_ATTRIBUTIVE = frozenset(words("task.subjects.attributive"))
_BREAKS = frozenset(words("task.subjects.breaks"))
_SHORT_VERBS = frozenset(words("task.subjects.short_verbs"))
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s“”\"()/&–-]*")
_AND = re.compile(r",? và |, | và ")
_REACH = 14  # words of a subject
_REST = 2  # words of what is to be done


def acting_subject(view: View, start: int, end: int) -> list[AgencyMention]:
    """Who is to act in the sentence that begins at ``start``: names of the register, or the subject as written."""
    lowered = view.lowered
    start += len(lowered[start : start + 3]) - len(lowered[start : start + 3].lstrip(" ,"))
    if cues().verb_at(lowered, start) is not None:
        return []
    known = next((m for m in view.agencies(start, end) if m.start == start), None)
    head = _ACTOR.match(lowered, start, end)
    if (head is None and known is None) or _ACCOUNT.search(lowered, start, min(end, start + 260)):
        return []
    verb = _verb_behind(view, start, max(known.end if known else start, head.end() if head else start), end)
    if verb is None or len(_WORD.findall(lowered, verb, min(end, verb + 60))) <= _REST:
        return []
    title = _TITLE.match(lowered, start, verb)
    begin = title.end() if title else start
    joints = (", ", "; ", " và ")
    listed = [m for m in view.agencies(begin, verb) if m.start == begin or lowered.endswith(joints, begin, m.start)]
    if listed and (len(listed) > 1 or listed[0].form != "collective" or listed[0].title):
        return _beside(view, verb, listed)
    return [_as_written(view, begin, verb)]


def _beside(view: View, end: int, listed: list[AgencyMention]) -> list[AgencyMention]:
    """The bodies of the register that a subject lists, and what it names beside them, as written."""
    found: list[AgencyMention] = []
    for position, mention in enumerate(listed):
        found.append(mention)
        stop = listed[position + 1].start if position + 1 < len(listed) else end
        gap = _AND.match(view.lowered, mention.end, stop)
        if gap is not None and _ACTOR.match(view.lowered, gap.end(), stop):
            found.append(_as_written(view, gap.end(), stop))
    return found


def _as_written(view: View, begin: int, end: int) -> AgencyMention:
    name = view.text[begin:end].rstrip(' ,-–(“"')
    return AgencyMention(begin, begin + len(name), name, "grammar", name_start=begin)


def _verb_behind(view: View, start: int, at: int, end: int) -> int | None:
    """Where the verb of the subject's duty begins; None where the words run on into something else."""
    lowered = view.lowered
    if lowered[start:at].endswith(_NAMED_BY_WORK):
        at = _behind_work(lowered, at, end)
    for _ in range(_REACH):
        known = next((m for m in view.agencies(at, min(end, at + 200)) if m.start <= at + 2), None)
        if known is not None:
            at = known.end
        gap = _AND.match(lowered, at, end)
        if gap is not None:
            other = _ACTOR.match(lowered, gap.end(), end) or _ALSO.match(lowered, gap.end(), end)
            named = any(m.start == gap.end() for m in view.agencies(gap.end(), min(end, gap.end() + 200)))
            if other is None and not named:
                return None
            at = other.end() if other else gap.end()
            continue
        blank = _BETWEEN.match(lowered, at, end)
        at = blank.end() if blank else at
        word = _WORD.match(lowered, at, end)
        if _DUTY.match(lowered, at, end):
            return at
        if word is None or word[0] in _BREAKS:
            return None
        verb = cues().verbs.at(lowered, at)
        if verb in _ATTRIBUTIVE:
            at += len(verb or "")
            continue
        if verb is not None and (" " in verb or verb in _SHORT_VERBS):
            return None if lowered[at + len(verb) : at + len(verb) + 1] in (":", "") else at
        at = word.end()
    return None


def _behind_work(lowered: str, at: int, end: int) -> int:
    """Where a name goes on behind the work that it tells of: "Tổ [kiểm tra, giám sát] liên ngành"."""
    for _ in range(4):
        gap = _AND.match(lowered, at, end)
        begin = gap.end() if gap else at + 1
        verb = cues().verbs.at(lowered, begin) if begin < end else None
        if verb is None:
            break
        at = begin + len(verb)
    return at
