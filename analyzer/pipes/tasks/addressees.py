"""Whom a heading or an introducing line speaks to."""

from __future__ import annotations

import re

from analyzer.knowledge.patterns import pattern
from analyzer.layout.outline import Node
from analyzer.layout.sections import zone_of
from analyzer.pipes.agencies import group, opens_other_word
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.roles import Roles
from analyzer.pipes.tasks.view import View

_LAST_BRACKETS = re.compile(r"\s\((?P<words>[^()]{4,250})\)[.;]?\s{0,4}$")
_FILLER = pattern("task.addressees.filler")
_DUTY_OF = pattern("task.addressees.duty_of")
_BODY_HEAD = pattern("task.addressees.body_head")
_WITHIN_COMPETENCE = pattern("task.addressees.within_competence")
_SAID_OF = pattern("task.addressees.said_of")
_SAID_LEAD = pattern("task.addressees.said_lead")
_LEADS = re.compile(r"chủ trì|phối hợp(?! với)|chịu trách nhiệm|tham mưu|thực hiện:")
_DUE_OPENS = pattern("task.addressees.due_opens")
_DUE_WORDS = pattern("task.addressees.due_words")
_OWN_DUTIES = pattern("task.addressees.own_duties")


def names_addressee(view: View, start: int, end: int, roles: Roles) -> bool:
    """A heading is an addressee if it holds little beside names, or orders in so many words."""
    if roles.orderer or cues().order_before(view.lowered[start : roles.by("lead")[0].start] + " "):
        return True
    rest = view.without(start, end, view.agencies(start, end))
    last = roles.by("lead")[-1]
    if last.generic and view.text[last.end : last.end + 1] == " " and _FILLER.sub("", view.lowered[last.end : end]):
        return False  # "Doanh nghiệp số" is a subject, no addressee
    head = view.lowered[start : roles.by("lead")[0].start]
    opened = not _FILLER.sub("", head)
    return len(_FILLER.sub("", rest)) <= 14 or (opened and view.text[start:end].rstrip().endswith(":"))


def members_in_brackets(view: View, end: int, roles: Roles) -> list[AgencyMention]:
    """The bodies in brackets behind a class: "Các cơ quan đăng ký đầu tư (Sở A, Ban B):" speaks to A and B."""
    leads = roles.by("lead")
    if len({m.start for m in leads}) < 1 or leads[0].form == "registered":
        return []
    bracket = view.text.find("(", leads[0].end, min(end, leads[0].end + 60))
    close = view.text.find(")", bracket, end) if bracket >= 0 else -1
    if bracket < 0 or close < 0 or view.text[leads[0].end : bracket].strip(" ,"):
        return []
    inside = view.agencies(bracket, close)
    return inside if len(inside) > 1 and all(m.form != "collective" for m in inside) else []


def unlisted_body(view: View, node: Node, start: int, end: int) -> AgencyMention | None:
    """A heading that names a body no register knows ("Trách nhiệm của …", "Tổ … ở …"): kept as written."""
    if end - start > 160 or not any(c.style != "row" for c in node.children):
        return None
    match = _DUTY_OF.match(view.text, start, end) or _BODY_HEAD.match(view.text, start, end)
    if not match:
        return None
    stop = end
    for mark in (":", "(", ";", " trong việc", " trong công tác"):
        at = view.text.find(mark, match.end("head"), stop)
        stop = at if at > 0 else stop
    if cues().verb_at(view.lowered, match.start("head")) or opens_other_word(view.text[match.start("head") : stop]):
        return None  # "Ban hành …", "Phòng, chống …", "Hội nghị …"
    name = view.text[match.start("head") : stop].strip(" .,;:-–")
    if len(name) < 4 or len(name) > 110 or zone_of(name) is not None:
        return None
    begin = match.start("head")
    return AgencyMention(begin, begin + len(name), name, "grammar", name_start=begin)


