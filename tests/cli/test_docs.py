"""The documentation says what is so."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from analyzer.writing.labels import labels
from analyzer.writing.xlsx import _SHEETS
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")


def test_the_readme_has_its_two_commands() -> None:
    start = README.split("## Quick start")[1].split("\n## ")[0]
    commands = re.findall(r"```sh\n(.+)\n```", start)
    assert len(commands) == 2
    document = commands[0].split()[-1]
    assert (ROOT / document).is_file()
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert "test" in tomllib.load(file)["project"]["optional-dependencies"]


def test_the_readme_gives_the_figures_of_the_corpus() -> None:
    figures = json.loads((ROOT / "corpora" / "figures.json").read_text(encoding="utf-8"))["figures"]
    table = README.split("| figure | F1 |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([a-z_.]+) \| (\d\.\d{3}) \|", table, re.MULTILINE)
    assert len(rows) == 12
    assert {name: f"{figures[name]['f1']:.3f}" for name, _ in rows} == dict(rows)


COMMANDS = ["extract", "review", "due", "agencies", "train", "text", "show", "evaluate", "corpus", "schema", "doctor"]
COMMANDS += ["archive", "search", "compare", "coverage", "report"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(run: Run, command: str) -> None:
    assert run(command, "--help").exit_code == 0
    assert f"analyzer {command}" in README


def test_the_guide_explains_every_sheet_and_column() -> None:
    for name in _SHEETS:
        assert f"### {labels('sheets')[name]}" in GUIDE
    for column in _SHEETS["tasks"]:
        assert f"| {labels('columns')[column.field]} |" in GUIDE


def test_the_guide_quotes_the_notes_as_they_are_written() -> None:
    for key in ("inherited_assignees", "inherited_deadlines", "year_inferred", "several_deadlines"):
        assert f"| {labels('notes')[key]} |" in GUIDE
