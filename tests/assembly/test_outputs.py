"""What holds for the output of every document: it follows the contract, and every item quotes the text it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from analyzer import Directive, analyze
from analyzer.assembly.models import Span, json_schema
from analyzer.layout.labels import read_label
from analyzer.writing.json import dump

CORPUS = Path(__file__).parents[2] / "corpora/directives"
DOCUMENTS = sorted(CORPUS.glob("*.txt"))
VALIDATOR = Draft202012Validator(json_schema(), format_checker=FormatChecker())

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=[p.stem for p in DOCUMENTS])


@cache
def output(path: Path) -> Directive:
    return analyze(path)


def quotes(directive: Directive) -> Iterator[tuple[str, Span]]:
    """Every pair of words and place in an output."""
    review = directive.review or ()
    for item in (*directive.references, *directive.times, *directive.targets, *directive.tasks, *review):
        yield item.text, item.span
    for agency in directive.agencies:
        for mention in agency.mentions:
            yield mention.text, mention.span
    for task in directive.tasks:
        for part in (*task.assignees, *task.deadlines, *task.triggers):
            yield part.text, part.span


def check(directive: Directive) -> None:
    """What must hold for any output whatever the input."""
    text = directive.text
    assert text is not None
    for words, span in quotes(directive):
        assert words == text[span.start : span.end]
        assert words.strip()
    for items in (directive.references, directive.times, directive.targets, directive.tasks, directive.review or ()):
        ids = [item.id for item in items]
        assert len(set(ids)) == len(ids)
        starts = [(item.span.start, item.span.end) for item in items]
        assert starts == sorted(starts)
    references, targets = {r.id for r in directive.references}, {g.id for g in directive.targets}
    for task in directive.tasks:
        assert set(task.references) <= references
        assert set(task.targets) <= targets
        assert task.action is None or task.action in text
        assert all(words in text for words in task.deliverables)
        for part in (*task.assignees, *task.deadlines):
            inside = task.span.start <= part.span.start and part.span.end <= task.span.end
            assert inside or part.inherited, "named in the task itself, or inherited"
        sure = [task.confidence, *(task.confidences.model_dump().values() if task.confidences else ())]
        assert all(0 <= value <= 1 for value in sure)
    assert all(0 <= unit.probability <= 1 for unit in directive.review or ())
    for value in (*directive.times, *(d for t in directive.tasks for d in t.deadlines)):
        assert not (value.start and value.end) or value.start <= value.end
        assert value.start or value.end or value.rrule or value.duration
    for deadline in (d for t in directive.tasks for d in t.deadlines):
        assert deadline.safe_due is None or (deadline.due is not None and deadline.safe_due <= deadline.due)
        assert deadline.due or deadline.next_due or deadline.formula or deadline.bound == "from" or deadline.rrule
    for agency in directive.agencies:
        assert agency.current == [body.id for body in agency.answers]
        assert not (agency.id and agency.ambiguous)


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) > 20


@each_document
def test_outputs_follow_the_schema(path: Path) -> None:
    plain = json.loads(dump(output(path)))
    VALIDATOR.validate(plain)
    assert Directive.model_validate_json(json.dumps(plain)) == output(path)


@each_document
def test_outputs_quote_their_text(path: Path) -> None:
    check(output(path))


@each_document
def test_tasks_do_not_overlap(path: Path) -> None:
    spans = sorted((t.span.start, t.span.end) for t in output(path).tasks)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@each_document
def test_tasks_begin_at_words(path: Path) -> None:
    directive = output(path)
    assert directive.text is not None
    for task in directive.tasks:
        first, last = task.text[0], task.text[-1]
        assert not first.isspace()
        assert not last.isspace()
        assert first not in "-–+*•.,;:)", "the bullet is left out"
        around = directive.text[max(0, task.span.start - 1) : task.span.start + 1]
        assert len(around) < 2 or not (around[0].isalnum() and around[1].isalnum())


@each_document
def test_sections_are_labels_of_the_text(path: Path) -> None:
    """The labels of a task's section head lines above it, in their order."""
    directive = output(path)
    assert directive.text is not None
    for task in directive.tasks:
        lines = directive.text[: task.span.start].split("\n")
        # a label may itself be broken over two lines
        above = [
            part
            for line, following in zip(lines, [*lines[1:], ""], strict=True)
            for part in (line, f"{line} {following}")
        ]
        at = 0
        for label in task.section:
            while at < len(above) and not _heads(above[at], label):
                at += 1
            assert at < len(above), (task.section, task.text[:60])


