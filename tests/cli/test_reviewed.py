"""``corpus add-reviewed``, ``evaluate --reviewed``, ``train --with``: what the commands take, say and end with."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Incoming, open_archive
from analyzer.cli.messages import Messages
from analyzer.cli.reviewed import show
from analyzer.learning import run as running
from analyzer.learning.corpus import read_corpus
from analyzer.review.figures import FIGURES, Corrections, Group, Share
from tests.cli.conftest import Run
from tests.review.test_teaching import edit, finish, order


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Three documents: one corrected and finished, one finished as it was, one begun."""
    address = str(tmp_path / "archive.db")
    with open_archive(address, create=True) as archive:
        list(archive.add([Incoming.of(order(number)) for number in (7, 8, 9)]))
        one, two, three = (card.id for card in archive.cards())
        edit(archive, one, action="strike", task="t1")
        edit(archive, one, action="set", task="t2", field="modality", value="recommendation")
        finish(archive, one)
        finish(archive, two)
        edit(archive, three, action="strike", task="t1")
    return address


def figures(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("evaluate", "--reviewed", "--json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


# ---------------------------------------------------------------- corpus add-reviewed


def test_gold_is_written_and_another_run_says_what_is_new(run: Run, db: str) -> None:
    first = run("corpus", "add-reviewed", "--db", db, "-o", "gold", "--lang", "en")
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == "gold: 2 new.\n"
    assert len(list(read_corpus(Path("gold")))) == 2
    again = run("corpus", "add-reviewed", "--db", db, "-o", "gold")
    assert again.stderr == "gold: 2 như cũ.\n"
    checked = run("corpus", "check", "gold", "--gold-only")
    assert checked.exit_code == 0, checked.output


def test_gold_that_a_person_changed_is_named(run: Run, db: str) -> None:
    run("corpus", "add-reviewed", "--db", db)
    path = min(Path("reviewed").glob("*-ct-*.json"))
    path.write_text(path.read_text(encoding="utf-8").replace("recommendation", "obligation") + "\n", encoding="utf-8")
    result = run("corpus", "add-reviewed", "--db", db, "--lang", "en")
    assert result.exit_code == 0
    assert f"a person has changed {path} since it was written" in result.stderr
    assert "1 as they were" in result.stderr
    assert "1 left alone" in result.stderr


def test_a_document_without_text_ends_with_1(run: Run, db: str) -> None:
    with open_archive(db) as archive:
        list(archive.add([Incoming.of(order(10).model_copy(update={"text": None}))]))
        finish(archive, archive.cards()[-1].id)
    result = run("corpus", "add-reviewed", "--db", db, "-o", "gold")
    assert result.exit_code == 1
    assert "không kèm toàn văn" in result.stderr
    assert "10/CT-UBND" in result.stderr
    assert len(list(read_corpus(Path("gold")))) == 2, "the others are written all the same"


def test_an_archive_without_reviews_is_told(run: Run, tmp_path: Path) -> None:
    address = str(tmp_path / "empty.db")
    with open_archive(address, create=True):
        pass
    for command in (("corpus", "add-reviewed"), ("evaluate", "--reviewed")):
        result = run(*command, "--db", address)
        assert result.exit_code == 0
        assert Messages("vi")("reviewed_none") in result.output


def test_what_cannot_be_opened_or_written_is_told(run: Run, db: str, tmp_path: Path) -> None:
    assert run("corpus", "add-reviewed", "--db", str(tmp_path / "nowhere.db")).exit_code == 1
    Path("taken").write_text("")
    result = run("corpus", "add-reviewed", "--db", db, "-o", "taken/gold")
    assert result.exit_code == 1
    assert "Không ghi được taken/gold" in result.stderr


# ---------------------------------------------------------------- evaluate --reviewed


def test_shares_with_their_counts(run: Run, db: str) -> None:
    found = figures(run, "--db", db)
    assert (found["documents"], found["untouched"]) == (2, 1)
    assert found["figures"]["struck"] == {"corrected": 1, "of": 10, "share": 0.1}
    assert found["figures"]["task.modality"] == {"corrected": 1, "of": 9, "share": 0.1111}
    assert [month["documents"] for month in found["by_month"]] == [2]
    assert [(kind["kind"], kind["documents"]) for kind in found["by_kind"]] == [("CT", 2)]
    assert [group["kind"] for group in found["groups"]] == ["CT"]


def test_reviews_that_are_not_finished_count_where_asked(run: Run, db: str) -> None:
    found = figures(run, "--db", db, "--unfinished")
    assert found["documents"] == 3
    assert [month["month"] for month in found["by_month"]][-1] is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_tables_say_shares_by_month_and_kind(run: Run, db: str, language: str) -> None:
    result = run("evaluate", "--reviewed", "--db", db, "--unfinished", "--save", "figures.json", "--lang", language)
    assert result.exit_code == 0, result.output
    say = Messages(language)
    for words in ("corrected_all", "corrected_open", "corrected_struck", "corrected_task_modality"):
        assert say(words) in result.stdout
    assert "10% (1/10)" in result.stdout
    assert "13% (2/15)" in result.stdout
    assert json.loads(Path("figures.json").read_text(encoding="utf-8"))["documents"] == 3


def test_only_the_last_months_and_the_frequent_kinds_are_shown() -> None:
    some = {"struck": Share(1, 3), "target.unit": Share(1, 2), "target.value": Share(0, 2), "task.pace": Share(0, 3)}
    one = Corrections(1, 0, {**dict.fromkeys(FIGURES, Share()), **some})
    groups = [Group(f"2026-{month:02}", f"K{month}", one) for month in range(1, 10)]
    file = io.BytesIO()
    show(groups, Messages("en"), file)
    told = file.getvalue().decode()
    assert "2026-09" in told
    assert "2026-04" in told
    assert "2026-03" not in told
    assert "Earlier months and other kinds: see --json." in told
    assert "Task struck that was none" in told
    assert "Pace" in told
    assert "Area" not in told, "of which there was none"
    assert "Target: unit" in told
    assert "Target: value" not in told, "never corrected; the row of all fields tells"


def test_every_figure_has_its_words() -> None:
    for language in ("vi", "en"):
        words = [Messages(language)(f"corrected_{name.replace('.', '_')}") for name in FIGURES]
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--reviewed", "gold"],
        ["--reviewed", "--split", "test"],
        ["--reviewed", "--without", "work"],
        ["--unfinished", "gold"],
        ["gold", "--db", "x.db"],
        ["--json"],
    ],
)
def test_what_does_not_go_together_is_told(run: Run, arguments: list[str]) -> None:
    Path("gold").mkdir()
    result = run("evaluate", *arguments)
    assert result.exit_code == 2
    assert "--reviewed" in result.stderr


# ---------------------------------------------------------------- train --with


def test_directories_are_handed_to_training(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def stand_in(corpus: Path, output: Path, **options: Any) -> list[str]:
        given.update(options, corpus=corpus)
        return ["done"]

    monkeypatch.setattr(running, "run", stand_in)
    for name in ("corpus", "one", "two"):
        Path(name).mkdir()
    result = run("train", "corpus", "--with", "one", "--with", "two", "-o", "models")
    assert (result.exit_code, result.stdout) == (0, "done\n")
    assert given["added"] == [Path("one"), Path("two")]
    assert run("train", "corpus").exit_code == 0
    assert list(given["added"]) == []


def test_a_directory_that_is_not_there_is_told(run: Run) -> None:
    Path("corpus").mkdir()
    result = run("train", "corpus", "--with", "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
