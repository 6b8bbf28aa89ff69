"""``analyzer due``: what is listed, in which form, where it goes, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import analyzer
from analyzer.api import analyze
from analyzer.assembly.models import Directive, Task
from analyzer.cli.due import StatusName
from analyzer.cli.messages import Messages
from analyzer.knowledge.data import read_toml
from analyzer.tracking import STATUSES
from tests.cli.conftest import Run, stand_in
from tests.tracking.samples import assignee, dated, deadline, directive, task

MUOI, GIO = assignee("Sở Muối"), assignee("Sở Gió", agency="so-noi-vu")
AS_OF = ("--as-of", "17/6/2024")


def tasks() -> list[Task]:
    quarterly = deadline("hằng quý", rrule="FREQ=MONTHLY;INTERVAL=3")
    waiting = deadline("sau khi có hướng dẫn 05 ngày", duration="P5D", anchor="kể từ ngày có hướng dẫn")
    return [
        task(1, leads=(GIO,), text="Cập nhật dữ liệu.", pace="continuous"),
        task(2, waiting, leads=(MUOI,), text="Tập huấn cho cơ sở."),
        task(3, dated(date(2024, 9, 30)), leads=(MUOI,), text="Trình Đề án."),
        task(4, quarterly, leads=(MUOI,), text="Báo cáo kết quả."),
        task(5, dated(date(2024, 6, 28)), leads=(MUOI, GIO), text="Rà soát hồ sơ."),
        task(6, dated(date(2024, 6, 14)), leads=(GIO,), text="Niêm yết thủ tục."),
    ]


def save(path: str, *directives: Directive) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    lines = [d.model_dump_json() for d in directives]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def results(run: Run) -> Run:
    """``run`` beside a file ``a.jsonl`` of results."""
    save("a.jsonl", directive(*tasks()))
    return run


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def told(text: str) -> list[tuple[str, str, str]]:
    """Body, task and status of each line."""
    return [(row["agency"]["name"], row["task"]["id"], row["status"]) for row in lines(text)]


def plain(text: str) -> str:
    """Letters and digits alone: a table folds its cells."""
    return "".join(c for c in text if c.isalnum())


EVERYTHING = [
    ("Sở Gió", "t6", "overdue"),
    ("Sở Gió", "t5", "due_soon"),
    ("Sở Gió", "t1", "without_limit"),
    ("Sở Muối", "t5", "due_soon"),
    ("Sở Muối", "t4", "recurring"),
    ("Sở Muối", "t3", "open"),
    ("Sở Muối", "t2", "open"),
]


def test_to_a_pipe_there_is_a_line_for_each_task_and_body(results: Run) -> None:
    result = results("due", "a.jsonl", *AS_OF)
    assert (result.exit_code, result.stderr) == (0, "")
    assert told(result.stdout) == EVERYTHING
    first, *_ = lines(result.stdout)
    assert first == {
        "as_of": "2024-06-17",
        "status": "overdue",
        "agency": {"name": "Sở Gió", "id": "so-noi-vu", "province": None, "settled": True, "named": None},
        "task": {"id": "t6", "text": "Niêm yết thủ tục.", "action": None, "modality": "obligation"},
        "due": "2024-06-14",
        "next_due": None,
        "hour": None,
        "safe_due": "2024-06-13",
        "working_days_left": -1,
        "limits": ["trước ngày 14/6/2024"],
        "pace": None,
        "doubtful": False,
        "section": [],
        "page": None,
        "document": {
            "name": "Chỉ thị 17/CT-UBND ngày 04/03/2024",
            "number": "17/CT-UBND",
            "issued_on": "2024-03-04",
            "source": "17-CT-UBND.txt",
        },
    }


def test_what_recurs_has_its_next_day(results: Run) -> None:
    (row,) = lines(results("due", "a.jsonl", *AS_OF, "--status", "recurring").stdout)
    assert (row["due"], row["next_due"], row["working_days_left"]) == (None, "2024-06-30", 9)


def test_only_the_bodies_and_statuses_asked_for(results: Run) -> None:
    def asked(*options: str) -> list[tuple[str, str, str]]:
        return told(results("due", "a.jsonl", *AS_OF, *options).stdout)

    assert asked("--agency", "so muoi") == [row for row in EVERYTHING if row[0] == "Sở Muối"]
    assert asked("--agency", "SNV", "--status", "overdue") == [("Sở Gió", "t6", "overdue")]
    assert asked("--agency", "muối", "--agency", "gió") == EVERYTHING
    assert asked("--status", "overdue", "--status", "open") == [
        row for row in EVERYTHING if row[2] in ("overdue", "open")
    ]
    assert asked("--agency", "Sở Mây") == []


def test_within_and_policy(results: Run) -> None:
    def status(*options: str) -> set[str]:
        found = told(results("due", "a.jsonl", *options).stdout)
        return {status for name, number, status in found if number == "t5"}

    assert status(*AS_OF, "--within", "10") == {"open"}
    assert status(*AS_OF, "--within", "11") == {"due_soon"}
    assert status("--as-of", "2024-06-28") == {"due_soon"}
    assert status("--as-of", "2024-06-28", "--policy", "strict") == {"overdue"}


def test_the_day_of_receipt_is_counted_from(run: Run) -> None:
    limit = deadline("trong 05 ngày", duration="P5D", bound="within", anchor="kể từ ngày nhận được văn bản này")
    save("a.json", directive(task(1, limit)))
    assert lines(run("due", "a.json", *AS_OF).stdout)[0]["due"] is None
    received = run("due", "a.json", *AS_OF, "--received", "14/6/2024")
    assert lines(received.stdout)[0]["due"] == "2024-06-19"


# ---------------------------------------------------------------- forms


def test_the_table_shows_each_body_with_its_counts(results: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = results("due", "a.jsonl", *AS_OF, "--format", "table")
    assert result.exit_code == 0
    out = result.stdout
    assert out.startswith("Tình trạng đến ngày 17/06/2024 (sắp đến hạn: trong 30 ngày)")
    assert "Sở Gió: 1 quá hạn, 1 sắp đến hạn, 1 không thời hạn" in out
    assert "Sở Muối: 1 sắp đến hạn, 1 định kỳ, 2 chưa đến hạn" in out
    assert out.index("Sở Gió:") < out.index("Sở Muối:")
    for words in ("14/06/2024", "quá 1", "còn 9", "Làm thường xuyên", "hằng quý", "việc 6"):
        assert plain(words) in plain(out), words
    totals = out[out.index("Cơ quan") :]
    assert re.search(r"Sở Gió +1 +1 +1\b", totals)
    assert re.search(r"Tất cả +1 +2 +1 +2 +1\b", totals)


def test_the_table_in_english(results: Run) -> None:
    out = results("due", "a.jsonl", *AS_OF, "--format", "table", "--lang", "en").stdout
    assert "Sở Gió: 1 overdue, 1 due soon, 1 without limit" in out
    assert "1 late" in out


@pytest.mark.parametrize("width", [60, 80, 100, 160, 240])
def test_the_table_fits_the_terminal(results: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    long = task(7, dated(date(2024, 6, 28)), text="Tổng hợp, báo cáo kết quả rà soát. " * 40)
    save("b.jsonl", directive(*tasks(), long))
    out = results("due", "b.jsonl", *AS_OF, "--format", "table").stdout
    assert max(map(len, out.splitlines())) <= width
    assert out.count("Tổng") < 12, "a long text is cut"
    assert "báo cáo" in out, "words are not cut into letters"


def test_a_body_of_another_name_in_the_document_is_told(run: Run) -> None:
    planning = assignee("Sở Kế hoạch và Đầu tư", agency="so-ke-hoach-va-dau-tu", province="p34-51")
    save("a.jsonl", directive(task(1, leads=(planning,))))
    result = run("due", "a.jsonl", "--as-of", "2026-01-05", "--format", "table")
    head = "Sở Tài chính tỉnh Quảng Ngãi [văn bản ghi: Sở Kế hoạch và Đầu tư]: 1 không thời hạn"
    assert head in " ".join(result.stdout.split())


def test_nothing_to_list_is_said(results: Run) -> None:
    out = results("due", "a.jsonl", *AS_OF, "--format", "table", "--agency", "Sở Mây").stdout
    assert "Không có nhiệm vụ nào như yêu cầu." in out


def test_documents_with_one_number_go_by_their_whole_names(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    first, second = (directive(task(1), number="17/CT-UBND") for _ in range(2))
    second.directive.issued_on = date(2023, 3, 6)
    save("a.jsonl", first, second, directive(task(1), number="9/CT-UBND"))
    out = run("due", "a.jsonl", *AS_OF, "--format", "table").stdout
    for line in ("Chỉ thị 17/CT-UBND ngày", "04/03/2024, việc 1", "06/03/2023, việc 1", " 9/CT-UBND, việc 1"):
        assert line in out


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.csv", "deeper/x.csv"])
def test_the_name_after_o_decides_the_form(results: Run, name: str) -> None:
    result = results("due", "a.jsonl", *AS_OF, "-o", name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"Đã ghi {name} (7 mục)." in result.stderr
    starts = {".json": b"{\n", ".jsonl": b'{"as_of"', ".csv": b"\xef\xbb\xbfT"}
    assert Path(name).read_bytes().startswith(starts[Path(name).suffix])


def test_json_has_totals_bodies_and_items(results: Run) -> None:
    made = json.loads(results("due", "a.jsonl", *AS_OF, "--format", "json").stdout)
    assert (made["as_of"], made["within"], made["policy"]) == ("2024-06-17", 30, "lenient")
    assert made["totals"] == {"overdue": 1, "due_soon": 2, "recurring": 1, "open": 2, "without_limit": 1}
    assert [(a["name"], a["counts"]["open"]) for a in made["agencies"]] == [("Sở Gió", 0), ("Sở Muối", 2)]
    assert [(i["agency"]["name"], i["task"]["id"], i["status"]) for i in made["items"]] == EVERYTHING


def test_csv_opens_in_a_spreadsheet(run: Run) -> None:
    hostile = task(1, dated(date(2024, 6, 14)), text="=1+1", leads=(assignee("@Sở Muối"),))
    save("a.jsonl", directive(hostile))
    result = run("due", "a.jsonl", *AS_OF, "--format", "csv")
    head, row = csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline=""))
    assert head == list(read_toml("tracking.toml")["columns"].values())
    assert row[:8] == ["Quá hạn", "'@Sở Muối", "", "'=1+1", "14/06/2024", "13/06/2024", "", "-1"]


def test_a_table_may_go_to_a_file(results: Run) -> None:
    assert results("due", "a.jsonl", *AS_OF, "--format", "table", "-o", "x.txt").exit_code == 0
    text = Path("x.txt").read_text(encoding="utf-8")
    assert "Sở Gió: 1 quá hạn" in text
    assert "\x1b" not in text


def test_control_characters_and_markup_stay_out_of_the_terminal(run: Run) -> None:
    save("a.jsonl", directive(task(1, text="[bold]xem[/bold] \x1b[31m:smile:", leads=(assignee("Sở [red]\x07"),))))
    out = run("due", "a.jsonl", *AS_OF, "--format", "table").stdout
    assert "[bold]xem[/bold]" in out
    assert ":smile:" in out
    assert "Sở [red]:" in out
    assert not {"\x1b", "\x07"} & set(out)


# ---------------------------------------------------------------- inputs


TEXT = "Giao Sở Y tế báo cáo kết quả trước ngày 28/6/2024."


@pytest.fixture
def really(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run`` with the real analysis."""
    monkeypatch.setitem(vars(analyzer), "analyze", analyze)
    return run


