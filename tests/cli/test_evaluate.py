"""``analyzer evaluate``: with models and without, by split; ``analyzer train``: how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.cli.messages import Messages
from analyzer.cli.steps import Steps
from analyzer.errors import ModelError
from analyzer.learning.figures import PARTS
from analyzer.models.linear import Worded
from analyzer.pipes.tasks import Judges
from analyzer.reading import read
from tests.cli.conftest import Run
from tests.learning.gold import GOLD, ORDER, write
from tests.models.making import sure

MODALITIES = ("obligation", "prohibition", "recommendation")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents of three tasks each, in splits, and judges that are wrong about everything."""
    wrong = Judges(work=Worded.of(sure("no")), modality=sure("recommendation", MODALITIES))
    monkeypatch.setattr(Judges, "shipped", staticmethod(lambda: wrong))
    directory = tmp_path / "corpora" / "directives"
    directory.mkdir(parents=True)
    for name in ("ct-07", "ct-08"):
        write(directory, {**GOLD, "id": name}, ORDER, name)
    splits = 'train = ["ct-07"]\ncalibration = []\ntest = ["ct-08"]\n'
    (directory.parent / "splits.toml").write_text(f"[splits]\n{splits}", encoding="utf-8")
    return directory


def figures(run: Run, corpus: Path, *arguments: str) -> dict[str, Any]:
    result = run("evaluate", str(corpus), "--json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def tasks(found: dict[str, Any]) -> tuple[float, float]:
    """F1 of finding tasks and of their modality."""
    return tuple(found["figures"].get(name, {"f1": 0.0})["f1"] for name in ("tasks.found", "tasks.modality"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("without", "wanted"),
    [
        ([], (0.0, 0.0)),
        (["work"], (1.0, 0.0)),
        (["modality"], (0.0, 0.0)),
        (["work", "modality"], (1.0, 1.0)),
        (["all"], (1.0, 1.0)),
        (["all", "areas"], (1.0, 1.0)),
    ],
)
def test_models_left_out(run: Run, corpus: Path, without: list[str], wanted: tuple[float, float]) -> None:
    found = figures(run, corpus, *(part for name in without for part in ("--without", name)))
    assert tasks(found) == wanted
    assert found["documents"] == 2


@pytest.mark.parametrize("split", ["train", "test"])
def test_one_split(run: Run, corpus: Path, split: str) -> None:
    assert figures(run, corpus, "--split", split, "--without", "all")["documents"] == 1


def test_help_names_every_part(run: Run) -> None:
    for language in ("vi", "en"):
        told = Messages(language)("evaluate_without")
        for part in (*PARTS, "all"):
            assert part in told
    assert "--without" in run("evaluate", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--without", "roof"], 2, "roof"),
        (["--split", "dev"], 1, "no such split: dev"),
        (["--split", "calibration"], 2, ""),
    ],
)
def test_what_is_not_there_is_told(run: Run, corpus: Path, arguments: list[str], status: int, told: str) -> None:
    result = run("evaluate", str(corpus), *arguments, "--lang", "en")
    assert result.exit_code == status
    assert result.stdout == ""
    assert told in result.stderr


def test_a_split_without_splits_is_told(run: Run, corpus: Path) -> None:
    (corpus.parent / "splits.toml").unlink()
    result = run("evaluate", str(corpus), "--split", "test")
    assert result.exit_code == 1
    assert "splits.toml" in result.stderr


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_broken_installation_is_told(run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    def broken() -> Judges:
        raise ModelError("The model 'work' is broken.", "Mô hình 'work' hỏng.")

    monkeypatch.setattr(Judges, "shipped", staticmethod(broken))
    result = run("evaluate", str(corpus), "--lang", language)
    assert result.exit_code == 1
    assert {"en": "The model 'work' is broken.", "vi": "Mô hình 'work' hỏng."}[language] in result.stderr
    assert figures(run, corpus, "--without", "all")["documents"] == 2, "which the rules do not need"


# ---------------------------------------------------------------- train


def test_training_on_too_little_is_told(run: Run, corpus: Path) -> None:
    result = run("train", str(corpus), "-o", "models", "--lang", "en")
    assert result.exit_code == 1
    assert "too few documents to learn from" in result.stderr
    assert result.stdout == ""
    assert list(Path("models").iterdir()) == [], "no half of the models"


def test_training_without_a_corpus_or_splits(run: Run, corpus: Path) -> None:
    assert run("train", "nowhere").exit_code == 2
    (corpus.parent / "splits.toml").unlink()
    result = run("train", str(corpus), "-o", "models")
    assert result.exit_code == 1
    assert "splits.toml" in result.stderr


def test_models_that_cannot_be_written_are_told(run: Run, corpus: Path) -> None:
    Path("taken").write_text("")
    result = run("train", str(corpus), "-o", "taken/models")
    assert result.exit_code == 1
    assert "Không ghi được taken/models" in result.stderr


def test_steps_are_told_once_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Steps(Messages("en")) as steps:
        for done in range(3):
            steps.tell("study", done, 2)
        steps.tell("evaluate", 0, 1)
    assert capsys.readouterr().err.splitlines() == ["Reading the corpus", "Evaluation on the test split"]


def test_steps_move_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setitem(os.environ, "TERM", "xterm")
    monkeypatch.setitem(os.environ, "FORCE_COLOR", "1")
    with Steps(Messages("en")) as steps:
        for done in range(3):
            steps.tell("study", done, 2)
    told = capsys.readouterr().err
    assert "Reading the corpus" in told
    assert "2/2" in told


def test_models_are_left_out_only_of_documents_analysed_now(run: Run, tmp_path: Path) -> None:
    result = run("evaluate", str(tmp_path), "--pred", str(tmp_path), "--without", "work")
    assert result.exit_code == 2
    assert "--pred" in result.stderr


@pytest.fixture
def outputs(corpus: Path, tmp_path: Path) -> Path:
    """What the rules alone make of the corpus, as ``extract`` would have written it."""
    directory = tmp_path / "outputs"
    directory.mkdir()
    for text in corpus.glob("*.txt"):
        made = assemble(analyse(read(text), Judges()))
        (directory / f"{text.stem}.json").write_text(made.model_dump_json(), encoding="utf-8")
    return directory


def test_outputs_of_another_run_are_measured_as_those_made_now(run: Run, corpus: Path, outputs: Path) -> None:
    found = figures(run, corpus, "--pred", str(outputs))
    assert tasks(found) == (1.0, 1.0)
    assert found == figures(run, corpus, "--without", "all")


def test_an_output_that_is_not_there_has_found_nothing(run: Run, corpus: Path, outputs: Path) -> None:
    (outputs / "ct-08.json").unlink()
    found = figures(run, corpus, "--pred", str(outputs))
    assert found["documents"] == 2
    assert found["figures"]["tasks.found"]["recall"] == 0.5
    told = run("evaluate", str(corpus), "--pred", str(outputs))
    assert "ct-08" in told.stdout


def test_an_output_that_is_no_json_ends_it(run: Run, corpus: Path, outputs: Path) -> None:
    (outputs / "ct-07.json").write_text('{"tasks": [', encoding="utf-8")
    told = run("evaluate", str(corpus), "--pred", str(outputs))
    assert told.exit_code == 1
    assert "ct-07.json" in told.stderr


def test_directories_that_hold_nothing_to_compare(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (
        [str(tmp_path / "none")],
        [str(corpus), "--pred", str(tmp_path / "none")],
        [str(tmp_path / "empty")],
    ):
        told = run("evaluate", *arguments)
        assert told.exit_code == 2
        assert Path(arguments[-1]).name in told.stderr


def test_figures_that_cannot_be_saved(run: Run, corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "no-such-directory" / "figures.json"
    told = run("evaluate", str(corpus), "--without", "all", "--save", str(place))
    assert told.exit_code == 1
    assert "no-such-directory" in told.stderr
    assert not place.exists()
