"""Reading in a child process: the same manuscripts, and a parent that lives whatever becomes of the child.

The child's misbehaviour is staged with readers of our own, put in place of the real one in the child (``BEHAVIOUR``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer.reading.isolation.process as process
from analyzer import analyze
from analyzer.errors import (
    DamagedFile,
    EmptyDocument,
    InputTooLarge,
    OutOfMemory,
    ReaderDied,
    ReadingTimeout,
    UnsupportedFormat,
)
from analyzer.reading import Limits, read
from analyzer.reading.edxml.metadata import Organ, PacketMetadata, PacketSigner, ResponseFor
from analyzer.reading.isolation import IsolatedReader, codec, read_isolated
from analyzer.reading.manuscript import Block, LineBox, Manuscript, ReadingNote, Source
from analyzer.reading.progress import Progress
from analyzer.spans import Span
from tests.reading.builders import pdf, plan, word

ROOT = Path(__file__).parents[2]
PAGE = "<p>Giao Sở Y tế báo cáo.</p>".encode()
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

# What the child does with a document that says so; anything else is read.
BEHAVIOUR = """
import os, signal, subprocess, sys, time
import analyzer.reading.isolation.worker as worker
from analyzer.reading.progress import Progress
real = worker.read

def staged(data, name, *, limits, report):
    word = data.decode("utf-8", "replace").removeprefix("<p>").removesuffix("</p>")
    if word == "sleep":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
        report(Progress("ocr", os.getpid(), child.pid))
        time.sleep(100)
    elif word == "die":
        print("the last words", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "leave":
        os._exit(7)
    elif word == "bug":
        raise ZeroDivisionError("a bug")
    elif word == "grow":
        bytearray(limits.memory)
    elif word == "abort":
        kept = bytearray(limits.memory * 85 // 100)
        time.sleep(0.3)
        os.abort()
    elif word == "chatter":
        os.write(1, b"noise on standard output")
        print("more noise")
        assert sys.stdin.read() == ""
    elif word == "report":
        for n in range(3):
            report(Progress("ocr", n, 2))
    elif word == "process":
        return real(b"<p>" + str(os.getpid()).encode() + b"</p>", name, limits=limits)
    return real(data, name, limits=limits, report=report)

encode = worker.encode
worker.read = staged
worker.encode = lambda manuscript: b"[1,2]" if manuscript.text == "lie" else encode(manuscript)
worker.main()
"""


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[IsolatedReader]:
    """A reader of one worker that misbehaves where the document says so."""
    start = f"import sys; sys.path[:] = sys.argv[1:]\n{BEHAVIOUR}"
    monkeypatch.setattr(process, "_START", start)
    with IsolatedReader(workers=1) as made:
        yield made


def say(word: str) -> bytes:
    return f"<p>{word}</p>".encode()


def test_the_same_manuscripts_as_without() -> None:
    for source in (pdf(plan()), word(lambda d: d.add_paragraph("Giao Sở Y tế báo cáo.")), PAGE):
        assert read_isolated(source, "a.bin") == read(source, "a.bin")


def test_paths(tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    path.write_bytes(PAGE)
    assert read_isolated(path) == read(path)
    assert read_isolated(path).source.name == "trang.html"
    with pytest.raises(FileNotFoundError):
        read_isolated(tmp_path / "missing.pdf")
    with pytest.raises(InputTooLarge):
        read_isolated(path, limits=Limits(bytes=5))


def test_typed_errors_come_through() -> None:
    for data, error in (
        (b"%PDF-1.7\n%%EOF", DamagedFile),
        (b"", EmptyDocument),
        (b"7z\xbc\xaf'\x1c" + b"\0" * 40, UnsupportedFormat),
        (b"<p></p>", EmptyDocument),
    ):
        with pytest.raises(error) as here:
            read(data)
        with pytest.raises(error) as there:
            read_isolated(data)
        assert type(here.value) is type(there.value)
        assert (here.value.message, here.value.message_vi) == (there.value.message, there.value.message_vi)


def test_text_needs_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_child(*arguments: object, **options: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr("analyzer.reading.isolation._shared.read", no_child)
    text = "Giao Sở Y tế báo cáo."
    for source in (text, text.encode(), text.encode("utf-16"), f"<p>{text}</p>"):
        assert text in read_isolated(source).text
    with pytest.raises(AssertionError, match="a child was started"):
        read_isolated(f"<p>{text}</p>".encode())
    assert analyze(PAGE, isolated=False).text


def test_limits_of_an_analysis(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(plan()))
    for isolated in (True, False):
        with pytest.raises(InputTooLarge, match="the limit is 1"):
            analyze(path, limits=Limits(pages=1), isolated=isolated)
    with pytest.raises(ReadingTimeout):
        analyze(path, limits=Limits(seconds=0.001))
    assert analyze(path) == analyze(path, isolated=False)


def test_a_worker_reads_many_documents(reader: IsolatedReader) -> None:
    first = reader.read(say("process")).text
    assert reader.read(say("process")).text == first != str(os.getpid())


def test_noise_on_standard_output_is_no_answer(reader: IsolatedReader) -> None:
    assert reader.read(say("chatter")).text == "chatter"


def test_progress_is_reported(reader: IsolatedReader) -> None:
    told: list[Progress] = []
    reader.read(say("report"), report=told.append)
    assert told == [Progress("ocr", n, 2) for n in range(3)]


def test_a_report_that_fails_ends_the_reading(reader: IsolatedReader) -> None:
    def fail(progress: Progress) -> None:
        raise LookupError("nobody listens")

    with pytest.raises(LookupError):
        reader.read(say("report"), report=fail)
    assert reader.read(PAGE).text


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def gone(number: int) -> bool:
    """Whether the process ends within a few seconds."""
    deadline = time.monotonic() + 10
    while alive(number) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(number)


@ON_POSIX
def test_overtime_ends_the_child_and_its_children(reader: IsolatedReader) -> None:
    told: list[Progress] = []
    reader.read(PAGE)
    begin = time.monotonic()
    with pytest.raises(ReadingTimeout, match=r"more than 1 seconds"):
        reader.read(say("sleep"), limits=Limits(seconds=1), report=told.append)
    assert time.monotonic() - begin < 8
    assert gone(told[0].done)
    assert gone(told[0].total)
    assert reader.read(PAGE).text


@ON_POSIX
def test_a_child_that_dies_names_its_signal(reader: IsolatedReader) -> None:
    with pytest.raises(ReaderDied, match="SIGSEGV") as caught:
        reader.read(say("die"))
    assert "the last words" in caught.value.detail
    assert "SIGSEGV" in caught.value.message_vi
    assert "the last words" in str(caught.value)
    assert reader.read(PAGE).text


def test_a_child_that_leaves_names_its_status(reader: IsolatedReader) -> None:
    with pytest.raises(ReaderDied, match="status 7"):
        reader.read(say("leave"))
    assert reader.read(PAGE).text


def test_a_bug_in_a_reader_is_told(reader: IsolatedReader) -> None:
    with pytest.raises(ReaderDied, match="ZeroDivisionError: a bug") as caught:
        reader.read(say("bug"))
    assert "Traceback" in caught.value.detail
    assert reader.read(PAGE).text


@ON_POSIX
@pytest.mark.parametrize(
    "word", ["grow", pytest.param("abort", marks=pytest.mark.skipif(sys.platform != "linux", reason="/proc"))]
)
def test_memory(reader: IsolatedReader, word: str) -> None:
    with pytest.raises(OutOfMemory, match="500000000 bytes"):
        reader.read(say(word), limits=Limits(memory=500_000_000))
    assert reader.read(PAGE).text


def test_an_answer_that_is_none(reader: IsolatedReader) -> None:
    with pytest.raises(ReaderDied, match="no proper answer"):
        reader.read(say("lie"))
    assert reader.read(PAGE).text


def test_a_worker_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ReaderDied, match="could not be started"), IsolatedReader() as made:
        made.read(PAGE)


@ON_POSIX
def test_ctrl_c_ends_the_child_at_once(reader: IsolatedReader, request: pytest.FixtureRequest) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job of a script ignores it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    told: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        told.append(progress)
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        reader.read(say("sleep"), report=interrupt)
    assert time.monotonic() - begin < 8
    assert gone(told[0].done)
    assert gone(told[0].total)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_child_ends_with_its_parent() -> None:
    code = f"""
import sys
import analyzer.reading.isolation.process as process
from analyzer.reading.isolation import IsolatedReader
process._START = "import sys; sys.path[:] = sys.argv[1:]\\n" + {BEHAVIOUR!r}
IsolatedReader().read(b"<p>sleep</p>", report=lambda p: print(p.done, p.total, flush=True))
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    numbers = list(map(int, parent.stdout.readline().split()))
    assert len(numbers) == 2
    assert all(map(alive, numbers))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert all(map(gone, numbers))


def test_threads(reader: IsolatedReader) -> None:
    sources = [f"<p>Giao việc số {n}.</p>".encode() for n in range(24)]
    with IsolatedReader(workers=2) as shared, ThreadPoolExecutor(6) as pool:
        assert [m.text for m in pool.map(shared.read, sources)] == [f"Giao việc số {n}." for n in range(24)]
        assert len(shared._idle) <= 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_process_starts_its_own_worker(reader: IsolatedReader) -> None:
    before = reader.read(say("process")).text
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(into, reader.read(say("process")).text.encode())
            reader.close()
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        other = pipe.read()
    os.waitpid(child, 0)
    assert other.isdigit()
    assert other != before
    assert reader.read(say("process")).text == before


def test_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"from analyzer import analyze\nprint(analyze({PAGE!r}).text)\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    # What lies in the directory of the call is no module of ours.
    (tmp_path / "selectolax.py").write_text("raise SystemExit('planted')")
    done = subprocess.run(
        [sys.executable, "-P", str(script)], capture_output=True, cwd=tmp_path, env=environment, timeout=60, check=False
    )
    assert done.stdout.decode().split() == ["Giao", "Sở", "Y", "tế", "báo", "cáo."], done.stderr.decode()
    assert done.stderr == b""


def test_the_worker_imports_no_reader_before_it_is_needed() -> None:
    code = (
        "import sys, analyzer.reading.isolation.worker; "
        "sys.exit(', '.join({'pypdfium2', 'pdfplumber', 'docx', 'lxml', 'selectolax', 'numpy', 'PIL', 'spacy',"
        " 'pydantic', 'multiprocessing'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with IsolatedReader() as made:
        made.read(PAGE)
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


# The codec.

PACKET = PacketMetadata(
    "000.00.01.H99,2024/03/05,12/SNV-VP", "12/SNV-VP", date(2024, 3, 5), "Sơn Hải", "Công văn", "Rà soát", "Tóm tắt",
    PacketSigner("Trần Văn Mẫu", "Chánh Văn phòng", "TL."), Organ("000.00.01.H99", "Sở Nội vụ", "Tỉnh Sơn Hải"),
    (Organ("000.00.02.H99", "Sở Y tế", "Tỉnh Sơn Hải"),), ("Lưu: VT",), date(2024, 3, 20), 1,
    (ResponseFor("7/UBND-NC", date(2024, 3, 1), "000.00.00.H99", "a,b,c"),), 2, "replace", "Sửa số liệu", ("a,b,c",),
    ("cv.pdf", "pl.docx"), "cv.pdf",
)  # fmt: skip

FULL = Manuscript(
    text="KẾ HOẠCH\n1 | Sở Y tế",
    blocks=(
        Block("paragraph", 0, 8, 1, None, (), (), True, False, 12.5),
        Block("row", 9, 20, 2, 0, (Span(9, 10), Span(13, 20)), (None, Span(13, 20)), None, None, None),
    ),
    source=Source("tệp\udcff.pdf", "application/pdf", "ab", "pdf", 2, PACKET),
    lines=(
        LineBox(
            0, 8, 1, (1.5, 2.0, 3.25, 4.0), array("f", [0, 1, 2, 3, 4, 5, 6, 7.5, 8]), 1, 0.25, array("f", [0.9] * 9)
        ),
        LineBox(9, 20, 2, (1.0, 2.0, 3.0, 4.0)),
    ),
    furniture=("trang 1",),
    notes=(ReadingNote("ocr", "Read.", "Đã đọc.", 3),),
    metadata={"title": "Kế hoạch"},
)


def test_every_field_survives() -> None:
    back = codec.decode(codec.encode(FULL))
    assert back == FULL
    for one, other in zip(FULL.lines, back.lines, strict=True):
        assert one.edges == other.edges  # edges play no part in the comparison of lines
    assert PACKET.sender is not None
    packet = (PACKET, PACKET.sender, PACKET.signer, PACKET.response_for[0])
    for made in (FULL, FULL.source, FULL.blocks[0], FULL.lines[0], FULL.notes[0], *packet):
        assert made is not None
        for field in fields(made):
            # A field that is added has to be set above, so that it is known to survive.
            if made is not FULL.blocks[0] or field.name not in ("table", "cells", "merged"):
                assert getattr(made, field.name) != field.default, field.name


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_survives(text: str) -> None:
    try:
        manuscript = read(text)
    except (EmptyDocument, DamagedFile, UnsupportedFormat):
        return
    assert codec.decode(codec.encode(manuscript)) == manuscript


BROKEN = {
    "no JSON": b"\xff\xfe",
    "cut": codec.encode(FULL)[:-5],
    "deep": b"[" * 200_000,
    "null": b"null",
    "a field less": codec.dump(codec.load(codec.encode(FULL))[:-1]),
    "a field more": codec.dump([*codec.load(codec.encode(FULL)), 1]),
    "a number for text": codec.encode(FULL).replace(b'"trang 1"', b"1"),
    "a truth for a number": codec.encode(FULL).replace(b'"paragraph",0,8,', b'"paragraph",0,true,'),
    "another kind of block": codec.encode(FULL).replace(b'"paragraph"', b'"picture"'),
    "a block outside the text": codec.encode(FULL).replace(b'"paragraph",0,8,', b'"paragraph",0,999,'),
    "a cell outside the text": codec.encode(FULL).replace(b"[9,10]", b"[9,99]"),
    "no day": codec.encode(FULL).replace(b'"2024-03-20"', b'"2024-30-03"'),
    "a number for a day": codec.encode(FULL).replace(b'"2024-03-20"', b"20240320"),
    "edges of other characters": codec.encode(FULL).replace(b"[[0,8,1,", b"[[0,7,1,"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_manuscript(data: bytes) -> None:
    assert data != codec.encode(FULL)
    with pytest.raises(ValueError, match=r".+"):
        codec.decode(data)
