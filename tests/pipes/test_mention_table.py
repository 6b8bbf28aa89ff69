"""A table of agency mentions in context: which body is meant, of which province, and who answers for it on a day.

``data/mentions.toml`` holds invented sentences with one mention in brackets and what is true of it. The facts were
written down from what is known of the reorganisations, not from what the resolver gives. Keys of a case, besides the
text, the issuer and the days:

* ``id``, ``province``, ``ambiguous``: of the mention; left out, none is right;
* ``area``, ``form``, ``note``: looked at where they are given; ``note`` says that a person has something to settle;
* ``current`` are all the bodies that answer on ``as_of``, ``among`` some of them, ``current_province`` their province
  where it is not the one of the mention;
* ``existed``: false where there was no such body on the document's date; without a date that is not known;
* ``mention = false``: the words in brackets name no organisation.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.knowledge.agencies import Register
from analyzer.knowledge.provinces import by_id
from analyzer.pipes.agencies import find
from analyzer.pipes.agencies.resolving import Resolved, resolve, setting_of
from analyzer.pipes.mentions import AgencyMention

Case = dict[str, Any]
TABLE = Path(__file__).parent / "data" / "mentions.toml"
CASES: list[Case] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
KEYS = {
    "text", "issuer", "issued_on", "as_of", "id", "form", "province", "current", "among",
    "current_province", "area", "ambiguous", "existed", "note", "mention", "why",
}  # fmt: skip


def _name(case: Case) -> str:
    words = case["text"].partition("[")[2].partition("]")[0]
    return f"{words} {case.get('issued_on', 'undated')} {case['as_of']}"


def _mentions(case: Case) -> list[AgencyMention]:
    """The mentions that cover the words in brackets."""
    before, _, rest = case["text"].partition("[")
    words, _, after = rest.partition("]")
    found = find(before + words + after, as_of=case.get("issued_on"))
    start, end = len(before), len(before) + len(words)
    return [m for m in found if m.name_start <= start and end <= m.end]


def _got(case: Case, mention: AgencyMention, found: Resolved) -> Case:
    """What was found, of what the case says."""
    succession = found.succession
    answers = succession.answers if succession else ()
    ids = [a.id for a in answers]
    got = {
        "id": found.id,
        "province": found.province.id if found.province else None,
        "ambiguous": sorted(found.ambiguous),
        "existed": found.existed,
    }
    if "form" in case:
        got["form"] = mention.form
    if "area" in case:
        got["area"] = found.area
    if "note" in case:
        got["note"] = bool(succession and succession.note)
    if "current" in case:
        got["current"] = sorted(ids)
        got["current_province"] = sorted({a.province.id if a.province else "" for a in answers})
    if "among" in case:
        got["among"] = sorted(set(ids) & set(case["among"]))
    return got


def _wanted(case: Case) -> Case:
    want = {
        "id": case.get("id"),
        "province": case.get("province"),
        "ambiguous": sorted(case.get("ambiguous", [])),
        "existed": case.get("existed", True) if "issued_on" in case and ("id" in case or "ambiguous" in case) else None,
    }
    want |= {key: case[key] for key in ("form", "area", "note") if key in case}
    want |= {key: sorted(case[key]) for key in ("current", "among") if key in case}
    if "current" in case:
        want["current_province"] = [case.get("current_province", case.get("province", ""))]
    return want


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_mention_means_its_body(case: Case) -> None:
    mentions = _mentions(case)
    if case.get("mention") is False:
        assert [m.name for m in mentions] == []
        return
    assert len(mentions) == 1, "one mention covers the words"
    setting = setting_of(case.get("issuer"), None, case.get("issued_on"))
    assert _got(case, mentions[0], resolve(mentions[0], setting, case["as_of"])) == _wanted(case)


def test_the_table_covers_the_years_and_the_provinces() -> None:
    days = [c["issued_on"] for c in CASES if "issued_on" in c]
    assert len(CASES) >= 250
    assert min(days).year == 2007
    assert max(days).year == 2026
    assert sum("province" in c for c in CASES) >= 60
    assert len({c["province"] for c in CASES if "province" in c}) >= 60
    assert sum(c.get("form") == "grammar" for c in CASES) >= 15
    assert sum(c.get("existed") is False for c in CASES) >= 15


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_well_formed(case: Case) -> None:
    assert not set(case) - KEYS
    assert case["text"].count("[") == case["text"].count("]") == 1
    assert case["why"].endswith(".")
    day: date = case.get("issued_on", date(2007, 1, 1))
    assert date(2007, 1, 1) <= day <= case["as_of"]
    register = Register.load()
    named = [case.get("id"), *case.get("current", []), *case.get("among", []), *case.get("ambiguous", [])]
    assert [i for i in named if i and not i.startswith("p") and register.get(i) is None] == []
    for key in ("province", "current_province"):
        if key in case:
            assert by_id(case[key])
