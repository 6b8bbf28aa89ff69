"""The learned parts beside the rules, with small models made by hand: who gives way to whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.assembly.analysis import Analysis, analyse
from analyzer.models.linear import Linear, Worded, word_names
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.areas import AREAS, AreaModel
from analyzer.pipes.tasks.judges import RULES
from analyzer.pipes.tasks.modality import judge_modality
from analyzer.reading import read
from tests.learning.samples import TEXT, UNITS
from tests.models.making import sure

ROLES = ("lead", "monitor", "none", "recipient", "support")
MODALITIES = ("obligation", "prohibition", "recommendation")
UNSURE = 0.6
EFFECT = "5. Chỉ thị này có hiệu lực kể từ ngày ký ban hành.\n"  # no task by the rules, and nothing to argue about


def read_with(judges: Judges, text: str = TEXT + EFFECT) -> Analysis:
    return analyse(read(text), judges)


def openings(analysis: Analysis) -> list[str]:
    """The first words of the tasks."""
    return [" ".join(analysis.text[task.start : task.end].split()[:3]) for task in analysis.tasks]


RULED = ["Sở Y tế", "Sở Công Thương", "Thống kê số", "Báo cáo Ủy"]


def work(answer: str, score: float = 9.0) -> Judges:
    return Judges(work=Worded.of(sure(answer, score=score)))


# ---------------------------------------------------------------- work


def test_the_rules_alone() -> None:
    analysis = read_with(RULES)
    assert openings(analysis) == RULED
    assert {unit.probability for unit in analysis.units} == {None}
    assert [unit.verdict.why for unit in analysis.units] == [*(why for _, why in UNITS), "effect"]


def test_a_model_that_is_sure_adds_what_the_rules_leave_open() -> None:
    analysis = read_with(work("yes"))
    assert openings(analysis) == [*RULED[:2], "Hiện nay, công", "Nhân viên y", *RULED[2:]]
    added = [task for task in analysis.tasks if task.cue == "learned"]
    assert [analysis.text[task.start : task.end].split()[0] for task in added] == ["Hiện", "Nhân"]


def test_a_model_that_is_sure_drops_tasks() -> None:
    assert openings(read_with(work("no"))) == []


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_model_that_is_not_sure_changes_nothing(answer: str) -> None:
    analysis = read_with(work(answer, UNSURE))
    assert openings(analysis) == RULED
    assert all(0.3 < unit.probability < 0.7 for unit in analysis.units if unit.probability is not None)


def test_it_takes_more_to_add_than_to_doubt() -> None:
    """From when on a task is added, and down to when one is kept."""
    adds = [score for score in range(-60, 61) if len(read_with(work("yes", score / 10)).tasks) > len(RULED)]
    keeps = [score for score in range(-60, 61) if len(read_with(work("yes", score / 10)).tasks) >= len(RULED)]
    assert min(adds) > 0 > min(keeps), "more likely than not is not enough to add, less likely not to drop"
    assert adds == list(range(min(adds), 61))
    assert keeps == list(range(min(keeps), 61))


def test_the_model_goes_by_the_words() -> None:
    judges = Judges(work=Worded.of(Linear(("no", "yes"), {"word=thôn": (12.0,), "pair=giá thuốc": (-12.0,)}, (0.0,))))
    assert openings(read_with(judges)) == ["Sở Y tế", "Nhân viên y", *RULED[2:]]


def test_what_stands_in_a_heading_is_no_task_whatever_the_model() -> None:
    text = "KẾ HOẠCH\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức của người dân.\nII. NHIỆM VỤ\n1. Rà soát quy trình nội bộ.\n"
    for judges in (RULES, work("yes")):
        analysis = read_with(judges, text)
        headings = [unit for unit in analysis.units if unit.kind == "heading"]
        assert len(headings) == 2
        assert not any(unit.task for unit in headings)
        assert analysis.tasks


def test_rows_of_tables_are_judged_as_well() -> None:
    table = (
        "TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n"
        "1 | Rà soát quy trình nội bộ | Sở Y tế | Quý II\n"
        "2 | Công khai giá dịch vụ | Sở Y tế | Quý III\n"
    )
    kept, dropped = read_with(RULES, table), read_with(work("no"), table)
    assert [unit.kind for unit in kept.units if unit.task] == ["row", "row"]
    assert dropped.tasks == []
    assert [unit.verdict.why for unit in dropped.units if unit.kind == "row"] == ["row", "row"]


def test_a_line_or_two_are_left_to_the_rules() -> None:
    """No model has seen texts so short."""
    text = "Giao Sở Y tế rà soát quy trình nội bộ."
    assert len(read_with(work("no"), text).tasks) == 1
    assert read_with(work("no"), f"{text}\n{text}\n{text}").tasks == []


# ---------------------------------------------------------------- roles


def roles(analysis: Analysis) -> dict[str, list[str]]:
    """By role, the names of the first task that are told in it."""
    found: dict[str, list[str]] = {}
    for assignee in analysis.tasks[0].assignees:
        found.setdefault(assignee.role, []).append(assignee.mention.name)
    return found


def test_a_model_that_is_sure_overrules_roles() -> None:
    assert roles(read_with(RULES)) == {"lead": ["Sở Y tế"], "support": ["Sở Tài chính"]}
    analysis = read_with(Judges(roles=sure("monitor", ROLES)))
    assert roles(analysis) == {"monitor": ["Sở Y tế", "Sở Tài chính"]}
    first = analysis.units[0].agencies
    assert [(c.rule, c.answer) for c in first] == [("lead", "monitor"), ("support", "monitor")]
    assert all(c.probability is not None and c.probability > 0.9 for c in first)


def test_a_name_that_takes_no_part_is_left_out() -> None:
    assert roles(read_with(Judges(roles=sure("none", ROLES)))) == {}


def test_a_model_that_is_not_sure_leaves_roles() -> None:
    analysis = read_with(Judges(roles=sure("none", ("lead", "none", "support"), UNSURE)))
    assert roles(analysis) == roles(read_with(RULES))
    assert all(c.probability == pytest.approx(0.262, abs=0.01) for c in analysis.units[0].agencies), "of the answer"


def test_whom_a_model_takes_out_of_a_task_acts_in_none_that_follows() -> None:
    text = "1. Sở Y tế rà soát quy trình nội bộ. Báo cáo kết quả trước ngày 30/6/2024.\n"

    def leads(judges: Judges) -> list[list[str]]:
        return [[a.mention.name for a in t.assignees if a.role == "lead"] for t in read_with(judges, text).tasks]

    assert leads(RULES) == [["Sở Y tế"]] * 2
    assert leads(Judges(roles=sure("none", ROLES))) == [[]] * 2


# ---------------------------------------------------------------- limits


def limits(analysis: Analysis) -> dict[str, list[str]]:
    """By the first word of each task, its limits."""
    text = analysis.text
    return {
        text[t.start : t.end].split()[0]: [text[d.mention.start : d.mention.end] for d in t.deadlines]
        for t in analysis.tasks
        if t.deadlines
    }


def test_a_model_that_is_sure_overrules_limits() -> None:
    ruled = {"Sở": ["trước ngày 30/6/2024"], "Thống": ["từ năm 2021 đến năm 2023"]}
    assert limits(read_with(RULES)) == ruled
    assert limits(read_with(Judges(limits=sure("no")))) == {}
    assert limits(read_with(Judges(limits=sure("no", score=UNSURE)))) == ruled
    past = "Giao Sở Y tế rà soát các quy trình được ban hành ngày 05/01/2021.\n"
    assert limits(read_with(RULES, past)) == {}
    assert limits(read_with(Judges(limits=sure("yes")), past)) == {"Giao": ["ngày 05/01/2021"]}
    assert limits(read_with(Judges(limits=sure("yes", score=UNSURE)), past)) == {}


# ---------------------------------------------------------------- modality


def modalities(judges: Judges) -> list[str]:
    return [task.modality for task in read_with(judges).tasks]


def test_a_model_that_is_sure_overrules_the_modality() -> None:
    assert modalities(RULES) == ["obligation"] * 4
    assert modalities(Judges(modality=sure("prohibition", MODALITIES))) == ["prohibition"] * 4
    assert modalities(Judges(modality=sure("prohibition", MODALITIES, UNSURE))) == ["obligation"] * 4


@given(st.lists(st.floats(-9, 9), min_size=3, max_size=3), st.sampled_from(MODALITIES))
def test_the_modality_is_the_rules_or_the_likeliest(scores: list[float], rule: str) -> None:
    model = Linear(MODALITIES, {}, tuple(scores))
    likely = model.probabilities([])
    answer, probability = judge_modality(model, [], rule)  # type: ignore[arg-type]
    assert probability == likely[answer]
    assert answer == rule or probability == max(likely.values())
    assert answer == rule or likely[rule] < 0.5


def test_a_modality_that_a_model_never_saw_gives_way() -> None:
    assert judge_modality(sure("obligation", ("obligation", "recommendation")), [], "prohibition")[0] == "obligation"


# ---------------------------------------------------------------- together


def test_what_is_left_out_is_left_to_the_rules() -> None:
    area = AreaModel.of(sure("other", tuple(sorted(AREAS))))
    judges = Judges(
        work=work("no").work, modality=sure("prohibition", MODALITIES), areas=area, sure={"task": sure("yes")}
    )
    assert judges.without() == judges
    assert judges.without("work") == Judges(modality=judges.modality, areas=area, sure=judges.sure)
    assert judges.without("work", "modality", "areas", "sure") == RULES
    assert modalities(judges) == []
    assert modalities(judges.without("work")) == ["prohibition"] * 4
    assert modalities(judges.without("work", "modality")) == ["obligation"] * 4
    with pytest.raises(TypeError):
        judges.without("nothing")


def test_models_see_the_same_in_study_as_at_work() -> None:
    """What the examples of training are made of is what is asked about later."""
    studied, judged = read_with(Judges(study=True)), read_with(work("yes", UNSURE))
    assert [unit.seen for unit in studied.units] == [unit.seen for unit in judged.units]
    assert openings(studied) == openings(judged) == RULED


@given(
    st.dictionaries(
        st.sampled_from(["word=rà", "word=ở", "pair=rà soát", "open=giao", "pair=soát rà"]), st.tuples(st.floats(-5, 5))
    ),
    st.lists(st.sampled_from(["rà", "soát", "ở", "0", "<a>"]), max_size=8),
    st.sampled_from([(), ("open=giao",), ("open=rà", "open=giao")]),
)
def test_words_apart_weigh_the_same(
    weights: dict[str, tuple[float]], tokens: list[str], features: tuple[str, ...]
) -> None:
    linear = Linear(("no", "yes"), weights, (0.25,))
    assert Worded.of(linear).probability(features, tokens) == pytest.approx(
        linear.probability([*features, *word_names(tokens)])
    )