def test_documents_are_analysed_for_the_day(really: Run) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    (row,) = lines(really("due", "a.txt", *AS_OF).stdout)
    assert (row["agency"]["name"], row["status"], row["due"]) == ("Sở Y tế", "due_soon", "2024-06-28")
    (strict,) = lines(really("due", "a.txt", *AS_OF, "--policy", "strict").stdout)
    assert strict["due"] == "2024-06-27"


def test_results_give_what_the_documents_give(really: Run) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert really("extract", "a.txt", "--as-of", "2024-01-05", "-o", "a.json").exit_code == 0
    assert really("due", "a.json", *AS_OF).stdout == really("due", "a.txt", *AS_OF).stdout


def test_standard_input_is_a_document_or_results(really: Run) -> None:
    document = really("due", "-", *AS_OF, stdin=TEXT.encode())
    result = directive(*tasks()).model_dump_json().encode()
    assert told(document.stdout) == [("Sở Y tế", "t1", "due_soon")]
    assert told(really("due", "-", *AS_OF, stdin=b"\xef\xbb\xbf " + result).stdout) == EVERYTHING


def test_a_directory_gives_its_documents_else_its_results(run: Run) -> None:
    save("in/a.jsonl", directive(*tasks()))
    save("in/deeper/b.json", directive(task(9, leads=(MUOI,))))
    assert len(lines(run("due", "in", *AS_OF).stdout)) == 8
    Path("in/c.txt").write_text("văn bản", encoding="utf-8")
    assert {row["document"]["source"] for row in lines(run("due", "in", *AS_OF).stdout)} == {"c.txt"}


