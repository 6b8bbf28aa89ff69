"""How sure an output is of itself, and what it gives to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer import analyze
from analyzer.assembly.analysis import Analysis, analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.confidence import FIELDS, Surroundings, judge_tasks, unit_features
from analyzer.assembly.review import units_to_review
from analyzer.models.linear import Linear, Worded
from analyzer.models.store import review_threshold
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import RULES, UNIT
from analyzer.reading import read
from analyzer.writing.labels import labels
from tests.assembly.test_outputs import DOCUMENTS, check
from tests.learning.samples import TEXT, UNITS
from tests.models.making import sure
from tests.writing.test_doubtful import ORDERS

SOME = DOCUMENTS[::9]
some_documents = pytest.mark.parametrize("path", SOME, ids=[path.stem for path in SOME])
CERTAIN = {field: sure("yes") for field in (*FIELDS, UNIT)}


def read_with(judges: Judges | None = None, text: str = TEXT) -> Analysis:
    return analyse(read(text), judges)


def left_out(analysis: Analysis) -> list[str]:
    return [unit.verdict.why for unit in analysis.units if unit.task is None]


# ---------------------------------------------------------------- review


def test_review_is_given_where_it_is_asked_for() -> None:
    plain, reviewed = analyze(TEXT), analyze(TEXT, review=True)
    assert plain.review is None
    assert reviewed.review is not None
    assert reviewed.model_copy(update={"review": None}) == plain, "and changes nothing else"


@some_documents
def test_the_likeliest_units_that_are_no_tasks_are_given(path: Path) -> None:
    analysis = read_with(None, path.read_text("utf-8"))
    directive = assemble(analysis, review=True)
    check(directive)
    assert directive.review is not None
    threshold = review_threshold()
    assert all(unit.probability >= threshold for unit in directive.review)
    given = {(unit.span.start, unit.span.end) for unit in directive.review}
    assert not given & {(task.span.start, task.span.end) for task in directive.tasks}
    assert {unit.reason for unit in directive.review} <= set(left_out(analysis))
    assert [unit.id for unit in directive.review] == [f"u{i}" for i in range(1, len(directive.review) + 1)]
    model, surroundings = Judges.shipped().sure, Surroundings(analysis.units)
    assert model is not None
    for unit in analysis.units:
        if unit.task is None and (unit.start, unit.end) not in given:
            assert model[UNIT].probability(unit_features(unit, surroundings)) < threshold


@some_documents
def test_a_higher_threshold_gives_fewer(path: Path) -> None:
    analysis = read_with(None, path.read_text("utf-8"))
    counts = [len(list(units_to_review(analysis, threshold))) for threshold in (0.0, 0.01, 0.1, 0.5, 1.1)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(left_out(analysis))
    assert counts[-1] == 0


def test_only_units_that_are_no_tasks_are_given() -> None:
    analysis = read_with(Judges(sure=CERTAIN))
    found = list(units_to_review(analysis, 0.5))
    assert [unit.verdict.why for unit, _ in found] == [why for _, why in UNITS if why not in ("addressee", "verb")]
    assert all(probability > 0.99 for _, probability in found)
    assert list(units_to_review(read_with(Judges(sure={**CERTAIN, UNIT: sure("no")})), 0.5)) == []


def test_tasks_that_a_model_dropped_are_given_with_the_rules_reason() -> None:
    judges = Judges(work=Worded.of(sure("no")), sure=CERTAIN)
    assert [unit.verdict.why for unit, _ in units_to_review(read_with(judges), 0.5)] == [why for _, why in UNITS]


def test_rules_alone_have_nothing_to_go_by() -> None:
    directive = assemble(read_with(RULES), review=True)
    assert directive.review == []
    assert {(task.confidence, task.confidences) for task in directive.tasks} == {(1.0, None)}


def test_where_a_unit_stands_is_told() -> None:
    directive = assemble(read_with(Judges(sure=CERTAIN)), review=True)
    assert directive.review is not None
    assert [(unit.section, unit.reason) for unit in directive.review] == [
        (["2"], "background"),
        (["3"], "nothing"),
        (["4"], "introduces"),
    ]


def test_every_reason_is_named_in_words() -> None:
    named = labels("reason")
    found = {why for path in DOCUMENTS[::5] for why in left_out(read_with(RULES, path.read_text("utf-8")))}
    assert len(found) > 15
    assert {why for why in found if why not in named and why.partition("_")[0] not in named} == set()


# ---------------------------------------------------------------- confidence


@some_documents
def test_every_task_is_sure_to_some_degree(path: Path) -> None:
    directive = analyze(path)
    for task in directive.tasks:
        assert task.confidences is not None
        assert task.confidence == task.confidences.task
        assert all(0 < value < 1 for value in task.confidences.model_dump().values())


def test_each_field_has_a_model_of_its_own() -> None:
    for field in FIELDS:
        judges = Judges(sure={**{name: sure("no") for name in FIELDS}, field: sure("yes"), UNIT: sure("no")})
        for task in assemble(read_with(judges)).tasks:
            assert task.confidences is not None
            assert {name for name, value in task.confidences.model_dump().items() if value > 0.5} == {field}


def test_less_said_is_less_sure() -> None:
    """A clear order in a directive, what is only wished and what was done, asked of the shipped models."""

    def likely(words: str) -> float:
        clear = "Công khai kết quả giải quyết hồ sơ của từng cơ quan trên Cổng thông tin điện tử tỉnh."
        found = analyze(ORDERS.replace(clear, words), review=True)
        told = {task.text: task.confidence for task in found.tasks}
        told |= {unit.text: unit.probability for unit in found.review or ()}
        return told.get(words, 0.0)

    order = likely("Rà soát, công bố quy trình nội bộ giải quyết thủ tục hành chính trước ngày 30/6/2031.")
    assert order > likely("Cần quan tâm hơn nữa đến quy trình nội bộ giải quyết thủ tục hành chính.")
    assert order > likely("Thời gian qua, quy trình nội bộ giải quyết thủ tục hành chính đã được rà soát.")


def test_what_stands_beside_a_unit_is_seen() -> None:
    """How likely the unit before and the one behind set work, or why they set none where that is firm."""
    judges = Judges(work=Worded.of(Linear(("no", "yes"), {"word=thôn": (6.0,)}, (-1.0,))))
    analysis = read_with(judges)
    surroundings = Surroundings(analysis.units)

    def beside(side: str) -> list[str]:
        features = [unit_features(unit, surroundings) for unit in analysis.units]
        return [f.removeprefix(side) for seen in features for f in seen if f.startswith(side)]

    work = [f for unit in analysis.units for f in unit_features(unit, surroundings)[:1]]
    steps = [
        f.removeprefix("work=") if unit.doubtful else unit.verdict.why
        for f, unit in zip(work, analysis.units, strict=True)
    ]
    assert len(set(steps)) == 3, "two steps of probability and one reason"
    assert beside("before=") == ["-", *steps[:-1]]
    assert beside("behind=") == [*steps[1:], "-"]


def test_surroundings_are_of_one_document() -> None:
    one, two = read_with(RULES), read_with(RULES)
    judged = judge_tasks(one)
    assert [j.task for j in judged] == one.tasks
    assert all(j.unit.task is j.task for j in judged)
    assert not {id(j.unit) for j in judged} & {id(unit) for unit in two.units}
