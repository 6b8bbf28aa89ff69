"""Word 97 documents and rich text, by LibreOffice and by antiword. CI installs both; a missing one is a failure."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analyzer import analyze
from analyzer.errors import ActiveContent, DamagedFile, EncryptedFile, MissingTool, ReadingTimeout, UnreadableInput
from analyzer.reading import Limits, Manuscript, read
from analyzer.reading.sniff import sniff
from analyzer.reading.word97 import ole, programs
from tests.reading.builders import word
from tests.reading.containers_ole import ole as container
from tests.reading.containers_ole import word_head
from tests.reading.old_encodings import to_tcvn3, to_vni

HEAD = ["ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"]
ROWS = [
    ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
    ["1", "Rà soát thủ tục hành chính thuộc phạm vi quản lý của các sở, ngành", "Sở Nội vụ", "Quý I"],
    ["2", "Báo cáo kết quả", "", "Quý II"],
]
NOTE = "Giao Sở Nội vụ chủ trì, phối hợp với các đơn vị rà soát, được hưởng ưu đãi về nước sạch."


@cache
def converter() -> str:
    program = programs.libreoffice()
    if program is None:
        raise FileNotFoundError(f"LibreOffice Writer not found: {programs.INSTALL}")
    return program


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """A .docx as .doc or .rtf, by LibreOffice."""
    home = tmp_path_factory.mktemp("libreoffice")

    def run(data: bytes, suffix: str) -> bytes:
        source = home / "made.docx"
        source.write_bytes(data)
        command = [
            converter(), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", suffix, "--outdir", str(home), str(source),
        ]  # fmt: skip
        for _ in range(2):  # the first run makes the profile
            subprocess.run(command, capture_output=True, timeout=120, check=False)
        return (home / f"made.{suffix}").read_bytes()

    return run


@pytest.fixture
def antiword_only(monkeypatch: pytest.MonkeyPatch) -> None:
    if programs.antiword() is None:
        raise FileNotFoundError("antiword not found: apt-get install antiword")
    monkeypatch.setattr(programs, "libreoffice", lambda: None)


def plan(document: Any) -> None:
    head = document.add_table(1, 2)
    for i, text in enumerate(HEAD):
        head.cell(0, i).text = text
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Mục tiêu chung", style="List Number")
    document.add_paragraph("Chỉ tiêu cụ thể: ≥ 80 %, 5 m²", style="List Number")
    table = document.add_table(len(ROWS), len(ROWS[0]))
    table.style = "Table Grid"
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    document.add_paragraph("Nơi nhận: như trên.")


def in_old_fonts(document: Any) -> None:
    for text, font in (
        (to_tcvn3("QUYẾT ĐỊNH ỦY BAN", capitals=True), ".VnTimeH"), (to_tcvn3(NOTE), ".VnTime"),
        (to_vni(NOTE), "VNI-Times"), ("Đường ¤ § 5", "Times New Roman"),
    ):  # fmt: skip
        document.add_paragraph().add_run(text).font.name = font


BODY = [
    "TT | Nhiệm vụ | Chủ trì | Thời hạn",
    "1 | Rà soát thủ tục hành chính thuộc phạm vi quản lý của các sở, ngành | Sở Nội vụ | Quý I",
    "2 | Báo cáo kết quả | Quý II",
    "Nơi nhận: như trên.",
]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_a_plan_with_a_table(convert: Callable[[bytes, str], bytes], suffix: str) -> None:
    manuscript = read(convert(word(plan), suffix), "plan.bin")
    head = "\n".join(HEAD).split("\n")
    numbered = ["1. Mục tiêu chung", "2. Chỉ tiêu cụ thể: ≥ 80 %, 5 m²"]
    assert manuscript.text.split("\n") == [*head, "KẾ HOẠCH", *numbered, *BODY]
    assert manuscript.source.reader == suffix
    assert manuscript.notes == ()
    assert merged(manuscript) == ["Sở Nội vụ"]


def merged(manuscript: Manuscript) -> list[str]:
    spans = [span for block in manuscript.blocks for span in block.merged if span]
    return [manuscript.text[span.start : span.end] for span in spans]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_old_fonts(convert: Callable[[bytes, str], bytes], suffix: str) -> None:
    manuscript = read(convert(word(in_old_fonts), suffix))
    assert manuscript.text.split("\n") == ["QUYẾT ĐỊNH ỦY BAN", NOTE, NOTE, "Đường ¤ § 5"]
    (note,) = manuscript.notes
    assert note.code == "legacy_encoding_converted"


@pytest.mark.slow
@pytest.mark.usefixtures("antiword_only")
def test_antiword_reads_text_and_cells(convert: Callable[[bytes, str], bytes]) -> None:
    manuscript = read(convert(word(plan), "doc"))
    head = "\n".join(HEAD).split("\n")
    without_numbers = ["Mục tiêu chung", "Chỉ tiêu cụ thể: ≥ 80 %, 5 m²"]
    assert manuscript.text.split("\n") == [*head, "KẾ HOẠCH", *without_numbers, *BODY]
    assert [note.code for note in manuscript.notes] == ["simple_converter"]
    assert merged(manuscript) == []


@pytest.mark.slow
def test_the_same_bytes_give_the_same_text(convert: Callable[[bytes, str], bytes]) -> None:
    data = convert(word(plan), "doc")
    assert read(data) == read(data)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_cut_files_end_in_typed_errors_or_text(convert: Callable[[bytes, str], bytes], suffix: str) -> None:
    data = convert(word(plan), suffix)
    for share in (0.3, 0.7):
        try:
            read(data[: int(len(data) * share)])
        except UnreadableInput:
            continue


@pytest.mark.slow
def test_tasks_of_a_document_read_in_a_child_process(convert: Callable[[bytes, str], bytes]) -> None:
    task = analyze(convert(word(plan), "doc")).tasks[0]
    assert "Rà soát thủ tục hành chính" in task.text
    assert [(a.role, a.name) for a in task.assignees] == [("lead", "Sở Nội vụ")]


def test_what_the_bytes_are() -> None:
    assert sniff(container("WordDocument", document=word_head()), Limits()) == "doc"
    assert sniff(rb"{\rtf1\ansi K\u7871? ho\u7841?ch}", Limits()) == "rtf"


BROKEN: dict[str, tuple[bytes, type[Exception]]] = {
    "encrypted": (container("WordDocument", document=word_head(encrypted=True)), EncryptedFile),
    "macros": (container("WordDocument", "Macros", "_VBA_PROJECT", document=word_head()), ActiveContent),
    "no Word text": (container("WordDocument", document=word_head(magic=0x1234)), DamagedFile),
    "no text at all": (container("WordDocument"), DamagedFile),
    "only the mark": (ole.MAGIC + bytes(600), DamagedFile),
    "shorter than its header": (ole.MAGIC, DamagedFile),
}


@pytest.mark.parametrize(("data", "error"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_readable_document(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_directory_that_comes_back_to_itself() -> None:
    data = bytearray(container(*(f"stream {i}" for i in range(9)), document=word_head()))
    first = int.from_bytes(data[48:52], "little")
    data[512 + 4 * first : 516 + 4 * first] = first.to_bytes(4, "little")
    assert len(list(ole.entries(bytes(data)))) < 1_000


@pytest.mark.parametrize(
    ("data", "name"), [(rb"{\rtf1 abc}", ".rtf"), (container("WordDocument", document=word_head()), ".doc")]
)
def test_without_converters(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str) -> None:
    monkeypatch.setattr(programs, "libreoffice", lambda: None)
    monkeypatch.setattr(programs, "antiword", lambda: None)
    with pytest.raises(MissingTool, match="apt-get install") as caught:
        read(data)
    assert name in caught.value.message
    assert "apt-get install" in caught.value.message_vi


def script(folder: Path, *lines: str) -> str:
    """A program that runs these lines of shell."""
    program = folder / "program"
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    program.chmod(0o755)
    return str(program)


def test_a_converter_that_hangs_is_stopped(tmp_path: Path) -> None:
    program = script(tmp_path, "exec sleep 60")
    with pytest.raises(ReadingTimeout, match=r"0\.3 seconds"):
        programs.to_docx(program, b"{\\rtf1 abc}", "rtf", Limits(seconds=0.3))


def test_a_converter_that_fails_says_why(tmp_path: Path) -> None:
    program = script(tmp_path, "echo 'no such filter' >&2", "exit 1")
    with pytest.raises(DamagedFile, match="no such filter"):
        programs.to_docx(program, b"", "rtf", Limits())
    with pytest.raises(DamagedFile, match="no such filter"):
        programs.run_antiword(program, b"", [], Limits())


def test_a_converter_gets_a_home_of_its_own_and_leaves_nothing(tmp_path: Path) -> None:
    program = script(tmp_path, 'echo "$HOME" >&2', "exit 1")
    with pytest.raises(DamagedFile) as caught:
        programs.run_antiword(program, b"", [], Limits())
    home = Path(caught.value.message.split("'")[1])
    assert home != Path.home()
    assert not home.exists()
