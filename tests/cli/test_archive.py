"""``analyzer archive``: what it says and does, with a stand-in for the analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.archive import Incoming
from tests.archive.making import directive
from tests.cli.conftest import Run

LINES = b"".join(Incoming.of(directive(f"{n}/CT-UBND", file=f"{n}.txt")).line + b"\n" for n in range(1, 4))


@pytest.fixture
def filled(run: Run) -> Run:
    Path("kq.jsonl").write_bytes(LINES)
    assert run("archive", "add", "kq.jsonl", "--db", "kho.db").exit_code == 0
    return run


def test_adding_tells_what_became_of_the_documents(run: Run) -> None:
    Path("kq.jsonl").write_bytes(LINES)
    first = run("archive", "add", "kq.jsonl", "--db", "kho.db")
    assert (first.exit_code, first.stderr) == (0, "3 văn bản mới. Kho kho.db: 3 văn bản, 3 nhiệm vụ.\n")
    again = run("archive", "add", "kq.jsonl", "--db", "kho.db", "--lang", "en")
    assert (again.exit_code, again.stderr) == (0, "3 unchanged. Archive kho.db: 3 documents, 3 tasks.\n")


def test_documents_are_analysed_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import analyzer

    read: list[object] = []
    stand_in = vars(analyzer)["analyze"]

    def analyze(source: object, **options: object) -> object:
        from hashlib import sha256

        read.append(source)
        made = stand_in(source, **options)
        made.source.sha256 = sha256(Path(str(source)).read_bytes()).hexdigest()
        return made

    monkeypatch.setitem(vars(analyzer), "analyze", analyze)
    Path("vb").mkdir()
    Path("vb", "a.txt").write_text("một")
    assert run("archive", "add", "vb", "--db", "kho.db").exit_code == 0
    assert "1 đã có" in run("archive", "add", "vb", "--db", "kho.db").stderr
    assert len(read) == 1
    assert run("archive", "add", "vb", "--db", "kho.db", "--again").exit_code == 0
    assert len(read) == 2


def test_a_better_reading_is_told(filled: Run) -> None:
    better = Incoming.of(directive("2/CT-UBND", "Một.", "Hai.", file="2.txt")).line
    told = filled("archive", "add", "-", "--db", "kho.db", stdin=better).stderr
    assert told.startswith("Chỉ thị 2/CT-UBND ngày 04/03/2024: đã thay bằng kết quả mới")
    listed = filled("archive", "history", "02 ct ubnd", "--db", "kho.db").stdout
    assert [line.split("  ")[2] for line in listed.splitlines()[1:]] == ["trước đây", "hiện hành"]


def test_bad_files_and_lines_are_told_and_the_rest_goes_in(run: Run) -> None:
    Path("kq.jsonl").write_bytes(b'{"no": "result"}\n' + LINES + b"not JSON\n")
    Path("hong.txt").write_bytes(b"damaged")
    result = run("archive", "add", "kq.jsonl", "hong.txt", "khong-co.pdf", "--db", "kho.db")
    assert result.exit_code == 1
    for words in ("dòng 1", "dòng 5 không phải JSON", "hong.txt: Tệp bị hỏng.", "khong-co.pdf", "3 văn bản mới"):
        assert words in result.stderr


def test_ctrl_c_keeps_what_is_in(run: Run) -> None:
    Path("a.jsonl").write_bytes(LINES)
    Path("b.txt").write_bytes(b"stop")
    result = run("archive", "add", "a.jsonl", "b.txt", "--db", "kho.db")
    assert result.exit_code == 130
    assert "3 văn bản mới" in result.stderr
    assert run("archive", "check", "--db", "kho.db").exit_code == 0


def test_export_gives_back_what_went_in(filled: Run) -> None:
    assert filled("archive", "export", "--db", "kho.db").stdout_bytes == LINES
    told = filled("archive", "export", "--db", "kho.db", "-o", "ra/kho.jsonl")
    assert (told.exit_code, told.stderr) == (0, "Đã ghi ra/kho.jsonl (3 dòng).\n")
    assert Path("ra/kho.jsonl").read_bytes() == LINES
    assert filled("archive", "export", "--db", "kho.db", "-o", "ra").exit_code == 2


def test_info_and_check(filled: Run) -> None:
    assert "3 văn bản (3 kết quả đọc), 3 nhiệm vụ" in filled("archive", "info", "--db", "kho.db").stdout
    assert filled("archive", "check", "--db", "kho.db").stderr == "Kho nguyên vẹn.\n"


def test_check_tells_and_repairs(filled: Run) -> None:
    import sqlite3

    with sqlite3.connect("kho.db") as connection:
        connection.execute("UPDATE due_day SET month = 190001")
    found = filled("archive", "check", "--db", "kho.db")
    assert (found.exit_code, found.stderr) == (1, "Kho có 3 lỗi.\n")
    assert "Chỉ thị 1/CT-UBND ngày 04/03/2024: Hạn không khớp" in found.stdout
    assert filled("archive", "check", "--db", "kho.db", "--repair").exit_code == 0
    assert filled("archive", "check", "--db", "kho.db").exit_code == 0


def test_removing_asks_first(filled: Run) -> None:
    assert filled("archive", "remove", "2/CT-UBND", "--db", "kho.db", stdin=b"n\n").exit_code == 1
    assert "3 văn bản" in filled("archive", "info", "--db", "kho.db").stdout
    gone = filled("archive", "remove", "2/CT-UBND", "--db", "kho.db", "--yes")
    assert (gone.exit_code, gone.stderr) == (0, "Đã xóa Chỉ thị 2/CT-UBND ngày 04/03/2024.\n")
    assert "2 văn bản" in filled("archive", "info", "--db", "kho.db").stdout


def test_removing_one_of_several_takes_its_place(filled: Run) -> None:
    other = Incoming.of(directive("2/CT-UBND", file="khac.txt", issuer="Ủy ban nhân dân tỉnh Lam Hạ")).line
    filled("archive", "add", "-", "--db", "kho.db", stdin=other)
    assert filled("archive", "remove", "2/CT-UBND", "--db", "kho.db", "--yes").exit_code == 1
    assert filled("archive", "remove", "#4", "--db", "kho.db", "--yes").exit_code == 0


@pytest.mark.parametrize("command", [("info",), ("check",), ("export",), ("history", "1/CT-UBND"), ("remove", "1")])
def test_without_an_archive_nothing_is_made(run: Run, command: tuple[str, ...]) -> None:
    result = run("archive", *command, "--db", "kho.db")
    assert result.exit_code == 1
    assert "Chưa có kho văn bản tại kho.db" in result.stderr
    assert not Path("kho.db").exists()


def test_what_is_not_in_the_archive_is_told(filled: Run) -> None:
    for number in ("9/CT-UBND", "#99", "x"):
        result = filled("archive", "history", number, "--db", "kho.db")
        assert result.exit_code == 1
        assert "không" in result.stderr


def test_wrong_use(run: Run) -> None:
    assert run("archive", "add", "-", "-", "--db", "kho.db").exit_code == 2
    Path("trong").mkdir()
    assert run("archive", "add", "trong", "--db", "kho.db").exit_code == 2
    assert run("archive", "info", "--db", "mysql://h/kho").exit_code == 1
