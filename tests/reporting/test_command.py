"""``analyzer report``: what it reads, what it leaves out, where the report goes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from analyzer.archive import Incoming, open_archive
from analyzer.assembly.models import Area
from analyzer.cli.messages import Messages
from analyzer.cli.report import AreaName, FormatName
from analyzer.reporting import WRITERS
from tests.cli.conftest import Run, run
from tests.reporting.samples import DIRECTIVES

__all__ = ["run"]

AS_OF = ("--as-of", "17/6/2024")
SAY = Messages("vi")


@pytest.fixture
def results(run: Run) -> Run:
    """``run`` beside a file ``a.jsonl`` of results."""
    lines = [directive.model_dump_json() for directive in DIRECTIVES]
    Path("a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run


@pytest.fixture
def archive(results: Run) -> Run:
    """``run`` beside an archive ``kho.db`` of the same documents."""
    with open_archive("kho.db", create=True) as kept:
        list(kept.add(map(Incoming.of, DIRECTIVES)))
    return results


def read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return found


def test_several_forms_in_one_call(results: Run) -> None:
    done = results("report", "a.jsonl", *AS_OF, "-o", "b/r.html", "-o", "b/r.xlsx", "-o", "b/r.json")
    assert done.exit_code == 0
    assert done.stderr == "Đã ghi b/r.html, b/r.xlsx, b/r.json (từ 3 văn bản).\n"
    assert Path("b/r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert Path("b/r.xlsx").read_bytes()[:2] == b"PK"
    assert read("b/r.json")["cover"]["tasks"] == 7


def test_without_a_file_programs_get_json(results: Run) -> None:
    done = results("report", "a.jsonl", *AS_OF)
    assert (done.exit_code, json.loads(done.stdout)["parts"]) == (0, 8)
    done = results("report", "a.jsonl", *AS_OF, "--format", "html")
    assert done.stdout.startswith("<!DOCTYPE html>")


def test_the_archive_gives_the_same_report(archive: Run) -> None:
    assert archive("report", "a.jsonl", *AS_OF, "-o", "files.json").exit_code == 0
    assert archive("report", "--db", "kho.db", *AS_OF, "-o", "kept.json").exit_code == 0
    assert read("kept.json") == read("files.json")


def test_the_usual_archive(archive: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYZER_DB", "kho.db")
    assert archive("report", *AS_OF, "-o", "r.json").exit_code == 0
    assert read("r.json")["cover"]["documents"] == 3


@pytest.mark.parametrize("where", ["a.jsonl", "kho.db"])
@pytest.mark.parametrize(
    ("options", "documents", "tasks", "filters"),
    [
        (("--agency", "so gio"), 1, 3, {"agency": "so gio"}),
        (
            ("--area", "institutions", "--area", "procedures"),
            1,
            2,
            {"area": "Cải cách thể chế; Cải cách thủ tục hành chính"},
        ),
        (("--kind", "KH,CT"), 2, 7, {"kind": "KH, CT"}),
        (("--kind", "KH"), 0, 0, {"kind": "KH"}),
        (("--issuer", "vinh xanh"), 2, 7, {"issuer": "vinh xanh"}),
        (("--since", "1/3/2024", "--until", "2024-12-31"), 2, 7, {"since": "01/03/2024", "until": "31/12/2024"}),
        (("--until", "1/3/2024"), 0, 0, {"until": "01/03/2024"}),
    ],
)
def test_filters(
    archive: Run, where: str, options: tuple[str, ...], documents: int, tasks: int, filters: dict[str, str]
) -> None:
    place = ("--db", where) if where.endswith(".db") else (where,)
    done = archive("report", *place, *AS_OF, *options, "-o", "r.json")
    assert done.exit_code == 0
    cover = read("r.json")["cover"]
    assert (cover["documents"], cover["tasks"], cover["filters"]) == (documents, tasks, filters)


def test_policy_and_within(results: Run) -> None:
    results("report", "a.jsonl", *AS_OF, "--within", "5", "--policy", "strict", "-o", "r.json")
    cover = read("r.json")["cover"]
    assert (cover["within"], cover["policy"], cover["statuses"]["due_soon"]) == (5, "strict", 0)


def test_documents_are_read(run: Run) -> None:
    Path("a.txt").write_text("Giao Sở Muối báo cáo.", encoding="utf-8")
    assert run("report", "a.txt", *AS_OF, "-o", "r.json").exit_code == 0
    assert read("r.json")["cover"]["documents"] == 1


def test_a_bad_line_is_told_and_the_others_count(results: Run) -> None:
    good = Path("a.jsonl").read_text(encoding="utf-8").splitlines()
    Path("b.jsonl").write_text("\n".join([good[0], "{}", "[", good[1]]), encoding="utf-8")
    done = results("report", "b.jsonl", *AS_OF, "-o", "r.json")
    assert done.exit_code == 1
    assert "dòng 2" in done.stderr
    assert "dòng 3" in done.stderr
    assert read("r.json")["cover"]["documents"] == 2


def test_results_on_standard_input(results: Run) -> None:
    done = results("report", "-", *AS_OF, stdin=b"\xef\xbb\xbf" + Path("a.jsonl").read_bytes())
    assert json.loads(done.stdout)["cover"]["documents"] == 3


def test_a_file_that_cannot_be_read_leaves_the_others(results: Run) -> None:
    done = results("report", "a.jsonl", "missing.jsonl", *AS_OF, "-o", "r.json")
    assert done.exit_code == 1
    assert "missing.jsonl" in done.stderr
    assert read("r.json")["cover"]["documents"] == 3


def test_nothing_read_nothing_written(run: Run) -> None:
    done = run("report", "missing.jsonl", *AS_OF, "-o", "r.json")
    assert done.exit_code == 1
    assert not Path("r.json").exists()


def test_ctrl_c_leaves_no_report_over_a_part(results: Run) -> None:
    Path("z.txt").write_text("stop", encoding="utf-8")
    Path("r.html").write_text("earlier", encoding="utf-8")
    done = results("report", "a.jsonl", "z.txt", *AS_OF, "-o", "r.html")
    assert done.exit_code == 130
    assert Path("r.html").read_text(encoding="utf-8") == "earlier"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.jsonl", "--db", "kho.db", "-o", "r.html"), "report_files_or_db"),
        (("a.jsonl", "-o", "r.html", "-o", "./r.html"), "report_twice"),
        (("a.jsonl", "-o", "r.pdf"), "report_suffix"),
        (("a.jsonl", "-o", "."), "report_is_directory"),
        (("a.jsonl", "-o", "a.jsonl", "--format", "json"), "overwrites_input"),
        (("-", "-", "-o", "r.html"), "twice_stdin"),
    ],
)
def test_slips_are_told(archive: Run, arguments: tuple[str, ...], message: str) -> None:
    before = Path("a.jsonl").read_bytes()
    done = archive("report", *arguments)
    assert done.exit_code == 2
    told = SAY(message, path=arguments[2] if len(arguments) > 2 else "")
    assert told in " ".join(done.stderr.split())
    assert Path("a.jsonl").read_bytes() == before


def test_an_archive_that_is_not_there(run: Run) -> None:
    done = run("report", "--db", "nowhere.db", "-o", "r.html")
    assert done.exit_code == 1
    assert not Path("r.html").exists()


def test_names_of_options() -> None:
    assert {name.value for name in AreaName} == set(get_args(Area))
    assert {name.value for name in FormatName} == set(WRITERS)
