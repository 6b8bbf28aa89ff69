"""``analyzer extract``: what is read, where it goes, how it ends."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import analyzer
from analyzer.cli.messages import Messages
from analyzer.reading import Limits
from tests.cli.conftest import Run, stand_in


def put(*names: str, text: str = "văn bản") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def files(directory: str) -> list[str]:
    return sorted(os.fspath(p.relative_to(directory)) for p in Path(directory).rglob("*") if p.is_file())


def test_one_file_to_a_pipe_is_json(run: Run) -> None:
    put("a.txt")
    result = run("extract", "a.txt")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["source"]["name"] == "a.txt"
    assert result.stderr == ""


def test_several_files_to_a_pipe_are_json_lines(run: Run) -> None:
    put("b.txt", "a.txt")
    result = run("extract", "b.txt", "a.txt")
    assert [json.loads(line)["source"]["name"] for line in result.stdout.splitlines()] == ["b.txt", "a.txt"]


def test_a_directory_is_read_in_order_hidden_files_and_results_left_out(run: Run) -> None:
    put(
        "in/b.txt",
        "in/b.json",
        "in/B.XLSX",
        "in/a.pdf",
        "in/deeper/c.docx",
        "in/.hidden",
        "in/.git/d.txt",
        "in/~$a.docx",
    )
    result = run("extract", "in")
    assert [json.loads(line)["source"]["name"] for line in result.stdout.splitlines()] == ["a.pdf", "b.txt", "c.docx"]


def test_a_directory_of_one_file_is_still_several(run: Run) -> None:
    put("in/a.txt")
    assert run("extract", "in", "-o", "out").exit_code == 0
    assert files("out") == ["a.json"]


def test_standard_input(run: Run) -> None:
    result = run("extract", "-", "--format", "jsonl", stdin="văn bản".encode())
    assert json.loads(result.stdout)["directive"]["kind"] == "CT"


def test_a_file_named_twice_is_read_once(run: Run) -> None:
    put("in/a.txt")
    assert len(run("extract", "in", "in/a.txt", "-f", "jsonl").stdout.splitlines()) == 1


def test_no_text_leaves_the_text_out(run: Run) -> None:
    put("a.txt")
    assert "text" in json.loads(run("extract", "a.txt").stdout)
    assert "text" not in json.loads(run("extract", "a.txt", "--no-text").stdout)


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "xlsx", "md"])
def test_the_name_after_o_decides_the_format(run: Run, suffix: str) -> None:
    put("a.txt")
    assert run("extract", "a.txt", "-o", f"made/b.{suffix}").exit_code == 0
    data = Path(f"made/b.{suffix}").read_bytes()
    starts = {"json": b"{\n", "jsonl": b'{"', "csv": b"\xef\xbb\xbfTT,", "xlsx": b"PK", "md": b"# "}
    assert data.startswith(starts[suffix])


@pytest.mark.parametrize("name", ["json", "md"])
def test_one_file_a_document(run: Run, name: str) -> None:
    put("x/a.pdf", "x/b.txt")
    result = run("extract", "x/a.pdf", "x/b.txt", "--format", name, "-o", "out")
    assert result.exit_code == 0
    assert files("out") == [f"a.{name}", f"b.{name}"]
    assert "Đã ghi 2 tệp vào out (8 nhiệm vụ)." in result.stderr


def test_equal_names_get_distinct_files(run: Run) -> None:
    put("x/a.pdf", "x/A.docx", "y/a.pdf", "y/a.pdf-2", "y/b.txt")
    assert run("extract", "x", "y", "-o", "out").exit_code == 0
    assert files("out") == ["A.docx.json", "a.pdf-2-2.json", "a.pdf-2.json", "a.pdf.json", "b.json"]


def test_several_documents_in_one_workbook(run: Run) -> None:
    put("x/a.txt", "x/b.txt")
    assert run("extract", "x", "-o", "all.xlsx").exit_code == 0
    assert load_workbook("all.xlsx")["Nhiệm vụ"].max_row == 9


def test_several_documents_in_one_table(run: Run) -> None:
    put("x/a.txt", "x/b.txt")
    result = run("extract", "x", "--format", "csv")
    assert len(list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))) == 9


def test_results_in_the_input_directory_are_not_read_again(run: Run) -> None:
    put("in/a.txt")
    for _ in range(2):
        assert run("extract", "in", "-o", "in/out").exit_code == 0
    assert files("in") == ["a.txt", "out/a.json"]


def test_a_broken_file_among_good_ones(run: Run) -> None:
    put("in/a.txt", "in/c.txt")
    put("in/b.pdf", text="damaged")
    result = run("extract", "in", "-o", "out")
    assert result.exit_code == 1
    assert files("out") == ["a.json", "c.json"]
    assert "in/b.pdf: Tệp bị hỏng.\n  → Tải hoặc sao chép lại tệp gốc" in result.stderr
    assert "Đã đọc 2/3 văn bản; 1 tệp không đọc được." in result.stderr


def test_messages_in_english(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("b.pdf", text="damaged")
    assert (
        "b.pdf: The file is damaged.\n  -> Fetch the original again" in run("extract", "b.pdf", "--lang", "en").stderr
    )
    monkeypatch.setenv("ANALYZER_LANG", "en")
    assert "The file is damaged." in run("extract", "b.pdf").stderr


def test_a_missing_file_does_not_stop_the_others(run: Run) -> None:
    put("a.txt")
    result = run("extract", "no.txt", "a.txt")
    assert result.exit_code == 1
    assert "no.txt: không tìm thấy tệp." in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_defect_is_told_and_the_others_go_on(run: Run) -> None:
    put("a.txt")
    put("b.txt", text="bug")
    result = run("extract", "b.txt", "a.txt")
    assert result.exit_code == 1
    assert "b.txt: lỗi bên trong chương trình (ZeroDivisionError: division by zero)" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_nothing_is_written_where_nothing_was_read(run: Run) -> None:
    put("a.txt", text="damaged")
    put("old.json", text="old")
    assert run("extract", "a.txt", "-o", "new.xlsx").exit_code == 1
    assert run("extract", "a.txt", "-o", "old.json").exit_code == 1
    assert not Path("new.xlsx").exists()
    assert Path("old.json").read_text() == "old"


@pytest.mark.parametrize("output", ["out", "out.csv", "out.xlsx"])
def test_ctrl_c_keeps_what_was_read(run: Run, output: str) -> None:
    put("in/a.txt", "in/c.txt")
    put("in/b.txt", text="stop")
    result = run("extract", "in", "-o", output)
    assert result.exit_code == 130
    assert "1 văn bản đọc xong đã được ghi" in result.stderr
    assert files(output) == ["a.json"] if output == "out" else Path(output).stat().st_size > 100


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "a.txt", "--format", "doc"),
        ("extract", "a.txt", "b.txt", "--format", "json"),
        ("extract", "a.txt", "b.txt", "--format", "md", "-o", "taken.txt"),
        ("extract", "a.txt", "b.txt", "--format", "xlsx", "-o", "empty"),
        ("extract", "a.txt", "-f", "json", "-o", "a.txt"),
        ("extract", "-", "-"),
        ("extract", "empty"),
        ("extract", "a.txt", "--unknown"),
        ("extract", "a.txt", "--lang", "fr"),
        ("evaluate", "nowhere"),
        ("evaluate", "empty"),
        ("translate",),
    ],
    ids=" ".join,
)
def test_wrong_use(run: Run, arguments: tuple[str, ...]) -> None:
    put("a.txt", "b.txt", "taken.txt")
    Path("empty").mkdir()
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert Path("a.txt").read_text(encoding="utf-8") == "văn bản"
    assert files(".") == ["a.txt", "b.txt", "taken.txt"]


def test_what_cannot_be_written_is_told(run: Run) -> None:
    put("a.txt", "file")
    result = run("extract", "a.txt", "-o", "file/b.json")
    assert result.exit_code == 1
    assert "Không ghi được file/b.json" in result.stderr


def test_limits_reach_the_reading(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")
    seen: list[object] = []

    def spy(source: object, **options: object) -> object:
        seen.append(options["limits"])
        return stand_in(source)  # type: ignore[arg-type]

    monkeypatch.setitem(vars(analyzer), "analyze", spy)
    assert run("extract", "a.txt", "--limit", "pages=5", "--limit", "memory=1.5G").exit_code == 0
    assert seen == [Limits(pages=5, memory=1_500_000_000)]


@pytest.mark.parametrize("command", ["extract", "text"])
@pytest.mark.parametrize("setting", ["sheets=5", "pages=0", "pages", "pages=many"])
def test_a_limit_that_is_none_is_wrong_use(run: Run, command: str, setting: str) -> None:
    put("a.txt")
    result = run(command, "a.txt", "--limit", setting, "--lang", "en")
    assert result.exit_code == 2
    assert setting in result.stderr
    assert "total_pixels" in result.stderr


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_names_every_limit_with_its_default(language: str) -> None:
    told = Messages(language)("limit")
    for name, value in Limits().items():
        number = next(
            f"{value / 10**power:g}{sign}" for power, sign in ((9, "G"), (6, "M"), (0, "")) if value >= 10**power
        )
        assert re.search(rf"\b{name}\b[^,;]* \({number}\)", told), (name, number)