def duty_holder(view: View, start: int, end: int) -> AgencyMention | None:
    """Whoever an introducing line gives duties to: "Đại lý có các quyền và nghĩa vụ sau:"."""
    match = _OWN_DUTIES.match(view.text, start, end)
    if not match or view.agencies(start, match.end("name")):
        return None
    begin, stop = match.span("name")
    name = view.text[begin:stop].strip()
    return AgencyMention(begin, begin + len(name), name, "grammar", name_start=begin)


def duty_subject(view: View, start: int, end: int) -> AgencyMention | None:
    """The body no register knows that a sentence tells its duty: "Cơ quan lập đề án có trách nhiệm hoàn thiện"."""
    match = _OWN_DUTIES.match(view.text, start, end)
    head = _BODY_HEAD.match(view.text, start, match.end("name")) if match else None
    if not match or not head or match.end("name") <= head.end():
        return None
    return duty_holder(view, start, end)


def only_roles(view: View, node: Node) -> bool:
    """Whether a line says nothing but who leads and who supports."""
    mentions = view.agencies(node.start, node.end)
    if not mentions:
        return False
    rest = view.without(node.start, node.end, mentions)
    return not _FILLER.sub("", rest)


def states_lead(view: View, start: int, end: int) -> bool:
    """Words that only say who does the work before them: "Sở A chủ trì, phối hợp với Sở B; thời gian: quý II"."""
    if end - start > 300 or not _LEADS.search(view.lowered, start, end):
        return False
    start += view.text.startswith("(", start)  # what stands in brackets would not be asked about
    mentions = view.agencies(start, end)
    if not mentions or not _SAID_OF.fullmatch(view.lowered, start, mentions[0].start):
        return False
    rest = view.without(start, end, sorted([*mentions, *view.times(start, end)], key=lambda m: m.start))
    return not _FILLER.sub("", _SAID_LEAD.sub("", rest)) and not rest.rstrip().endswith(":")


def bracketed_roles(view: View, start: int, end: int) -> tuple[int, int] | None:
    """The words in brackets at the end of an item that only say who does it and by when: "… (Sở A chủ trì; quý II)"."""
    match = _LAST_BRACKETS.search(view.text, start, end)
    if match is None or any(m.end >= match.start() - 1 for m in view.agencies(start, match.start())):
        return None  # behind a name they say more of the body
    inner = match.span("words")
    named, times = view.agencies(*inner), view.times(*inner)
    if not named:
        return None
    if states_lead(view, *inner):
        return inner
    rest = view.without(*inner, sorted([*named, *times], key=lambda m: m.start))
    return inner if times and not _FILLER.sub("", _DUE_WORDS.sub("", rest)) else None


def states_limit(view: View, start: int, end: int) -> bool:
    """Words that only say by when the work before them is due: "Hoàn thành trước ngày 30/6/2024."."""
    start += view.text.startswith("(", start)  # what stands in brackets would not be asked about
    times = view.times(start, end) if end - start <= 160 else []
    if not times or not (times[0].start == start or _DUE_OPENS.match(view.lowered, start, end)):
        return False
    return "(" not in view.text[start:end] and not _DUE_WORDS.sub("", view.without(start, end, times))


def is_limit_line(view: View, node: Node) -> bool:
    """A line of its own that only states a limit, as the cells of a table do that was written out line by line."""
    start, end = node.start, view.rstrip(node.end)
    if node.style != "paragraph" or node.children or end - start > 60:
        return False
    if view.text[start - 1 : start] != "\n" or view.text[end : end + 1] not in ("\n", "") or view.text[end - 1] == ":":
        return False
    return states_limit(view, start, end)


def competent_bodies(view: View, start: int, end: int) -> list[AgencyMention]:
    """Those within whose competence the work lies: "Số hóa kết quả thuộc thẩm quyền giải quyết của các sở, cấp xã"."""
    match = _WITHIN_COMPETENCE.search(view.lowered, start, end)
    if not match:
        return []
    groups = group(view.agencies(match.end(), end), view.text)
    return groups[0] if groups and groups[0][0].start - match.end() <= 1 else []
