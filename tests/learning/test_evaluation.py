"""The figures: what counts as right, spurious and missed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.assembly.models import Directive
from analyzer.learning.corpus import GoldDirective, GoldDocument
from analyzer.learning.evaluation import Evaluation, Figure, evaluate
from analyzer.learning.matching import squash
from analyzer.writing.json import dump

GOLD: dict[str, Any] = {
    "directive": {
        "kind": "CT",
        "number": "17/CT-UBND",
        "issued_on": "2024-03-04",
        "issuer": "UBND tỉnh Lam Sơn",
        "title": "chấn chỉnh việc tiếp nhận hồ sơ tại bộ phận một cửa",
        "signer": "Trần Văn Mẫu",
    },
    "references": [
        {
            "quote": "Nghị quyết số 215/NQ-CP ngày 09/01/2024 của Chính phủ",
            "number": "215/NQ-CP",
            "issued_on": "2024-01-09",
        }
    ],
    "times": [
        {"quote": "trước ngày 30/6/2024", "end": "2024-06-30"},
        {"quote": "hàng quý", "rrule": "FREQ=MONTHLY;INTERVAL=3"},
    ],
    "targets": [{"quote": "từ 96% trở lên", "value": 96, "unit": "%", "comparator": ">="}],
    "tasks": [
        {
            "from": "Chủ trì, phối hợp",
            "to": "30/6/2024.",
            "modality": "obligation",
            "area": "organisation",
            "assignees": [
                {"name": "Sở Nội vụ", "role": "lead"},
                {"name": "Sở Tài chính", "role": "support"},
                {"name": "UBND tỉnh", "role": "recipient"},
            ],
            "deadlines": [{"end": "2024-06-30"}],
        },
        {
            "from": "Định kỳ hàng quý",
            "to": "năm 2024.",
            "modality": "obligation",
            "area": "procedures",
            "assignees": [{"name": "Sở Nội vụ", "role": "lead"}],
            "deadlines": [{"rrule": "FREQ=MONTHLY;INTERVAL=3"}, {"start": "2024-01-01", "end": "2024-12-31"}],
        },
        {
            "from": "Không được yêu cầu",
            "to": "ngoài quy định.",
            "modality": "prohibition",
            "area": "procedures",
        },
        {
            "from": "= Đề nghị",
            "to": "cơ sở*.",
            "modality": "recommendation",
            "area": "direction",
            "assignees": [{"name": "Hội Nông dân tỉnh", "role": "lead"}],
        },
    ],
}


def compare(directive: Directive, change: Callable[[dict[str, Any]], object] = lambda _: None) -> Evaluation:
    """Figures of the sample against its gold, with a change made to the output."""
    plain = json.loads(dump(directive))
    change(plain)
    document = GoldDocument("a", Path("a.json"), directive.text or "", GoldDirective.model_validate(GOLD))
    return evaluate([(document, plain)])


def test_what_is_right_in_every_row_scores_one(directive: Directive) -> None:
    result = compare(directive)
    assert {name: f.f1 for name, f in result.figures.items() if f.f1 < 1} == {}
    assert result.headline == 1
    assert result.misses == ()
    assert result.figures["tasks.found"] == Figure(4, 4, 4)
    document = GoldDocument("a", Path("a.json"), directive.text or "", GoldDirective.model_validate(GOLD))
    assert evaluate([(document, directive)]).figures == result.figures


def _pop(kind: str) -> Callable[[dict[str, Any]], object]:
    return lambda out: out[kind].pop(0)


def _again(kind: str) -> Callable[[dict[str, Any]], object]:
    return lambda out: out[kind].append(out[kind][0])


def _task(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda out: out["tasks"][0].update(values)


@pytest.mark.parametrize(
    ("change", "figure", "counts"),
    [
        (lambda o: o["directive"].update(kind="QĐ"), "header.kind", (0, 1, 1)),
        (lambda o: o["directive"].update(number=None), "header.number", (0, 1, 0)),
        (lambda o: o["directive"]["number"].update(text="017/CT-UBND"), "header.number", (1, 1, 1)),
        (lambda o: o["directive"].update(title="việc khác"), "header.title", (0, 1, 1)),
        (lambda o: o["directive"]["signer"].update(name="TRẦN VĂN MẪU"), "header.signer", (1, 1, 1)),
        (_pop("references"), "references.found", (0, 1, 0)),
        (_again("references"), "references.value", (1, 1, 2)),
        (lambda o: o["references"][0].update(issued_on=None), "references.value", (0, 1, 1)),
        (lambda o: o["references"][0].update(issued_on=None), "references.found", (1, 1, 1)),
        (lambda o: o["references"][0].update(text="Nghị quyết số 215/NQ-CP"), "references.value", (1, 1, 1)),
        (lambda o: o["times"][0].update(start="2024-01-01"), "times.value", (1, 2, 2)),
        (lambda o: o["times"][1].update(rrule="FREQ=MONTHLY"), "times.value", (1, 2, 2)),
        (lambda o: o["targets"][0].update(comparator="="), "targets.value", (0, 1, 1)),
        (lambda o: o["targets"][0].update(unit="điểm"), "targets.value", (0, 1, 1)),
        (lambda o: o["targets"][0].update(metric="khác"), "targets.value", (1, 1, 1)),
        (_pop("tasks"), "tasks.found", (3, 4, 3)),
        (_pop("tasks"), "assignees", (2, 4, 2)),
        (_pop("tasks"), "assignees.on_matched", (2, 2, 2)),
        (_again("tasks"), "tasks.found", (4, 4, 5)),
        (_again("tasks"), "deadlines", (3, 3, 4)),
        (_task(text="Chủ trì"), "tasks.found", (3, 4, 4)),
        (_task(text="không có trong văn bản này đâu"), "tasks.found", (3, 4, 4)),
        (_task(modality="prohibition"), "tasks.modality", (3, 4, 4)),
        (_task(area="other"), "tasks.area", (3, 4, 4)),
        (_task(deadlines=[]), "deadlines", (2, 3, 2)),
        (_task(deadlines=[{"start": "2024-01-01", "end": "2024-06-30"}]), "deadlines", (3, 3, 3)),
        (_task(assignees=[{"name": "Sở Nội vụ và Sở Tài chính", "role": "lead"}]), "assignees", (2, 4, 3)),
        (_task(assignees=[{"name": "Giám đốc Sở Nội vụ", "role": "lead"}]), "assignees", (3, 4, 3)),
        (_task(assignees=[{"name": "Sở Nội vụ", "role": "monitor"}]), "assignees.name_only", (3, 5, 3)),
    ],
)
def test_one_change_moves_one_figure(
    directive: Directive, change: Callable[[dict[str, Any]], object], figure: str, counts: tuple[int, int, int]
) -> None:
    assert compare(directive, change).figures[figure] == Figure(*counts)


def test_a_document_without_output_is_all_missed(directive: Directive) -> None:
    document = GoldDocument("a", Path("a.json"), directive.text or "", GoldDirective.model_validate(GOLD))
    result = evaluate([(document, None)])
    assert result.absent == ("a",)
    assert result.headline == 0
    assert result.figures["tasks.found"] == Figure(0, 4, 0)
    assert result.figures["tasks.coverage"] == Figure(0, sum(len(squash(t.text)) for t in directive.tasks), 0)


def test_figures_are_summed_over_documents(directive: Directive) -> None:
    document = GoldDocument("a", Path("a.json"), directive.text or "", GoldDirective.model_validate(GOLD))
    result = evaluate([(document, directive), (document, None)])
    assert result.figures["tasks.found"] == Figure(4, 8, 4)
    assert result.documents == 2


def test_misses_say_what_was_wanted_and_what_came(directive: Directive) -> None:
    def change(out: dict[str, Any]) -> None:
        out["directive"]["kind"] = "QĐ"
        out["tasks"].pop(3)

    told = {(m.figure, m.wanted, m.found) for m in compare(directive, change).misses}
    assert told == {("header.kind", "CT", "QĐ"), ("tasks.missed", "= Đề nghị", "")}


def test_no_number_in_gold_means_that_none_may_be_found(directive: Directive) -> None:
    gold = GoldDirective.model_validate({**GOLD, "directive": {"kind": "CT"}})
    document = GoldDocument("a", Path("a.json"), directive.text or "", gold)
    figures = evaluate([(document, directive)]).figures
    assert figures["header.number"] == Figure(0, 0, 1)
    assert "header.signer" not in figures


def test_saved_figures_are_plain_and_rounded(directive: Directive) -> None:
    plain = compare(directive, _pop("tasks")).as_json()
    assert plain["figures"]["tasks.found"] == {"precision": 1.0, "recall": 0.75, "f1": 0.8571, "gold": 4, "found": 3}
    assert json.loads(json.dumps(plain)) == plain
