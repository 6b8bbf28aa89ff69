"""Names a document uses for the body it speaks of: "Tỉnh", "Thành phố", "tỉnh Quảng Bình" as the one who is to act.

A conclusion on a province says "Tỉnh tổ chức thực hiện …": that is the province whose name the document bears most.
A department's own document says "Sở", where it is given work or gets a report; where it only orders, it is none who
acts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analyzer.knowledge.patterns import entries, pattern
from analyzer.layout.issuers import place_of
from analyzer.pipes.agencies.readings import read_name
from analyzer.pipes.mentions import AgencyForm, AgencyMention
from analyzer.spans import Mask

_PLACE = pattern("task.coreference.place")
_ACTS = pattern("task.coreference.acts")
_ADDRESSED = pattern("task.coreference.addressed")
_OWN = pattern("task.coreference.own")
_OWN_HEADS = tuple(f"{head} " for head in entries("task")["coreference"]["own"]["heads"])
_OWN_ASKED = pattern("task.coreference.own_asked")
_OWN_ENDS = pattern("task.coreference.own_ends")
_ASKED_REACH = 90
_AND = re.compile(r"(?:,| và|, và) ")
_KINDS = {"ỉnh": "tỉnh", "hành phố": "thành phố"}


def own_bodies(text: str, agencies: Sequence[AgencyMention]) -> list[AgencyMention]:
    """Places that act in the document, as mentions; where "Tỉnh" stands for a place never named, it stays as written.

    >>> text = "Kết luận về tỉnh Quảng Bình. Tỉnh tiếp tục rà soát quy hoạch."
    >>> [(text[m.start:m.end], m.name) for m in own_bodies(text, [])]
    [('Tỉnh', 'tỉnh Quảng Bình')]
    >>> text = "Thành phố Huế, tỉnh Quảng Trị và tỉnh Nghệ An khẩn trương khắc phục."
    >>> [m.name for m in own_bodies(text, [])]
    ['thành phố Huế', 'tỉnh Quảng Trị', 'tỉnh Nghệ An']
    """
    taken = Mask(agencies)
    names: dict[str, Counter[str]] = {"tỉnh": Counter(), "thành phố": Counter()}
    places = list(_PLACE.finditer(text))
    for match in places:
        if match["name"]:
            names[_KINDS[match["kind"]]][match["name"]] += 1
    found: list[AgencyMention] = []
    for chain in _chains(text, places):
        first, last = chain[0], chain[-1]
        acts = _opens_clause(text, first.start()) and _ACTS.match(text, last.end()) is not None
        asked = _ADDRESSED.search(text, max(0, first.start() - 20), first.start()) is not None
        for match in chain:
            bare = match["name"] is None
            if not (acts or (asked and bare)) or (bare and match[0][0] == "t"):
                continue
            if taken.covers(match.start(), match.end()):
                continue
            kind = _KINDS[match["kind"]]
            name = match["name"] or next((n for n, _ in names[kind].most_common(1)), None)
            written = f"{kind} {name}" if name else match[0]
            found.append(AgencyMention(match.start(), match.end(), written, "collective", name_start=match.start()))
    return found


def issuer_alone(text: str, agencies: Sequence[AgencyMention], issuer: str | None) -> list[AgencyMention]:
    """The issuer where its document names it by its head alone and it takes part: "Giao Sở", "gửi về Sở".

    >>> text = "Giao Sở chủ trì. Sở yêu cầu các đơn vị báo cáo Sở trước ngày 15 hằng tháng."
    >>> [(m.start, m.name) for m in issuer_alone(text, [], "Sở Y tế tỉnh Quảng Ngãi")]
    [(5, 'Sở Y tế'), (47, 'Sở Y tế')]
    """
    if not issuer or not issuer.startswith(_OWN_HEADS):
        return []
    taken, name = Mask(agencies), own_name(issuer)
    found = []
    for match in _OWN.finditer(text):
        head = match["head"]
        if not issuer.startswith(f"{head} ") or taken.covers(match.start(), match.end()):
            continue
        start, end = match.span()
        acts = _opens_clause(text, start) and _ACTS.match(text, end)
        asked = _OWN_ENDS.match(text, end) and _OWN_ASKED.search(text, max(0, start - _ASKED_REACH), start)
        if acts or asked:
            form: AgencyForm = "registered" if read_name(name).entries else "grammar"
            chief = text.endswith(" trưởng", start, end)
            title = match[0] if chief else match["title"]
            found.append(AgencyMention(start, end, name, form, title=title, name_start=match.start("head")))
    return found


def own_name(issuer: str) -> str:
    """The issuer's name as its own document would write it: a department without its province.

    >>> own_name("Sở Y tế tỉnh Quảng Ngãi"), own_name("Cục Thuế tỉnh Quảng Ngãi")
    ('Sở Y tế', 'Cục Thuế tỉnh Quảng Ngãi')
    """
    place = place_of(issuer)
    return issuer.removesuffix(place).strip() if place and issuer.startswith("Sở ") else issuer


def _chains(text: str, places: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Places in runs that only commas and "và" divide."""
    chains: list[list[re.Match[str]]] = []
    for match in places:
        if chains and _AND.fullmatch(text, chains[-1][-1].end(), match.start()):
            chains[-1].append(match)
        else:
            chains.append([match])
    return chains


def _opens_clause(text: str, at: int) -> bool:
    """Nothing before the place, or the end of a sentence, clause or label."""
    before = text[max(0, at - 2) : at]
    return (not before.strip() or before[0] in ".;:,)") and before[-1:] in ("", " ", "\n")
