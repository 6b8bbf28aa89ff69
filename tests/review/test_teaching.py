"""Reviewed directives as gold: every quote is found where it was taken from, and what a person wrote stays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.archive import Archive, Incoming, open_archive
from analyzer.assembly.models import Deadline, Directive, Span
from analyzer.errors import CorpusError
from analyzer.learning.checking import check_corpus
from analyzer.learning.corpus import GoldDocument, read_corpus, read_document, write_document
from analyzer.learning.evaluation import evaluate
from analyzer.learning.placing import find_places
from analyzer.review.edits import parse_edit
from analyzer.review.errors import ReviewError
from analyzer.review.store import Reviews
from analyzer.review.teaching import WRITTEN, Taught, add_reviewed, gold_of
from tests.learning.gold import SHIPPED, as_output, documents
from tests.review.making import Desk, plan
from tests.review.test_properties import edits
from tests.samples import full_directive

ORDER = """ỦY BAN NHÂN DÂN
TỈNH AN SƠN
Số: {number}/CT-UBND
An Sơn, ngày 12 tháng 3 năm 2024
CHỈ THỊ
Về việc tăng cường kiểm tra

1. Sở Nội vụ rà soát hồ sơ trước ngày 30/6/2024.
2. Sở Y tế rà soát hồ sơ trước ngày 30/6/2024.
3. Sở Tài chính rà soát hồ sơ; Sở Tư pháp thẩm định giá trước ngày 30/6/2024.
4. Định kỳ hằng quý, các sở, ban, ngành báo cáo kết quả; bảo đảm từ 90% trở lên hồ sơ đúng hạn.
"""


def order(number: int = 7) -> Directive:
    return analyze(ORDER.format(number=number))


def right_everywhere(document: GoldDocument, directive: Directive) -> None:
    """The gold and the directive say the same by every figure."""
    found = evaluate([(document, directive)])
    assert {n: f for n, f in found.figures.items() if not f.right == f.gold == f.found} == {}
    assert found.misses == ()


def back(directive: Directive, directory: Path, name: str = "a") -> GoldDocument:
    """The gold written and read again."""
    return read_document(write_document(gold_of(directive, name), directory))


# ---------------------------------------------------------------- one directive


def test_gold_says_what_the_directive_says(tmp_path: Path) -> None:
    directive = order()
    assert len(directive.tasks) == 5
    right_everywhere(back(directive, tmp_path), directive)
    made = full_directive()
    missed = evaluate([(back(made, tmp_path), made)]).misses
    assert {(m.figure, m.wanted) for m in missed} == {("times.missed", "trong năm 2024")}, "a limit that is in no time"


@pytest.mark.parametrize("name", ["ct-01-ubnd-tinh", "kh-62-ubnd-tinh", "bai-22-cong-thong-tin"])
def test_directives_of_the_corpus_come_back_whole(name: str, tmp_path: Path) -> None:
    """One of them has "năm 2017" so often that places must be exact."""
    directive = analyze(SHIPPED / f"{name}.txt")
    right_everywhere(back(directive, tmp_path, name), directive)
    errors = [f.code for found in dict(check_corpus(tmp_path, compare=False)).values() for f in found]
    assert [code for code in errors if code in ("wrong_id", "not_placed", "deadline_without_time", "no_value")] == []


@given(documents())
@settings(deadline=None)
def test_every_quote_is_found_where_it_was_taken_from(document: GoldDocument) -> None:
    """Among words that come again and again, in texts of any kind."""
    again = gold_of(as_output(document), "x")
    wanted, found = find_places(document), find_places(again)
    assert (found.tasks, found.times, found.targets) == (wanted.tasks, wanted.times, wanted.targets)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_people_did_comes_back(data: st.DataObject) -> None:
    desk = Desk(plan())
    for _ in range(data.draw(st.integers(1, 6), label="steps")):
        with suppress(ReviewError):
            desk.edit(data.draw(edits(desk.directive), label="edit"))
    reviewed = desk.directive
    document = gold_of(reviewed, "x")
    places = find_places(document)
    flat = places.offsets.to_flat
    assert [flat(span) for span in places.tasks] == [flat(task.span) for task in reviewed.tasks]
    found = evaluate([(document, reviewed)])
    # the words of limits are times of the gold, which the machine's list does not have
    assert {m.figure for m in found.misses} <= {"times.missed", "times.value"}
    if not any("deadlines" in change.action for change in desk.log.changes):
        assert found.misses == ()


def test_few_words_are_quoted() -> None:
    gold = gold_of(order(), "a").gold
    assert (gold.tasks[1].first, gold.tasks[1].last, gold.tasks[1].n) == ("Sở Y tế rà", "sơ trước ngày 30/6/2024.", 1)
    assert [(t.quote, t.n) for t in gold.times[:3]] == [("trước ngày 30/6/2024", n) for n in (1, 2, 3)]


def limit(directive: Directive, task: int, span: Span, **value: object) -> None:
    """Give a task a limit with words of the text."""
    assert directive.text is not None
    words = directive.text[span.start : span.end]
    directive.tasks[task].deadlines = [Deadline(text=words, span=span, **value)]  # type: ignore[arg-type]


def test_a_day_set_beside_the_words_holds_for_the_time(tmp_path: Path) -> None:
    directive = order()
    limit(directive, 1, directive.times[1].span, end="2024-07-15")
    document = back(directive, tmp_path)
    assert [str(t.end) for t in document.gold.times[:3]] == ["2024-06-30", "2024-07-15", "2024-06-30"]
    assert {m.figure for m in evaluate([(document, directive)]).misses} == {"times.value"}
    codes = {f.code for found in dict(check_corpus(tmp_path, compare=False)).values() for f in found}
    assert "deadline_without_time" not in codes


def test_words_that_were_no_time_become_one(tmp_path: Path) -> None:
    directive = order()
    assert directive.text is not None
    start = directive.text.index("đúng hạn")
    limit(directive, 4, Span(start=start, end=start + 8), duration="P5D", working_days=True)
    last = back(directive, tmp_path).gold.times[-1]
    assert (last.quote, last.duration, last.working_days) == ("đúng hạn", "P5D", True)


def test_a_limit_without_words_of_its_own_is_no_time(tmp_path: Path) -> None:
    directive = order()
    before = len(directive.times)
    limit(directive, 4, directive.tasks[4].span, end="2024-12-31")
    gold = back(directive, tmp_path).gold
    assert len(gold.times) == before
    assert str(gold.tasks[4].deadlines[0].end) == "2024-12-31"


@pytest.mark.parametrize("text", [None, "", " \n\u200b "])
def test_a_directive_without_text_is_no_gold(text: str | None) -> None:
    directive = order().model_copy(update={"text": text, "tasks": [], "times": [], "targets": []})
    with pytest.raises(CorpusError, match="without its text") as error:
        gold_of(directive, "a")
    assert "không kèm toàn văn" in error.value.message_vi


def test_words_that_cannot_be_quoted_are_told() -> None:
    directive = order()
    assert directive.text is not None
    at = directive.text.index("\n1.")
    directive.tasks[0] = directive.tasks[0].model_copy(update={"span": Span(start=at, end=at + 1)})
    with pytest.raises(CorpusError, match="cannot be quoted"):
        gold_of(directive, "a")


# ---------------------------------------------------------------- the reviewed directives of an archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three documents, none of them reviewed."""
    with open_archive(str(tmp_path / "archive.db"), create=True) as opened:
        list(opened.add([Incoming.of(order(number)) for number in (7, 8, 9)]))
        yield opened


