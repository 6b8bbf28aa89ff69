"""Plans compared with the directive that they implement."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.api import analyze
from analyzer.assembly.models import Directive, Span, Target
from analyzer.comparison import Coverage, coverage
from analyzer.comparison.gold import Figures, measure, totals
from analyzer.comparison.measures import verdicts
from analyzer.comparison.parties import Party, addressed, tie
from analyzer.comparison.terms import data, split, terms
from analyzer.knowledge.provinces import by_name
from tests.comparison.papers import CHILD, DIRECTIVE, PLAN, SECOND

CORPUS = Path(__file__).parents[2] / "corpora" / "coverage"
#: By words alone; a sentence model, where one is installed, does better (docs/comparison.md).
FLOOR = 0.65


@cache
def read(text: str) -> Directive:
    return analyze(text)


@pytest.fixture
def covered(monkeypatch: pytest.MonkeyPatch) -> Coverage:
    monkeypatch.setenv("ANALYZER_MEANING", "no")
    return coverage(read(DIRECTIVE), [read(CHILD)])


def test_tasks_are_judged(covered: Coverage) -> None:
    assert [row.judgement for row in covered.rows] == ["full", "partial", "none", "outside"]


def test_answers_carry_their_score_and_parts(covered: Coverage) -> None:
    (answer,) = covered.rows[0].answers
    assert answer.task.id == "t1"
    assert 0.8 < answer.match.total <= 1.0
    assert "=thủ tục hành chính" in answer.match.shared


def test_a_later_limit_is_told(covered: Coverage) -> None:
    assert [row.later for row in covered.rows] == [True, False, False, False]


def test_a_lower_target_is_told(covered: Coverage) -> None:
    (targets,) = covered.targets
    (measured,) = [m for m in targets if m.target.unit == "%"]
    assert measured.verdicts == ("lower",)
    assert measured.falls_short


def test_what_answers_nothing_is_listed(covered: Coverage) -> None:
    assert ["rừng ngập mặn" in task.text for task in covered.extra[0]] == [True]


def test_a_plan_is_summed_up_over_its_own_business(covered: Coverage) -> None:
    (summary,) = covered.summaries
    assert (summary.asked, summary.answered, summary.later, summary.short, summary.extra) == (3, 2, 1, 1, 1)


DAY, NOW = date(2024, 6, 1), date(2026, 6, 1)
GIA_LAI, BINH_DINH = by_name("Gia Lai", DAY), by_name("Bình Định", DAY)
PROVINCE = Party("Ủy ban nhân dân tỉnh Gia Lai", "ubnd-tinh-gia-lai", GIA_LAI, None, DAY)
DISTRICT = Party("Ủy ban nhân dân huyện Chư Sê", "ubnd-huyen", GIA_LAI, "huyện Chư Sê", DAY)
HEALTH = Party("Sở Y tế", "so-y-te", GIA_LAI, None, DAY)

ADDRESSED = [
    ("Các bộ, ngành, địa phương", None, PROVINCE, True),
    ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương", "ubnd-tinh", PROVINCE, True),
    ("Các bộ, cơ quan ngang bộ", None, PROVINCE, False),
    ("Bộ Công an", "bo-cong-an", PROVINCE, False),
    ("Các sở, ban, ngành", None, HEALTH, True),
    ("Sở Nội vụ", "so-noi-vu-truoc-2025", HEALTH, False),
    ("Ủy ban nhân dân các huyện, thị xã, thành phố", "ubnd-huyen", DISTRICT, True),
    ("Ủy ban nhân dân các huyện, thị xã, thành phố", "ubnd-huyen", HEALTH, False),
    ("Các sở, ngành, địa phương", None, DISTRICT, True),
    ("Ủy ban nhân dân cấp xã", "ubnd-xa", DISTRICT, True),
    ("Ủy ban nhân dân các tỉnh, thành phố", "ubnd-tinh", DISTRICT, None),
    ("Doanh nghiệp", None, PROVINCE, None),
]


@pytest.mark.parametrize(("name", "agency", "issuer", "expected"), ADDRESSED)
def test_whose_business_a_task_is(name: str, agency: str | None, issuer: Party, expected: bool | None) -> None:
    assert addressed(Party(name, agency, None, None, DAY), issuer) is expected


def test_heirs_answer_for_those_before_them() -> None:
    old = Party("Sở Thông tin và Truyền thông", "so-thong-tin-va-truyen-thong", GIA_LAI, None, DAY)
    new = Party("Sở Khoa học và Công nghệ", "so-khoa-hoc-va-cong-nghe", by_name("Gia Lai", NOW), None, NOW)
    assert tie(old, new) == "heir"


def test_a_province_answers_for_the_one_that_was_merged_into_it() -> None:
    old = Party("Sở Y tế", "so-y-te", BINH_DINH, None, DAY)
    new = Party("Sở Y tế", "so-y-te", by_name("Gia Lai", NOW), None, NOW)
    assert tie(old, new) == "same"
    assert tie(old, HEALTH) == "other"


def target(comparator: str, value: float, metric: str = "hồ sơ") -> Target:
    made = {"comparator": comparator, "value": value, "metric": metric, "unit": "%"}
    return Target.model_validate({"id": "g1", "text": "", "span": Span(start=0, end=0), **made})


VERDICTS = [
    (target(">=", 90), target(">=", 95), ("higher",)),
    (target(">=", 90), target("=", 85), ("lower",)),
    (target("<=", 5, "hồ sơ trễ hạn"), target("<=", 7, "hồ sơ trễ hạn"), ("lower",)),
    (target("=", 15, "thời gian chờ"), target("=", 20, "thời gian chờ"), ("lower",)),
    (target("-", 30, "thời gian giải quyết"), target("-", 25, "thời gian giải quyết"), ("lower",)),
    (target("+", 10), target("=", 10), ("different",)),
    (target(">=", 90), target("=", 90), ("equal",)),
]


@pytest.mark.parametrize(("asked", "answer", "expected"), VERDICTS)
def test_targets_are_compared_by_what_they_demand(asked: Target, answer: Target, expected: tuple[str, ...]) -> None:
    assert verdicts(asked, answer) == expected


def test_days_of_targets_are_compared() -> None:
    assert verdicts(target("=", 90), target("=", 80), DAY, NOW) == ("lower", "later")


def test_no_phrase_stands_twice_in_a_group_of_words() -> None:
    for table in ("things", "doing"):
        for line in filter(None, data()[table].splitlines()):
            phrases = split(line)
            assert len(set(phrases)) == len(phrases) > 1, line


ALIKE = [
    ("Niêm yết TTHC", "công khai thủ tục hành chính"),
    ("hồ sơ trễ hẹn", "hồ sơ quá hạn"),
    ("mở lớp về chuyển đổi số", "bồi dưỡng về CĐS"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_words_that_mean_the_same_are_one_term(one: str, other: str) -> None:
    groups = [{term for term in terms(text) if term.startswith("=")} for text in (one, other)]
    assert groups[0] == groups[1] != set()


PAPERS = st.lists(st.sampled_from([*PLAN.splitlines(), *SECOND.splitlines(), *DIRECTIVE.splitlines()]), max_size=14)


@given(PAPERS.map("\n".join), st.sampled_from([PLAN, CHILD, "a"]))
@settings(max_examples=20, deadline=None)
def test_any_documents_can_be_compared(parent: str, plan: str) -> None:
    made = coverage(analyze(parent.strip() or "a"), [read(plan), read(CHILD)])
    assert sum(made.counts.values()) == len(made.rows)
    assert all(0 <= a.match.total <= 1 for row in made.rows for a in row.answers)


@pytest.mark.parametrize("text", [PLAN, SECOND, CHILD])
def test_a_document_answers_all_of_itself(text: str) -> None:
    made = coverage(read(text), [read(text)])
    assert all(any(a.task.id == row.task.id for a in row.answers) for row in made.rows)
    assert made.extra == ((),)
    assert all(m.verdicts == ("equal",) for m in made.targets[0])


def test_no_plans_leave_all_unanswered() -> None:
    assert {row.judgement for row in coverage(read(DIRECTIVE), []).rows} == {"outside"}


@pytest.mark.slow
def test_links_of_the_gold_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYZER_MEANING", "no")
    pairs = [
        gold.parent for gold in sorted(CORPUS.glob("pair-*/links.toml")) if "purpose =" not in gold.read_text("utf-8")
    ]
    figures = [measure(pair, analyze) for pair in pairs]
    assert len(figures) == 12
    assert totals(figures).f1 >= FLOOR


def test_figures_add_up() -> None:
    whole = totals([Figures(1, 2, 3, {"target": [1, 2]}), Figures(4, 0, 1, {"target": [2, 2]})])
    assert (whole.hits, whole.wrong, whole.missed, whole.judged) == (5, 2, 4, {"target": [3, 4]})