def _heads(line: str, label: str) -> bool:
    found = read_label(line.strip())
    return (found is not None and found.text == label) or line.strip().startswith(label) or label in line


@each_document
def test_each_agency_has_one_part_in_a_task(path: Path) -> None:
    for task in output(path).tasks:
        parts = [(a.name.lower(), a.role) for a in task.assignees]
        assert len(parts) == len(set(parts))
        leads = {name for name, role in parts if role == "lead"}
        assert not leads & {name for name, role in parts if role == "support"}


@each_document
def test_agencies_are_listed_once(path: Path) -> None:
    directive = output(path)
    keys = [
        (a.id, a.province and a.province.id, a.area) if a.id else (a.name.lower(), *a.refers_to)
        for a in directive.agencies
    ]
    assert len(keys) == len(set(keys))


def test_assignees_are_agencies() -> None:
    for path in DOCUMENTS:
        directive = output(path)
        named = {(m.span.start, m.span.end) for a in directive.agencies for m in a.mentions}
        assert {(a.span.start, a.span.end) for t in directive.tasks for a in t.assignees} <= named


@each_document
def test_items_stay_out_of_citations(path: Path) -> None:
    """A date or a number within the name of a cited document is neither a time nor a target."""
    directive = output(path)
    cited = [(r.span.start, r.span.end) for r in directive.references]
    for item in (*directive.times, *directive.targets):
        assert not any(start <= item.span.start and item.span.end <= end for start, end in cited), item.text


@each_document
def test_documents_bear_their_kind(path: Path) -> None:
    prefix = path.stem.split("-")[0]
    if prefix != "bai":
        kinds = {"ct": "CT", "cd": "CĐ", "ctr": "CTr", "cv": "CV", "hd": "HD", "kh": "KH", "kl": "KL", "nq": "NQ"}
        kinds |= {"qd": "QĐ", "tb": "TB", "pb": "PB", "bc": "BC"}
        assert output(path).directive.kind == kinds[prefix]


def test_warnings_say_what_is_missing() -> None:
    nothing = analyze("Sở Nội vụ hiện có 58 công chức làm việc tại 7 phòng chuyên môn.")
    assert [w.code for w in nothing.warnings if w.code == "no_tasks"] == ["no_tasks"]
    nobody = analyze("KẾ HOẠCH\nII. NHIỆM VỤ\n1. Rà soát thủ tục hành chính.")
    assert "task_without_lead" in [w.code for w in nobody.warnings]
    somebody = analyze("Giao Sở Nội vụ rà soát thủ tục hành chính.")
    assert not {"no_tasks", "task_without_lead"} & {w.code for w in somebody.warnings}
    assert all(w.message and w.message_vi for w in (*nothing.warnings, *nobody.warnings))


@pytest.mark.parametrize(
    "text",
    [
        "Giao Sở Nội vụ rà soát biên chế theo Kế hoạch số 45/KH-UBND ngày 12/3/2024 của UBND tỉnh.",
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;\nGiao Sở Nội vụ rà soát biên chế.",
    ],
)
def test_what_a_fragment_cites_is_a_reference(text: str) -> None:
    directive = analyze(text)
    assert directive.directive.number is None
    assert len(directive.references) == 1
