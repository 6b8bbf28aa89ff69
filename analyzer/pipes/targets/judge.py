"""Whether a value is a commitment or a fact.

The sentence decides: words that commit (phấn đấu, bảo đảm, đến năm …) against words that report (đã, ước đạt, so với
cùng kỳ …) and against things that look alike (rates of support, funding, thresholds of voting, conditions). Where the
outline tells that a part lists targets or gives background, that comes first. Every cue carries examples, which the
tests run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.targets import cues
from analyzer.pipes.targets.clause import Breaks, Clause
from analyzer.pipes.targets.orders import brought_about
from analyzer.pipes.targets.zones import ZoneKind

_SHORT = pattern("target.facts.short")
_LAGGARDS = pattern("target.facts.laggards")
_TOLD = pattern("target.facts.told")

Verdict = Literal["target", "report", "other"]


@dataclass(frozen=True, slots=True)
class Context:
    """What the words around the clause tell: the ``zone`` it stands in, whether a commitment stands shortly before it
    (``follows``), whether the same sentence has reported a result (``told``), and the end of the period it speaks of,
    where that lies before the document (``past``). ``product`` is the cell of a work table that says what comes of the
    work; ``carried``: a count right before this one in the same list is a commitment; ``lead``: the text tells before
    the place what there is, and hands out work only after it."""

    zone: ZoneKind | None = None
    follows: bool = False
    told: bool = False
    past: date | None = None
    product: bool = False
    carried: bool = False
    lead: bool = False


def judge(clause: Clause, context: Context, breaks: Breaks) -> Verdict:
    """Whether the value in its clause is to be met, was met, or is neither."""
    value, zone = clause.value, context.zone
    left, right = clause.left, clause.right
    if value.kind in ("period", "label") or breaks.quoted(value.core):
        return "other"
    if clause.in_row:
        if context.product and not left.strip("-–+• "):
            return "target"
        if not left.strip() and not right.strip(" .|"):
            return "other"  # a figure alone in its cell: only the heading row could tell
        zone = None if zone == "background" else zone  # annexed tables stand under the last heading of the prose
    bracket = breaks.bracket(value.core)
    if bracket is not None and not cues.AIMS_IN_BRACKETS.regex.search(clause.text, bracket[0], bracket[1]):
        return "other"
    commits = bool(cues.COMMITS.regex.search(left)) or bool(cues.COMMITS.regex.search(right[:120]))
    if _reports(clause, zone, commits, context.past):
        return "report"
    if context.told and zone != "chi_tieu" and not commits and not value.firm:
        return "report"
    if (
        context.lead
        and not (commits or value.firm or (context.follows and value.comparator != "="))
        and not cues.STRIVES.regex.search(left)
    ):
        return "report"
    if value.kind == "share" and not cues.AIMS.regex.search(left):
        words = clause.text[max(clause.start, value.core - 140) : value.core]
        if _SHORT.search(words[-40:]):
            return "report"
        if value.comparator in ("<", ">") and zone != "chi_tieu" and _LAGGARDS.search(words):
            return "other"
    if _unlike(clause, zone) or (
        (value.kind == "share" and cues.RATE_OF.regex.match(right) and not cues.DISBURSES.regex.search(left[-60:]))
        or cues.ALLOWED.regex.match(right)
        or cues.CONDITION.regex.match(left)
        or (cues.ATTRIBUTE.regex.search(left[-150:]) and zone != "chi_tieu" and not cues.STRIVES.regex.search(left))
    ):
        return "other"
    if value.listed:
        met = context.follows
    elif value.kind == "share":
        met = _share(clause, zone, commits, left, context.follows)
    else:
        met = _count(clause, zone, commits, context, left)
    return "target" if met else "other"


_HONOURED = ("tập thể", "cá nhân")


def _unlike(clause: Clause, zone: ZoneKind | None) -> bool:
    """Rates of support, pay and tax, scores, formulas, funding: numbers that look like commitments."""
    value, left, right = clause.value, clause.left, clause.right
    near = left[-120:]
    if (
        cues.NOT_A_DEMAND.regex.search(near)
        or cues.EXAMPLE.regex.match(clause.text, clause.line_start)
        or cues.SCORED.regex.search(right[:100])
    ):
        return True
    if value.core - 1 >= clause.start and cues.FORMULA.regex.search(
        clause.text[max(clause.start, value.core - 14) : value.core]
    ):
        return True
    words = clause.text[max(clause.start, value.core - 40) : value.core]
    if value.kind == "share" and cues.SUPPORTS.regex.search(words) and cues.COSTS.regex.match(right):
        return True
    if value.kind == "money" and value.comparator in ("<=", "<") and "/" in (value.unit or ""):
        return True
    per_time = (value.unit or "").startswith("lần") and value.comparator not in ("<=", "<")
    if per_time and cues.RECURS.regex.match(clause.text, value.end - len(value.unit or "")):
        return True
    if value.comparator in ("<=", "<") and (value.unit or "").startswith(_HONOURED):
        return True  # how many may be put forward for an award
    if value.kind == "share" and right.lstrip().startswith(_HONOURED) and cues.AWARDS.regex.search(left[-200:]):
        return True
    if value.kind in ("share", "fraction") and cues.VOTES.regex.match(clause.text, value.core):
        return True
    if cues.WHEN.regex.search(near):
        return True
    demanded = (value.firm and value.comparator == ">=") or any(p.part in ("carrier", "level") for p in value.chain)
    demanded = demanded or (zone == "tasks" and bool(cues.DISBURSES.regex.search(left[-60:]) or brought_about(clause)))
    return bool(cues.FUNDING.regex.search(near)) and not demanded and zone != "chi_tieu"


def _reports(clause: Clause, zone: ZoneKind | None, commits: bool, past: date | None) -> bool:
    left, right = clause.left, clause.right
    strives = bool(cues.AIMS.regex.search(left))
    if zone == "background" and not strives:
        told = cues.REPORTS.regex.search(left) or cues.DONE.regex.search(left)
        return told is not None or not (clause.value.kind == "share" and any(p.firm for p in clause.value.chain))
    if cues.BASIS.regex.match(clause.text, clause.line_start) or (past is not None and not strives):
        return True
    if zone == "chi_tieu":
        return bool(cues.DONE.regex.search(left) or cues.REPORTS.regex.search(left)) and not strives
    if clause.value.kind == "share" and clause.value.number > 100 and clause.value.comparator == "=" and not commits:
        return True
    if strives or (commits and clause.value.firm):
        return False
    if (
        cues.REPORTS.regex.search(left)
        or cues.REPORTS.regex.search(right[:60])
        or cues.DONE.regex.search(left)
        or cues.REPORT_BEFORE.regex.search(left[-120:])
    ):
        return True
    if cues.PLAN_RATIO.regex.match(right):
        return True
    ordered = bool(cues.ORDERS.regex.match(left)) or (not left and bool(clause.value.chain))
    if cues.COMPARED.regex.search(right[:60]) and not ordered and not commits:
        return True
    return bool(cues.REPORT_AFTER.regex.match(right)) and not commits and not ordered


def _share(clause: Clause, zone: ZoneKind | None, commits: bool, left: str, follows: bool) -> bool:
    """A share is a commitment where something commits, where it opens its clause or where its metric leads up to it."""
    value = clause.value
    if zone == "chi_tieu" or value.firm or commits:
        return True
    parts = {p.part for p in value.chain}
    if follows and parts & {"carrier", "level", "plus", "minus", "comparator"}:
        return True
    if cues.FACT_VERB.regex.search(clause.text[max(clause.start, value.core - 24) : value.core]) and not parts & {
        "plus",
        "minus",
    }:
        return False
    if zone == "tasks":
        return True
    if left.rstrip().endswith(":") and cues.MEASURED.regex.search(left):  # "Tỷ lệ tiết kiệm: 10%" states
        return False
    if (
        not left.strip()
        or cues.OPENING.regex.search(left)
        or cues.ORDERS.regex.match(left)
        or cues.MEASURED.regex.search(left)
    ):
        return True
    reached = "carrier" in parts and "đạt" in clause.text[value.start : value.core].lower()
    return reached or (value.number == 100 and value.comparator == "=")


def _count(clause: Clause, zone: ZoneKind | None, commits: bool, context: Context, left: str) -> bool:
    """A count needs a firm comparator, a list of targets around it, or a verb that reaches for it."""
    value = clause.value
    if value.number == 0 or (value.kind == "clock" and not value.firm):
        return False
    if value.firm:
        return True
    ordered = zone == "tasks" or (value.kind != "fraction" and cues.ORDERS.regex.match(left))
    if ordered and (context.carried or brought_about(clause)):
        return True
    follows, parts = context.follows, {p.part for p in value.chain}
    changed = value.kind in ("thing", "people") and bool(parts & {"level", "plus", "minus"})
    daily = value.kind == "multiple" and clause.text.endswith("/ngày", value.core, value.end)
    daily = daily and _TOLD.search(left[-40:]) is None
    if zone == "tasks" and (changed or daily):
        return True
    strives = bool(cues.STRIVES.regex.search(left)) or bool(cues.STRIVES.regex.search(clause.right[:60]))
    listed = zone == "chi_tieu" or strives
    compared = bool(parts & {"comparator", "from", "level", "plus", "minus", "rank", "times"})
    carried = "carrier" in parts
    colon = left.rstrip().endswith(":")
    if value.kind == "other":
        return listed and compared
    if not value.chain and (cues.MAKES.regex.match(left) or (zone == "tasks" and cues.MAKES_LATER.regex.search(left))):
        return True
    if value.kind in ("thing", "people"):
        attained = "đạt" in clause.text[value.start : value.core].lower()
        reached = attained or bool(parts & {"plus", "minus", "level"}) or bool(cues.REACHING.regex.search(left))
        return reached and (listed or follows or attained)
    if value.kind == "multiple":
        return compared and (listed or bool(cues.ORDERS.regex.match(left)) or not left)
    if parts <= {"approximate", "completion"} and parts:
        return listed and ("completion" in parts or bool(cues.REACHING.regex.search(left)))
    reached = bool(cues.REACHING.regex.search(left)) if not value.chain else compared or carried
    if listed:
        return reached or colon
    stated = carried or (compared and bool(cues.MEASURED.regex.search(left))) or bool(cues.ORDERS.regex.match(left))
    return reached and (follows or (not colon and (commits or stated or not left)))
