"""``analyzer review`` and ``extract --review``: what is shown, where it goes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import analyzer
from analyzer.api import analyze
from analyzer.assembly.models import Directive
from analyzer.writing.labels import labels, reason
from tests.cli.conftest import Run, stand_in
from tests.learning.samples import TEXT

SHEET, CHECK = labels("sheets")["review"], labels("columns")["check"]


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> Directive:
    """A file ``a.txt`` whose text is really analysed; gives what comes of it."""
    monkeypatch.setitem(vars(analyzer), "analyze", analyze)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    found = analyze(TEXT, review=True)
    assert found.review, "there is something to look at"
    return found


def plain(words: str) -> str:
    """Letters and digits alone: a table folds its cells."""
    return "".join(c for c in words if c.isalnum())


def test_the_passages_are_shown_with_reasons_and_counts(run: Run, analysed: Directive) -> None:
    result = run("review", "a.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert analysed.review is not None
    columns = labels("columns")
    head = plain(result.stdout)
    for name in ("passage", "reason", "place"):
        assert plain(columns[name].split()[0]) in head
    # each cell is folded in its column: its first words stand in one line
    for unit in analysed.review:
        assert " ".join(unit.text.split()[:2]) in result.stdout
        assert reason(unit.reason).split()[0] in result.stdout
    told = f"{len(analysed.review)} câu, dòng nên xem lại; bảng có {len(analysed.tasks)} nhiệm vụ"
    assert told in result.stdout
    english = run("review", "a.txt", "--lang", "en").stdout
    assert f"{len(analysed.review)} sentences or lines to look at" in english


def test_as_json_there_is_one_line_a_document(run: Run, analysed: Directive) -> None:
    Path("b.txt").write_text("Không có gì ở đây.\n", encoding="utf-8")
    result = run("review", "a.txt", "b.txt", "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert analysed.review is not None
    assert first == {
        "source": "a.txt",
        "tasks": len(analysed.tasks),
        "review": [unit.model_dump(mode="json") for unit in analysed.review],
    }
    assert (second["source"], second["tasks"]) == ("b.txt", 0)
    assert result.exit_code == 0


def test_standard_input_and_directories(run: Run, analysed: Directive) -> None:
    assert analysed.tasks
    (told,) = map(json.loads, run("review", "-", "--json", stdin=TEXT.encode()).stdout.splitlines())
    assert told["source"] == "-"
    Path("in").mkdir()
    Path("in/a.txt").write_text(TEXT, encoding="utf-8")
    (again,) = map(json.loads, run("review", "in", "--json").stdout.splitlines())
    assert again == {**told, "source": "in/a.txt"}


def test_a_broken_file_among_good_ones(run: Run) -> None:
    for name, text in (("a.txt", "văn bản"), ("b.txt", "damaged"), ("c.txt", "bug"), ("d.txt", "văn bản")):
        Path(name).write_text(text, encoding="utf-8")
    result = run("review", "a.txt", "b.txt", "c.txt", "d.txt", "none.txt", "--json")
    assert result.exit_code == 1
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == ["a.txt", "d.txt"]
    assert "b.txt: Tệp bị hỏng." in result.stderr
    assert "c.txt: lỗi bên trong" in result.stderr
    assert "none.txt: không tìm thấy tệp." in result.stderr


@pytest.mark.parametrize("arguments", [("-", "-"), ("empty",), ("a.txt", "--limit", "sheets=5"), ("a.txt", "-x")])
def test_wrong_use(run: Run, arguments: tuple[str, ...]) -> None:
    Path("empty").mkdir()
    result = run("review", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_document_with_nothing_to_look_at_has_no_table(run: Run) -> None:
    Path("a.txt").write_text("văn bản", encoding="utf-8")
    lines = run("review", "a.txt").stdout.splitlines()
    assert lines[0] == "Chỉ thị 17/CT-UBND ngày 04/03/2024"
    assert lines[1].startswith("0 câu")


def test_control_characters_stay_out_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def hostile(source: object, **options: object) -> Directive:
        made = analyze(TEXT, review=True)
        assert made.review
        bad = made.review[0].model_copy(update={"text": "[bold]xem[/bold] \x1b[31m:smile:"})
        return made.model_copy(update={"review": [bad]})

    monkeypatch.setitem(vars(analyzer), "analyze", hostile)
    Path("a.txt").write_text("văn bản", encoding="utf-8")
    told = run("review", "a.txt").stdout
    assert "[bold]xem[/bold]" in told
    assert ":smile:" in told
    assert "\x1b" not in told


# ---------------------------------------------------------------- extract --review


def test_the_workbook_has_the_column_and_the_sheet(run: Run, analysed: Directive) -> None:
    assert run("extract", "a.txt", "--review", "-o", "x.xlsx").exit_code == 0
    book = load_workbook("x.xlsx")
    assert CHECK in [cell.value for cell in book[labels("sheets")["tasks"]][1]]
    assert analysed.review is not None
    assert [row[1] for row in book[SHEET].iter_rows(min_row=2, values_only=True)] == [u.text for u in analysed.review]


def test_without_review_there_is_neither(run: Run, analysed: Directive) -> None:
    assert analysed.tasks
    assert run("extract", "a.txt", "-o", "x.xlsx").exit_code == 0
    book = load_workbook("x.xlsx")
    assert SHEET not in book.sheetnames
    assert CHECK not in [cell.value for cell in book[labels("sheets")["tasks"]][1]]


def test_json_has_the_key(run: Run, analysed: Directive) -> None:
    with_review, without = (json.loads(run("extract", "a.txt", *more).stdout)["review"] for more in (["--review"], []))
    assert analysed.review is not None
    assert with_review == [unit.model_dump(mode="json") for unit in analysed.review]
    assert without is None


def test_extract_asks_for_review_only_where_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def spy(source: object, **options: object) -> Directive:
        asked.append(options["review"])
        return stand_in(source)  # type: ignore[arg-type]

    monkeypatch.setitem(vars(analyzer), "analyze", spy)
    Path("a.txt").write_text("văn bản", encoding="utf-8")
    for arguments in (["extract", "a.txt"], ["extract", "a.txt", "--review"], ["review", "a.txt"]):
        assert run(*arguments).exit_code == 0
    assert asked == [False, True, True]
