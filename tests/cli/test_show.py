"""``analyzer show``."""

import io
from pathlib import Path

import pikepdf
import pytest

from tests.cli.conftest import Run
from tests.reading.builders import pdf
from tests.reading.pages import story


@pytest.fixture(scope="module")
def directive_pdf() -> bytes:
    return pdf(story())


@pytest.fixture
def document(tmp_path: Path, directive_pdf: bytes) -> Path:
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(directive_pdf)
    return path


def notes(copy: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(copy)) as opened:
        return [
            str(a.Contents) for page in opened.pages for a in page.obj.get("/Annots", []) if a.Subtype == "/Highlight"
        ]


def test_a_copy_is_written_and_the_original_left_alone(run: Run, document: Path, directive_pdf: bytes) -> None:
    result = run("show", "van-ban.pdf", "-o", "ket-qua/to-mau.pdf")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "Đã ghi ket-qua/to-mau.pdf (7 nhiệm vụ trên 2 trang, trang chú giải ở cuối)." in result.stderr
    assert document.read_bytes() == directive_pdf
    assert notes(Path("ket-qua/to-mau.pdf").read_bytes())[0].startswith("Nhiệm vụ 1 · chủ trì: Sở Nội vụ")


def test_from_standard_input(run: Run, directive_pdf: bytes) -> None:
    result = run("show", "-", "-o", "to-mau.pdf", "--lang", "en", stdin=directive_pdf)
    assert result.exit_code == 0
    assert "7 tasks on 2 pages" in result.stderr
    assert notes(Path("to-mau.pdf").read_bytes())


def test_only_the_kinds_asked_for(run: Run, document: Path) -> None:
    assert run("show", "van-ban.pdf", "-o", "to-mau.pdf", "--kinds", "Deadlines, targets").exit_code == 0
    found = notes(Path("to-mau.pdf").read_bytes())
    assert {note.split(" của ")[0].split(",")[0] for note in found} == {"Thời hạn", "Chỉ tiêu"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["van-ban.pdf", "-o", "van-ban.pdf"], "là tệp đầu vào"),
        (["van-ban.pdf", "-o", "lien-ket.pdf"], "là tệp đầu vào"),
        (["van-ban.pdf", "-o", "."], "là thư mục"),
        (["van-ban.pdf", "-o", "x.pdf", "--kinds", "tasks,all"], "Không hiểu --kinds tasks,all"),
        (["van-ban.pdf", "-o", "x.pdf", "--kinds", ","], "chọn trong: tasks, agencies, deadlines, targets"),
        (["van-ban.pdf"], "--output"),
    ],
)
def test_wrong_use(run: Run, document: Path, directive_pdf: bytes, arguments: list[str], told: str) -> None:
    Path("lien-ket.pdf").symlink_to(document)
    result = run("show", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert document.read_bytes() == directive_pdf
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize(
    ("content", "language", "told"),
    [
        ("Giao Sở Nội vụ báo cáo.".encode(), "vi", "hãy in (lưu) văn bản ra PDF"),
        ("Giao Sở Nội vụ báo cáo.".encode(), "en", "print the document to PDF first"),
        (b"%PDF-1.7 damaged", "vi", "hỏng"),
        (None, "vi", "không tìm thấy tệp"),
    ],
)
def test_what_cannot_be_shown_is_told(run: Run, content: bytes | None, language: str, told: str) -> None:
    if content is not None:
        Path("tep").write_bytes(content)
    Path("cu.pdf").write_bytes(b"as it was")
    result = run("show", "tep", "-o", "cu.pdf", "--lang", language)
    assert result.exit_code == 1
    assert told in result.stderr
    assert Path("cu.pdf").read_bytes() == b"as it was"


def test_a_place_that_cannot_be_written_is_told(run: Run, document: Path) -> None:
    Path("tep").write_bytes(b"")
    result = run("show", "van-ban.pdf", "-o", "tep/to-mau.pdf")
    assert result.exit_code == 1
    assert "Không ghi được tep/to-mau.pdf" in result.stderr


@pytest.mark.parametrize(("language", "word"), [("vi", "Ví dụ:"), ("en", "Examples:")])
def test_help_teaches_with_examples(run: Run, language: str, word: str) -> None:
    told = run("show", "--help", "--lang", language).stdout
    assert word in told
    assert "analyzer show 08-CT-UBND.pdf -o" in told
    assert "--kinds tasks,deadlines" in told
