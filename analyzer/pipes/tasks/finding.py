"""Does a sentence set work? Told by the zone it stands in, its opening words, and who is told to act."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.knowledge.patterns import pattern
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.listed import opens_with_act, states_figures
from analyzer.pipes.tasks.roles import Roles

_ENACTS = pattern("task.finding.enacts")
_EFFECT = pattern("task.finding.effect")
_ENFORCE = pattern("task.finding.enforce")
_BARE_ENFORCE = pattern("task.finding.bare_enforce")
_KNOWN = pattern("task.finding.known")
_PAST = pattern("task.finding.past")
_DID = pattern("task.finding.did")
_HAS_ORDERED = pattern("task.finding.has_ordered")
_MUST = pattern("task.finding.must")
_ORDER_WORD = pattern("task.finding.order_word")
_FUNDING = pattern("task.finding.funding")
_NOUN_OPENERS = pattern("task.finding.noun_openers")
_QUOTED_OR_NOTE = pattern("task.finding.note")
_FUTURE = pattern("task.finding.future")
_CONCRETE = pattern("task.finding.concrete")
_LEAD_IN = pattern("task.finding.lead_in")
_ADVERBIAL = pattern("task.finding.adverbial")
_INFORMS = pattern("task.finding.informs")
_FIGURE = pattern("task.finding.figure")
_BY_FUNCTION = pattern("task.finding.by_function")
_TOPIC = pattern("task.finding.topic")
_NAMED_TOPIC = pattern("task.finding.named_topic")
_BY_RULE = pattern("task.finding.by_rule")
_REFUSES = pattern("task.finding.refuses")
_HONOURS = pattern("task.finding.honours")
_PAUSE = re.compile(r"[,:]\s+")
_EARLIER = pattern("task.finding.earlier")
_TELLS = pattern("task.finding.tells")
_REPORT_SENT = pattern("task.finding.report_sent")
_THANKS = pattern("task.finding.thanks")
_DEFINES = pattern("task.finding.defines")
_SILENT = frozenset({"purpose", "basis", "product", "effect", "scope", "results"})


class Situation:
    """A sentence with what is known of its surroundings."""

    __slots__ = (
        "among_work", "closing", "commits", "described", "end", "follows", "in_article", "inherits", "item", "lowered",
        "preamble", "roles", "start", "text", "verb_from", "words", "zone",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        lowered: str,
        start: int,
        end: int,
        roles: Roles,
        *,
        zone: str | None,
        item: bool,
        inherits: bool,
        closing: bool,
        in_article: bool = False,
        commits: bool = False,
        described: bool = False,
        preamble: bool = False,
        verb_from: int | None = None,
        follows: bool = False,
        among_work: bool = False,
    ) -> None:
        self.text = text
        self.lowered = lowered
        self.start = start
        self.end = end
        self.words = lowered[start:end]
        self.roles = roles
        self.zone = zone
        self.item = item
        self.inherits = inherits
        self.closing = closing
        self.in_article = in_article
        self.commits = commits
        self.described = described
        self.preamble = preamble
        self.follows = follows
        self.among_work = among_work
        self.verb_from = verb_from if verb_from is not None else start


class Verdict(NamedTuple):
    """What the rules say of a unit: the cue that tells that it sets work, or why it sets none."""

    cue: str | None
    why: str


def judge(unit: Situation) -> Verdict:
    """Whether the unit sets work, by rules."""
    why = _excluded(unit)
    if why:
        return Verdict(None, why)
    words, leads = unit.words, unit.roles.by("lead")
    if unit.zone == "target":
        orders = unit.commits and _CONCRETE.match(words) and not states_figures(words)
        return _sets("verb") if orders else Verdict(None, "target")
    if unit.zone == "funding" and (_FUNDING.match(words) or not (leads or _ordered(unit))):
        return Verdict(None, "funding")
    refuses = not unit.in_article and _REFUSES.match(words)
    if (refuses or cues().prohibitions.at(words, 0)) and (unit.item or unit.inherits):
        return _sets("prohibition")
    if unit.preamble and (_HAS_ORDERED.search(words) or (leads and not _ORDER_WORD.search(words))):
        return Verdict(None, "account")  # of what bodies did
    if leads:
        after = words[leads[-1].end - unit.start :]
        if _DID.match(after) and not _ORDER_WORD.search(words):
            return Verdict(None, "did")
        return _sets("addressee")
    if unit.described:
        return _sets("described")
    if unit.preamble:
        return Verdict(None, "preamble")
    if _FIGURE.match(words) or (";" in words[:-2] and states_figures(words)):
        return Verdict(None, "figure")  # a share to be reached: a target
    if _FUNDING.match(words) and not _ordered(unit):
        return Verdict(None, "funding")
    if unit.in_article and not unit.inherits:
        return Verdict(None, "rule")  # that binds nobody by name
    return _by_words(unit)


def _sets(cue: str) -> Verdict:
    return Verdict(cue, cue)


def _excluded(unit: Situation) -> str:
    """Why a unit cannot set work, whoever it names; empty where it can."""
    words = unit.words
    if unit.in_article and _ENACTS.match(words) and not unit.inherits:
        return "enacts"  # what the decision itself does
    if len(words) < 12:
        return "short"
    if unit.zone in _SILENT and not _ordered(unit) and not _ahead(unit):
        return "zone"
    if _ENFORCE.search(words) or (_EFFECT.search(words) and not _acts(unit)):
        return "effect"
    if (not unit.item or _INFORMS.match(words)) and _KNOWN.search(words):
        return "known"
    if unit.zone == "scope" and _DEFINES.match(words):
        return "defines"
    if _EARLIER.match(words) or _TELLS.match(words) or _THANKS.match(words):
        return "tells"
    if unit.follows and _REPORT_SENT.match(words):
        return "report_sent"  # by when the report just ordered is due
    if _QUOTED_OR_NOTE.match(words) or words.startswith(("“", '"', "[", "http")):
        return "note"
    if unit.closing and _bare_enforcement(unit):
        return "enforcement"
    return ""


def _acts(unit: Situation) -> bool:
    """Whether the unit opens with an order or names who is to act."""
    return bool(unit.roles.by("lead")) or (unit.item and cues().verb_at(unit.words, 0) is not None)


def _by_words(unit: Situation) -> Verdict:
    """A unit that names nobody: an order by its opening words."""
    words = unit.words
    past = bool(_PAST.search(words[:220]))
    orders = unit.roles.orderer and not past and bool(_ORDER_WORD.search(words))
    if not (unit.item or unit.inherits or unit.zone == "tasks"):
        return _sets("order") if orders else Verdict(None, "prose")
    if orders:
        return _sets("order")
    lead_in = _LEAD_IN.match(words)
    at = max(lead_in.end() if lead_in else 0, unit.verb_from - unit.start)
    if unit.item and _orders_on_topic(unit, at):
        return _sets("verb")
    if _opens_background(words, at) and not _rescued(unit, at):
        return Verdict(None, "background")
    if _with_others(unit, at):
        return _sets("verb")
    if cues().verb_at(words, at) is not None:
        return Verdict(None, "past") if past and not (unit.item or unit.inherits) else _sets("verb")
    if (unit.inherits or unit.among_work) and opens_with_act(words, at, among_work=unit.among_work):
        return _sets("verb")
    if _verb_after_adverbial(words, at):
        return _sets("adverbial")
    if _MUST.search(words) and not past:
        return _sets("must")
    return Verdict(None, "nothing")


def _opens_background(words: str, at: int) -> bool:
    """Whether what opens a sentence of background stands at ``at``, not merely in a verb: "lưu" in "lưu ý"."""
    background = cues().not_task.at(words, at)
    verb = cues().verbs.at(words, at) if background else None
    return background is not None and len(verb or "") <= len(background)


def _orders_on_topic(unit: Situation, at: int) -> bool:
    """An order behind what it is about: "Về hạ tầng: nâng cấp đường truyền …", "Công tác kiểm tra: Tổ chức …"."""
    words = unit.words
    topic = _TOPIC.match(words, at)
    if topic is None and unit.zone in (None, "tasks"):
        topic = _NAMED_TOPIC.match(words, at)
        topic = topic if topic and unit.text[unit.start + topic.end()].isupper() else None
    if topic is None or _BY_RULE.match(words, topic.end()) or cues().not_task.at(words, topic.end()):
        return False
    return cues().verb_at(words, topic.end()) is not None


def _with_others(unit: Situation, at: int) -> bool:
    """ "Cùng Sở A nghiên cứu …": the addressee is to act with somebody."""
    support = unit.roles.by("support")
    return bool(support) and unit.words.startswith("cùng ", at) and _acts_behind(unit, support[-1].end - unit.start)


def _acts_behind(unit: Situation, at: int) -> bool:
    return cues().verb_at(unit.words, at + 1) is not None


def _ahead(unit: Situation) -> bool:
    """In an account of results: words that turn to what is to come."""
    return unit.zone == "results" and (unit.follows or bool(_FUTURE.match(unit.words)))


def _ordered(unit: Situation) -> bool:
    """An order in so many words, wherever it stands."""
    return bool(unit.roles.by("lead")) and bool(
        unit.words.startswith("trong quá trình")
        or _ORDER_WORD.search(unit.words[:200])
        or " có trách nhiệm " in unit.words
        or "chủ trì" in unit.words[:160]
    )


def _bare_enforcement(unit: Situation) -> bool:
    leads = unit.roles.by("lead")
    at = leads[-1].end - unit.start if leads else 0
    tail = unit.words[at:].strip(" ,:;")
    tail = _BY_FUNCTION.sub("", tail)
    return bool(_BARE_ENFORCE.match(tail)) or (unit.words.startswith("trên đây") and not leads)


def _rescued(unit: Situation, at: int) -> bool:
    """An opener of background that still heads an order: "Căn cứ …, phối hợp với …", "Việc … phải …"."""
    words = unit.words
    if unit.among_work and _HONOURS.match(words, at):
        return not _PAST.search(words[:220])
    if _NOUN_OPENERS.match(words, at):
        return bool(_MUST.search(words)) and (unit.inherits or unit.item) and not _PAST.search(words)
    if words.startswith(("theo đề nghị", "xét", "tại phiên", "tại cuộc", "sau khi nghe")):
        return False
    return _verb_after_adverbial(words, at) and not _PAST.search(words[:220])


def _verb_after_adverbial(words: str, at: int) -> bool:
    """An order whose verb stands behind one adverbial or more ("Trên cơ sở …, chủ trì …"; "Về …: giao …")."""
    if not (_ADVERBIAL.match(words, at) or ":" in words[at : at + 200]):
        return False
    pauses = _PAUSE.finditer(words[at : at + 500])
    return any(cues().verb_at(words, at + pause.end()) is not None for pause in pauses)
