"""The other commands, help, and the table on the terminal."""

import io
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from analyzer import __version__
from analyzer.assembly.models import Directive
from analyzer.cli.doctor import Finding, examine
from analyzer.cli.messages import Messages, take_language
from analyzer.cli.table import show
from tests.cli.conftest import Run


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"analyzer {__version__}\n"


def test_schema(run: Run) -> None:
    Draft202012Validator.check_schema(json.loads(run("schema").stdout))


@pytest.mark.parametrize(("language", "word"), [("vi", "Ví dụ:"), ("en", "Examples:")])
def test_help_teaches_with_examples(run: Run, language: str, word: str) -> None:
    for arguments in ((), ("extract",)):
        told = run(*arguments, "--help", "--lang", language).stdout
        assert word in told
        assert "  analyzer extract 08-CT-UBND.docx -o 08.xlsx\n" in told or not arguments


def test_without_a_command_help_is_shown(run: Run) -> None:
    result = run()
    assert "analyzer extract" in result.stdout + result.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from analyzer.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'rich', 'spacy', 'underthesea', 'sklearn', 'numpy', 'xlsxwriter', 'pdfplumber', 'docx'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_doctor_names_required_parts(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "pypdfium2" in result.stdout
    assert __version__ in result.stdout


def test_doctor_says_what_a_missing_part_would_add(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = [
        Finding("spacy", True, None, "chuỗi xử lý", None),
        Finding("tesseract", False, None, "bản quét", "apt-get"),
    ]
    monkeypatch.setattr("analyzer.cli.doctor.examine", lambda language: missing)
    result = run("doctor")
    assert result.exit_code == 1
    assert "Dùng để: chuỗi xử lý" in result.stdout
    assert "Cài: apt-get" in result.stdout


def test_every_part_is_explained_in_both_languages() -> None:
    assert [f.name for f in examine("vi") if not f.adds] == []
    assert [f.adds for f in examine("vi")] != [f.adds for f in examine("en")]


def test_doctor_looks_for_every_dependency() -> None:
    with (Path(__file__).parents[2] / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    names = {re.split(r"[<>=\[ ]", requirement)[0] for requirement in needed}
    required = {f.name for f in examine("vi") if f.required}
    assert names - {"typer"} == required  # without typer there is no command to ask


def test_both_languages_have_the_same_messages() -> None:
    vi, en = Messages("vi")._texts, Messages("en")._texts
    assert vi.keys() == en.keys()
    assert vi["hint"].keys() == en["hint"].keys()


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["extract", "a"], (None, ["extract", "a"])),
        (["--lang", "en", "extract", "a"], ("en", ["extract", "a"])),
        (["extract", "--lang=vi", "a"], ("vi", ["extract", "a"])),
        (["extract", "--", "--lang", "en"], (None, ["extract", "--", "--lang", "en"])),
        (["--lang", "fr"], (None, ["--lang", "fr"])),
        (["--lang"], (None, ["--lang"])),
    ],
)
def test_language_is_taken_from_anywhere(arguments: list[str], wanted: tuple[str | None, list[str]]) -> None:
    assert take_language(arguments) == wanted


def shown(directive: Directive, language: str = "vi") -> str:
    console = Console(file=io.StringIO(), width=120, highlight=False, emoji=False)
    show([directive], Messages(language), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_table_on_the_terminal(directive: Directive) -> None:
    told = shown(directive)
    for words in ("Chỉ thị 17/CT-UBND ngày 04/03/2024", "Nội dung nhiệm vụ", "30/06/2024", "Hội Nông dân tỉnh", "3?"):
        assert words in told
    assert "4 nhiệm vụ, 1 chỉ tiêu, 1 văn bản viện dẫn, 2 cảnh báo. 1 nhiệm vụ cần kiểm tra (đánh dấu ?)." in told
    assert "! Page 3 holds no text." in shown(directive, "en")


def test_table_shows_words_not_markup_or_control_characters(directive: Directive) -> None:
    task = directive.tasks[0].model_copy(update={"text": "[bold]rà soát[/bold] \x1b[31m:smile:"})
    told = shown(directive.model_copy(update={"tasks": [task]}))
    assert "[bold]rà soát[/bold]" in told
    assert ":smile:" in told
    assert "\x1b" not in told


def test_table_without_tasks(bare: Directive) -> None:
    assert "Không tìm thấy nhiệm vụ nào." in shown(bare.model_copy(update={"tasks": []}))
