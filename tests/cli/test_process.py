"""The command as a process: standard input, exit status, Ctrl-C, a reader that goes away."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reading.hostile import LAUGHS, letter, packed, raw_pdf, with_prolog

TEXT = "Giao Sở Nội vụ báo cáo UBND tỉnh trước ngày 30/6/2024."
COMMAND = (sys.executable, "-m", "analyzer.cli")
# The package under test is found from any directory, installed or not.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def call(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, cwd=cwd, env=ENVIRONMENT, timeout=120
    )


def test_standard_input_to_standard_output() -> None:
    done = call("extract", "-", stdin=TEXT.encode())
    assert done.returncode == 0, done.stderr.decode()
    made = json.loads(done.stdout)
    assert made["text"] == TEXT
    assert made["tasks"][0]["assignees"][0]["name"] == "Sở Nội vụ"


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {**ENVIRONMENT, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*COMMAND, "extract", "-", "--format", "md"], input=TEXT.encode(), capture_output=True, env=environment
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "Sở Nội vụ" in done.stdout.decode("utf-8")
    told = subprocess.run([*COMMAND, "--help"], capture_output=True, env=environment)
    assert told.returncode == 0, told.stderr.decode()


def test_text_prints_the_canonical_text() -> None:
    decomposed = "Giao Sở Y tế rà soát quy trình.".encode("utf-16")
    assert call("text", "-", stdin=decomposed).stdout.decode() == "Giao Sở Y tế rà soát quy trình.\n"


def test_text_of_nothing_fails_with_advice() -> None:
    done = call("text", "-")
    assert done.returncode == 1
    assert done.stdout == b""
    assert "→" in done.stderr.decode()


def test_a_broken_file_among_good_ones(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (tmp_path / "c.txt").write_bytes(b"")
    done = call("extract", "a.txt", "b.pdf", "c.txt", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert sorted(os.listdir(tmp_path / "out")) == ["a.json"]
    told = done.stderr.decode()
    assert "b.pdf: " in told
    assert "c.txt: " in told
    assert "Traceback" not in told


def test_wrong_use_is_status_2() -> None:
    assert call("extract").returncode == 2
    assert call("extract", "--no-such-option").returncode == 2


def test_evaluate_prints_and_saves_figures(tmp_path: Path) -> None:
    gold = {
        "tasks": [
            {
                "from": "Giao Sở",
                "to": "30/6/2024.",
                "modality": "obligation",
                "area": "other",
                "assignees": [{"name": "Sở Nội vụ", "role": "lead"}],
                "deadlines": [{"end": "2024-06-30"}],
            }
        ]
    }
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = call("evaluate", ".", "--save", "figures", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert "tasks.found                  1.000   1.000   1.000      1      1" in done.stdout.decode()
    assert json.loads((tmp_path / "figures").read_text())["figures"]["deadlines"]["f1"] == 1
    (tmp_path / "a.txt").write_text("khác", encoding="utf-8")
    broken = call("evaluate", ".", cwd=tmp_path)
    assert broken.returncode == 1
    assert "a.json" in broken.stderr.decode()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_with_130_and_keeps_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "b.txt")  # nobody writes into it: reading it waits
    process = subprocess.Popen(
        [*COMMAND, "extract", "a.txt", "b.txt", "-o", "out"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / "a.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told.decode()
    assert json.loads((tmp_path / "out" / "a.json").read_bytes())["tasks"]
    assert "Traceback" not in told.decode()


@pytest.mark.skipif(os.name != "posix", reason="a shell's pipe")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"{n}.txt").write_text(f"{n}. {TEXT} " + "Nội dung. " * 2000, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "extract", str(tmp_path)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    told = process.stderr.read().decode()
    process.wait(timeout=60)
    assert "Traceback" not in told
    assert "BrokenPipe" not in told


def test_limits_and_hostile_files_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(packed({**letter(), "word/vbaProject.bin": b"x"}))
    (tmp_path / "c.pdf").write_bytes(raw_pdf(b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"))
    (tmp_path / "d.docx").write_bytes(with_prolog(LAUGHS))
    done = call("extract", ".", "-o", "out", "--limit", "pages=1", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    told = done.stderr.decode()
    assert "b.docx: The document holds macros" in told
    assert "c.pdf: The document has 2 pages; the limit is 1." in told
    assert "d.docx: An XML part of the document declares a document type" in told
    assert told.count("  -> ") == 3
    assert "Read 1 of 4 documents" in told
    assert os.listdir(tmp_path / "out") == ["a.json"]


def test_overtime_is_told_with_advice(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<p>{TEXT}</p>", encoding="utf-8")
    done = call("text", "a.html", "--limit", "seconds=0.001", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == b""
    assert "Reading took more than 0.001 seconds" in done.stderr.decode()
    assert "--limit seconds=" in done.stderr.decode()
