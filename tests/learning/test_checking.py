"""What a check of gold finds, each slip put into annotations that are right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.assembly.models import Directive
from analyzer.errors import EmptyDocument
from analyzer.learning.checking import Finding, check_corpus, check_document, codes
from analyzer.learning.corpus import GoldDocument
from tests.learning.gold import GOLD, ORDER, SHIPPED, as_output, document, write

Change = Callable[[dict[str, Any]], object]


def right() -> dict[str, Any]:
    """Gold without a slip."""
    gold: dict[str, Any] = json.loads(json.dumps(GOLD))
    del gold["tasks"][2]["assignees"][2]  # Sở Xây dựng stands nowhere
    return gold


def check(directory: Path, change: Change = lambda gold: None, text: str = ORDER, **options: Any) -> list[Finding]:
    gold = right()
    change(gold)
    return check_document(write(directory, gold, text), **{"compare": False, **options})


def test_right_gold_has_no_findings(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    assert check(tmp_path, compare=True, analyze=as_output) == []


TIME = {"quote": "30/6/2024", "n": 1, "end": "2024-06-30"}
# what is changed, the code, the place in the annotation, the line of the text, what the message says
SLIPS: list[tuple[Change, str, str, int | None, str]] = [
    (lambda g: g.update(id="ct-08"), "wrong_id", "id", None, "ct-08"),
    (lambda g: g.pop("id"), "wrong_id", "id", None, "None"),
    (lambda g: g["times"][0].update(quote="30/7/2024"), "not_placed", "times[0]", None, "30/7/2024"),
    (lambda g: g["targets"][0].update(n=2), "not_placed", "targets[0]", None, "occurrence 2"),
    (lambda g: g["tasks"][1].update({"to": "90% trở lên"}), "", "", None, ""),
    (lambda g: g["tasks"][2].update({"to": "trở lên."}), "not_placed", "tasks[2]", None, "trở lên."),
    (lambda g: g["times"].append(dict(g["times"][0])), "duplicate", "times[2]", 9, "times[0]"),
    (lambda g: g["tasks"].append(dict(g["tasks"][0])), "duplicate", "tasks[3]", 9, "tasks[0]"),
    (lambda g: g["times"].append(TIME), "overlap", "times[2]", 9, "times[0]"),
    (lambda g: g["tasks"][0].update({"to": "báo cáo UBND"}), "overlap", "tasks[1]", 10, "tasks[0]"),
    (
        lambda g: g["times"].append({"quote": "ngày 05/01/2024", "end": "2024-01-05"}),
        "in_reference",
        "times[2]",
        9,
        "references[0]",
    ),
    (lambda g: g["times"][1].pop("rrule"), "no_value", "times[1]", 10, "no value"),
    (lambda g: g["times"][1].update(end="2024-12-31"), "mixed_value", "times[1]", 10, "interval, rrule"),
    (lambda g: g["times"][0].update(start="2024-07-01"), "impossible_value", "times[0]", 9, "2024-07-01"),
    (lambda g: g["times"][0].update(end="0204-06-30"), "impossible_value", "times[0].end", 9, "0204"),
    (lambda g: g["times"][1].update(rrule="FREQ=QUARTERLY"), "impossible_value", "times[1]", 10, "QUARTERLY"),
    (
        lambda g: g["times"][1].update(rrule=None, duration="10 ngày"),
        "impossible_value",
        "times[1]",
        10,
        "10 ngày",
    ),
    (lambda g: g["targets"][0].update(upper=90), "impossible_value", "targets[0]", 10, "90-90"),
    (lambda g: g["references"][0].update(issued_on="2204-01-05"), "impossible_value", "references[0].issued_on", 9, ""),
    (lambda g: g["references"][0].update(issued_on="2024-05-01"), "after_issue", "references[0]", 9, "2024-05-01"),
    (
        lambda g: g["tasks"][0]["deadlines"][0].update(end="2024-06-29"),
        "deadline_without_time",
        "tasks[0].deadlines[0]",
        9,
        "2024-06-29",
    ),
    (
        lambda g: g["tasks"][0]["deadlines"].append({"start": None, "end": "2024-06-30"}),
        "duplicate",
        "tasks[0].deadlines[1]",
        9,
        "tasks[0].deadlines[0]",
    ),
    (lambda g: g["tasks"][0]["deadlines"].append({"start": "2024-06-01", "end": "2024-06-30"}), "", "", None, ""),
    (
        lambda g: g["tasks"][0]["assignees"].append({"name": "Giám đốc Sở Y tế", "role": "support"}),
        "duplicate",
        "tasks[0].assignees[2]",
        9,
        "tasks[0].assignees[1]",
    ),
    (
        lambda g: g["tasks"][0]["assignees"].append({"name": "Sở Y tế", "role": "recipient"}),
        "two_roles",
        "tasks[0].assignees",
        9,
        "support, recipient",
    ),
    (
        lambda g: g["tasks"][0]["assignees"].append({"name": "Sở Ngoại vụ", "role": "support"}),
        "name_not_in_text",
        "tasks[0].assignees[2]",
        9,
        "ngoại",
    ),
    (
        lambda g: g["tasks"][0]["assignees"].append({"name": "tỉnh sở", "role": "support"}),
        "unknown_agency",
        "tasks[0].assignees[2]",
        9,
        "register",
    ),
    (lambda g: g["tasks"][0]["assignees"].append({"name": "An Sơn", "role": "support"}), "", "", None, ""),
    (lambda g: g["directive"].update(number="70/CT-UBND"), "header_not_in_text", "directive.number", None, "number"),
    (lambda g: g["directive"].update(signer="Lê Văn Bình"), "header_not_in_text", "directive.signer", None, "signer"),
    (lambda g: g["directive"].update(title="rà soát"), "", "", None, ""),
    (lambda g: g["directive"].update(title="kiểm soát"), "title_not_in_text", "directive.title", None, ""),
    (lambda g: g["directive"].update(kind="CHỈ THỊ"), "unknown_kind", "directive.kind", None, "CHỈ THỊ"),
    (lambda g: g["directive"].update(issued_on="1024-03-12"), "impossible_value", "directive.issued_on", None, ""),
    (lambda g: g.update(tasks=[]), "no_tasks", "", None, "no task"),
    (lambda g: g["times"][0].update(end="30/6/2024"), "format", "times[0].end", None, "date"),
    (lambda g: g["tasks"][0].update(area="health"), "format", "tasks[0].area", None, "direction"),
]


@pytest.mark.parametrize(("change", "code", "entry", "line", "told"), SLIPS)
def test_a_slip_is_found(tmp_path: Path, change: Change, code: str, entry: str, line: int | None, told: str) -> None:
    found = check(tmp_path, change)
    if not code:
        assert found == []
        return
    about = [f for f in found if (f.code, f.entry) == (code, entry)]
    assert len(about) == 1, found
    assert (about[0].line, about[0].document) == (line, "ct-07")
    assert told in about[0].message("en")
    assert about[0].message("vi") != about[0].message("en")


def test_a_deadline_before_the_day_of_issue_is_doubtful(tmp_path: Path) -> None:
    found = check(tmp_path, lambda g: g["directive"].update(issued_on="2024-07-12"))
    assert [(f.code, f.entry) for f in found] == [("before_issue", "tasks[0].deadlines[0]")]


def test_a_long_task_is_doubtful(tmp_path: Path) -> None:
    text = ORDER.replace("thực hiện Chỉ thị này.", "thực hiện " + "đầy đủ, " * 200 + "Chỉ thị này.")
    assert [(f.code, f.entry, f.line) for f in check(tmp_path, text=text)] == [("long_task", "tasks[2]", 11)]


def test_a_registered_name_that_is_never_written_so_is_doubtful(tmp_path: Path) -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["tasks"][0]["assignees"].append({"name": "Sở Tư pháp", "role": "support"})

    found = check(tmp_path, change, ORDER + "Sở, tư vấn, pháp luật.\n")
    assert [(f.code, f.entry) for f in found] == [("name_not_placed", "tasks[0].assignees[2]")]


def test_every_wrong_quote_is_told_at_once(tmp_path: Path) -> None:
    def change(gold: dict[str, Any]) -> None:
        for entry in (*gold["times"], *gold["targets"]):
            entry["quote"] = "không có"

    assert [f.entry for f in check(tmp_path, change)] == ["times[0]", "times[1]", "targets[0]"]


# ---------------------------------------------------------------- against the output


def drop(kind: str) -> Callable[[Directive], None]:
    return lambda output: getattr(output, kind).pop(0)


def kept(output: Directive) -> None:
    """An output in which nothing is wrong."""


# what is changed in the output, in the gold, the code, the place in the annotation, what the message says
DIFFERENCES: list[tuple[Callable[[Directive], object], Change, str, str, str]] = [
    (drop("times"), lambda g: None, "not_found", "times[0]", ""),
    (drop("targets"), lambda g: None, "not_found", "targets[0]", ""),
    (drop("tasks"), lambda g: None, "task_not_found", "tasks[0]", ""),
    (kept, lambda g: g["references"].pop(0), "not_in_gold", "", "references, 12/KH-UBND 2024-01-05"),
    (kept, lambda g: g["tasks"].pop(2), "task_not_in_gold", "", ""),
    (
        kept,
        lambda g: g["targets"][0].update(value=91),
        "value_differs",
        "targets[0]",
        "91 True >=, the analyzer reads 90",
    ),
    (kept, lambda g: g["directive"].update(kind="KH"), "header_differs", "directive.kind", "says KH, the analyzer CT"),
    (kept, lambda g: g["directive"].update(number=None), "header_differs", "directive.number", "says -"),
    (kept, lambda g: g["tasks"][2].update(modality="prohibition"), "modality_differs", "tasks[2]", "prohibition"),
    (
        kept,
        lambda g: g["tasks"][1]["assignees"][0].update(name="Sở Tài chính"),
        "assignees_differ",
        "tasks[1]",
        "only in the gold sở tài chính lead; only in the output sở nội vụ lead",
    ),
    (
        kept,
        lambda g: g["tasks"][0]["deadlines"].clear(),
        "deadlines_differ",
        "tasks[0]",
        "in the output end 2024-06-30",
    ),
    (kept, lambda g: g["tasks"][1]["assignees"][1].update(name="Sở Tài chính"), "", "", ""),  # who gets the report
    (kept, lambda g: g["tasks"][1].update(area="other"), "", "", ""),
]


@pytest.mark.parametrize(("bend", "change", "code", "entry", "told"), DIFFERENCES)
def test_a_difference_is_found(
    tmp_path: Path, bend: Callable[[Directive], object], change: Change, code: str, entry: str, told: str
) -> None:
    output = as_output(document(right()))
    bend(output)
    found = check(tmp_path, change, compare=True, analyze=lambda _: output)
    assert [(f.code, f.entry) for f in found if f.severity == "doubt"] == ([(code, entry)] if code else [])
    if code:
        assert told in next(f for f in found if f.code == code).message("en")


def test_a_task_of_which_less_than_half_is_found_is_another(tmp_path: Path) -> None:
    output = as_output(document(right()))
    output.tasks[2].text = "Các sở, ban"
    found = check(tmp_path, compare=True, analyze=lambda _: output)
    assert [f.code for f in found] == ["task_not_found", "task_not_in_gold"]


def test_names_divided_otherwise_are_no_difference(tmp_path: Path) -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["tasks"][2]["assignees"][0]["name"] = "các sở"
        gold["tasks"][2]["assignees"].append({"name": "ban, ngành", "role": "lead"})

    output = as_output(document(right()))
    found = check(tmp_path, change, compare=True, analyze=lambda _: output)
    assert "assignees_differ" not in {f.code for f in found}


def test_what_the_output_has_nowhere_in_the_text_is_told_without_a_line(tmp_path: Path) -> None:
    output = as_output(document(right()))
    output.times[0].text = "một chuỗi không có ở đâu cả"
    found = check(tmp_path, compare=True, analyze=lambda _: output)
    assert [(f.code, f.line, f.quote) for f in found] == [
        ("not_in_gold", None, ""),
        ("not_found", 9, "trước ngày 30/6/2024"),
    ]


def test_a_text_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    def fail(_: GoldDocument) -> Directive:
        raise EmptyDocument("The file is empty.", "Tệp rỗng.")

    found = check(tmp_path, compare=True, analyze=fail)
    assert [(f.code, f.severity) for f in found] == [("unreadable", "error")]


# ---------------------------------------------------------------- corpora


def test_a_corpus_is_checked_whole(tmp_path: Path) -> None:
    write(tmp_path, right())
    write(tmp_path, "{", name="broken")
    (tmp_path / "lost.json").write_text('{"tasks": []}')
    (tmp_path / "figures.json").write_text('{"headline": 1}')
    found = dict(check_corpus(tmp_path, as_output))
    assert {name: [f.code for f in findings] for name, findings in found.items()} == {
        "broken": ["format"],
        "ct-07": [],
        "lost": ["no_text"],
    }


def test_a_time_beside_one_within_a_longer_is_an_overlap_with_the_longer(tmp_path: Path) -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["times"] += [{"quote": "trước", "end": "2024-06-30"}, {"quote": "6/2024", "n": 1, "end": "2024-06-30"}]

    found = check(tmp_path, change)
    assert [(f.code, f.entry, f.values["other"]) for f in found] == [
        ("overlap", "times[2]", "times[0]"),
        ("overlap", "times[3]", "times[0]"),
    ]


def test_a_name_that_stands_there_in_short_has_its_words(tmp_path: Path) -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["tasks"][0]["assignees"] += [
            {"name": "Thủ tướng Chính phủ", "role": "recipient"},
            {"name": "Tổ giúp việc Sở Giáo dục và Đào tạo", "role": "support"},
        ]

    found = check(tmp_path, change, ORDER + "Thủ tướng, Tổ giúp việc của Sở GD&ĐT.\n")
    assert [(f.code, f.quote) for f in found] == [("unknown_agency", "Tổ giúp việc Sở Giáo dục và Đào tạo")]


def test_errors_come_first(tmp_path: Path) -> None:
    def change(gold: dict[str, Any]) -> None:
        gold["tasks"][0]["assignees"].append({"name": "Sở Y tế", "role": "recipient"})
        gold["targets"][0]["upper"] = 1

    assert [f.severity for f in check(tmp_path, change)] == ["error", "doubt"]


@pytest.mark.slow
def test_the_shipped_corpus_has_no_errors() -> None:
    found = [f for _, findings in check_corpus(SHIPPED, compare=False) for f in findings]
    assert [f for f in found if f.severity == "error"] == []


def test_every_code_is_explained_and_used() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "corpus.md").read_text(encoding="utf-8")
    tables = {
        "error": guide.split("| error |")[1].split("\n\n")[0],
        "doubt": guide.split("| doubt |")[1].split("\n\n")[0],
    }
    code = "".join(p.read_text(encoding="utf-8") for p in (root / "analyzer/learning/checking").glob("*.py"))
    for name, severity in codes().items():
        assert f"`{name}`" in tables[severity], name
        assert f'"{name}"' in code, name


def test_a_finding_as_data() -> None:
    finding = Finding("a", "overlap", 3, "times[1]", "từ\nnăm", {"other": "times[0]", "words": "x"})
    assert finding.as_json() == {
        "document": "a",
        "severity": "error",
        "code": "overlap",
        "line": 3,
        "entry": "times[1]",
        "quote": "từ\nnăm",
        "message": "Overlaps times[0]: x",
        "message_vi": "Chồng lên times[0]: x",
    }
    assert len(Finding("a", "overlap", quote="dài " * 100).words()) < 170