def edit(archive: Archive, document: int, **said: object) -> None:
    reviews = Reviews(archive)
    seen = reviews.open(document).revisions
    wanted = parse_edit(said)
    touched = said.get("tasks") or [said["task"]] if said["action"] != "header" else []
    items = {f"task:{task}": seen.get(f"task:{task}", 0) for task in touched}  # type: ignore[attr-defined]
    reviews.edit(document, wanted, who="An", seen=items or {"header": seen.get("header", 0)})


def finish(archive: Archive, document: int) -> None:
    Reviews(archive).finish(document, who="An")


def outcomes(found: Iterator[Taught]) -> dict[str | None, str]:
    return {one.card.number: one.outcome for one in found}


def test_what_was_corrected_comes_back(archive: Archive, tmp_path: Path) -> None:
    one = archive.cards()[0].id
    tasks = archive.directive(one).tasks
    text = archive.directive(one).text
    assert text is not None
    edit(archive, one, action="strike", task="t1")
    edit(archive, one, action="set", task="t2", field="modality", value="recommendation")
    edit(archive, one, action="set", task="t2", field="area", value="procedures")
    edit(archive, one, action="merge", tasks=["t3", "t4"])
    edit(archive, one, action="split", task="t5", at=text.index("bảo đảm từ 90%"))
    edit(archive, one, action="assignees", task="t2", value=[{"name": "Sở Công Thương", "id": None, "role": "lead"}])
    edit(archive, one, action="header", field="number", value="17/CT-UBND")
    finish(archive, one)
    (told,) = add_reviewed(archive, tmp_path / "gold")
    (document,) = read_corpus(tmp_path / "gold")
    reviewed = Reviews(archive).open(one).directive
    right_everywhere(document, reviewed)
    gold = document.gold
    assert (told.outcome, told.id, gold.id) == ("new", document.id, document.id)
    assert document.id.startswith("17-ct-ubnd-2024-03-12-")
    assert gold.directive.number == "17/CT-UBND"
    assert len(gold.tasks) == len(tasks) - 2 + 1
    assert (gold.tasks[0].modality, gold.tasks[0].area) == ("recommendation", "procedures")
    assert [(a.name, a.role) for a in gold.tasks[0].assignees] == [("Sở Công Thương", "lead")]
    places = find_places(document)
    assert [(s.start, s.end) for s in places.tasks] == [(t.span.start, t.span.end) for t in reviewed.tasks]