def test_today_is_the_day_by_default(results: Run) -> None:
    before = datetime.now().date()
    (first, *_) = lines(results("due", "a.jsonl").stdout)
    assert before <= date.fromisoformat(first["as_of"]) <= datetime.now().date()


def test_options_reach_the_analysis(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    def spy(source: object, **options: Any) -> Directive:
        seen.append(options)
        return stand_in(source)  # type: ignore[arg-type]

    monkeypatch.setitem(vars(analyzer), "analyze", spy)
    Path("a.txt").write_text("văn bản", encoding="utf-8")
    days = ("--received", "2024-06-03", "--effective", "2024-06-04")
    assert run("due", "a.txt", *AS_OF, *days, "--no-culture-day", "--limit", "pages=5").exit_code == 0
    (options,) = seen
    settings = options["settings"]
    assert (options["as_of"], options["limits"].pages) == (date(2024, 6, 17), 5)
    assert (settings.received_on, settings.effective_on) == (date(2024, 6, 3), date(2024, 6, 4))
    assert settings.calendar.is_working(date(2026, 11, 24))


# ---------------------------------------------------------------- failures


def test_a_broken_file_among_good_ones(results: Run) -> None:
    Path("b.pdf").write_text("damaged", encoding="utf-8")
    Path("c.json").write_text('{"a": 1}', encoding="utf-8")
    result = results("due", "b.pdf", "c.json", "a.jsonl", "none.txt", *AS_OF)
    assert result.exit_code == 1
    assert told(result.stdout) == EVERYTHING
    assert "b.pdf: Tệp bị hỏng." in result.stderr
    assert "c.json: Không phải tệp kết quả của analyzer extract" in result.stderr
    assert "→ Chạy lại analyzer extract" in result.stderr
    assert "none.txt: không tìm thấy tệp." in result.stderr
    assert "Đã đọc 1/4 văn bản; 3 tệp không đọc được." in result.stderr


def test_where_nothing_could_be_read_nothing_is_written(run: Run) -> None:
    Path("b.pdf").write_text("damaged", encoding="utf-8")
    result = run("due", "b.pdf", "-o", "x.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert not Path("x.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--as-of", "31/2/2024"),
        ("--as-of", "tomorrow"),
        ("--received", "2024"),
        ("--within", "-1"),
        ("--within", "many"),
        ("--status", "late"),
        ("--policy", "kind"),
        ("--format", "pdf"),
        ("-o", "x.xyz"),
        ("-o", "folder"),
        ("-o", "a.jsonl"),
        ("--limit", "sheets=5"),
        ("-", "-"),
        ("--unknown",),
    ],
    ids=" ".join,
)
def test_wrong_use(results: Run, arguments: tuple[str, ...]) -> None:
    Path("folder").mkdir()
    kept = Path("a.jsonl").read_bytes()
    result = results("due", "a.jsonl", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert Path("a.jsonl").read_bytes() == kept


def test_a_bad_day_is_told_with_how_to_write_it(results: Run) -> None:
    told_vi = results("due", "a.jsonl", "--as-of", "31/2/2024").stderr
    assert "31/2/2024" in told_vi
    assert "2026-03-31" in told_vi


def test_an_empty_directory_is_wrong_use(run: Run) -> None:
    Path("empty").mkdir()
    assert run("due", "empty").exit_code == 2


def test_what_cannot_be_written_is_told(results: Run) -> None:
    Path("file").write_text("", encoding="utf-8")
    result = results("due", "a.jsonl", "-o", "file/x.csv")
    assert result.exit_code == 1
    assert "Không ghi được file/x.csv" in result.stderr


def test_ctrl_c_lists_what_was_read(results: Run) -> None:
    Path("stop.txt").write_text("stop", encoding="utf-8")
    save("z.jsonl", directive(task(9)))
    result = results("due", "a.jsonl", "stop.txt", "z.jsonl", *AS_OF)
    assert result.exit_code == 130
    assert told(result.stdout) == EVERYTHING
    assert "Đã dừng" in result.stderr


def test_ctrl_c_of_a_process_is_130(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "analyzer.cli", "due", "pipe"]
    with (
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as due,
        (tmp_path / "pipe").open("wb"),
    ):  # opens when the command has begun to read
        due.send_signal(signal.SIGINT)
        out, error = due.communicate(timeout=60)
    assert (due.returncode, out) == (130, b"")
    assert b"Traceback" not in error


# ---------------------------------------------------------------- help


def test_the_statuses_of_the_command_are_those_of_tracking() -> None:
    assert tuple(name.value for name in StatusName) == STATUSES
    assert tuple(read_toml("tracking.toml")["status"]) == STATUSES


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_explains_every_status(run: Run, language: str) -> None:
    shown = run("due", "--help", "--lang", language)
    assert shown.exit_code == 0
    for status in STATUSES:
        assert status in Messages(language)("due_examples")
        assert status in shown.stdout
    assert "analyzer due" in shown.stdout