def test_only_finished_reviews_are_written(archive: Archive, tmp_path: Path) -> None:
    first, second, _ = (card.id for card in archive.cards())
    edit(archive, first, action="strike", task="t1")
    finish(archive, second)
    gold = tmp_path / "gold"
    assert outcomes(add_reviewed(archive, gold)) == {"8/CT-UBND": "new"}
    assert len(list(read_corpus(gold))) == 1


def test_another_run_updates(archive: Archive, tmp_path: Path) -> None:
    one, two, _ = (card.id for card in archive.cards())
    gold = tmp_path / "gold"
    finish(archive, one)
    finish(archive, two)
    assert Counter(outcomes(add_reviewed(archive, gold)).values()) == {"new": 2}
    before = {path.name: path.read_bytes() for path in gold.iterdir()}
    assert Counter(outcomes(add_reviewed(archive, gold)).values()) == {"unchanged": 2}
    assert {path.name: path.read_bytes() for path in gold.iterdir()} == before
    Reviews(archive).reopen(one, who="An")
    edit(archive, one, action="header", field="number", value="70/CT-UBND")
    assert Counter(outcomes(add_reviewed(archive, gold)).values()) == {"unchanged": 1}, "not finished again yet"
    finish(archive, one)
    assert sorted(outcomes(add_reviewed(archive, gold)).values()) == ["unchanged", "updated"]
    assert {path.name for path in gold.iterdir()} == set(before), "a corrected number makes no second file"
    assert "70/CT-UBND" in {document.gold.directive.number for document in read_corpus(gold)}


def test_what_a_person_changed_is_left_alone(archive: Archive, tmp_path: Path) -> None:
    one = archive.cards()[0].id
    gold = tmp_path / "gold"
    finish(archive, one)
    (first,) = add_reviewed(archive, gold)
    path = gold / f"{first.id}.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["tasks"][0]["area"] = "digital_government"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    mine = path.read_bytes()
    assert [one.outcome for one in add_reviewed(archive, gold)] == ["kept"]
    Reviews(archive).reopen(one, who="An")
    edit(archive, one, action="strike", task="t2")
    finish(archive, one)
    assert [one.outcome for one in add_reviewed(archive, gold)] == ["kept"]
    assert path.read_bytes() == mine
    path.unlink()
    assert [one.outcome for one in add_reviewed(archive, gold)] == ["new"], "removed, it is written anew"
    assert len(read_document(path).gold.tasks) == 4


def test_files_that_were_there_before_are_left_alone(archive: Archive, tmp_path: Path) -> None:
    one = archive.cards()[0].id
    gold = tmp_path / "gold"
    finish(archive, one)
    (first,) = add_reviewed(archive, gold)
    (gold / WRITTEN).unlink()
    assert [one.outcome for one in add_reviewed(archive, gold)] == ["unchanged"], "known again by their content"
    (gold / WRITTEN).unlink()
    (gold / f"{first.id}.txt").write_text("Của tôi.", encoding="utf-8")
    assert [one.outcome for one in add_reviewed(archive, gold)] == ["kept"]
    assert (gold / f"{first.id}.txt").read_text(encoding="utf-8") == "Của tôi."


def test_what_cannot_be_gold_is_told_and_the_others_are_written(archive: Archive, tmp_path: Path) -> None:
    bare = order(10).model_copy(update={"text": None})
    list(archive.add([Incoming.of(bare)]))
    for card in archive.cards():
        finish(archive, card.id)
    found = list(add_reviewed(archive, tmp_path / "gold"))
    assert [one.outcome for one in found] == ["new", "new", "new", "skipped"]
    assert found[-1].problem is not None
    assert len(list(read_corpus(tmp_path / "gold"))) == 3


def test_a_damaged_list_of_what_was_written_is_told(archive: Archive, tmp_path: Path) -> None:
    finish(archive, archive.cards()[0].id)
    (tmp_path / WRITTEN).write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(CorpusError, match=WRITTEN):
        list(add_reviewed(archive, tmp_path))
