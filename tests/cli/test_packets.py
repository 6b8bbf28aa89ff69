"""``analyzer extract`` of packets, with nothing put in place of the reading."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from analyzer.cli.app import create_app
from tests.reading.builders import pdf, plan, word
from tests.reading.packets import HEADER, changed, packet, zipped

TASKS = ["KẾ HOẠCH", "1. Sở Y tế chủ trì rà soát quy trình nội bộ trước ngày 15/3.", "2. Sở Nội vụ tổng hợp, báo cáo."]


def extract(*arguments: str, language: str = "vi", stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(create_app(language), ["extract", *arguments], input=stdin, prog_name="analyzer")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def letter() -> bytes:
    return word(lambda document: [document.add_paragraph(line) for line in TASKS])


def test_a_packet_of_a_word_file(here: Path) -> None:
    (here / "goi.edxml").write_bytes(
        packet([("Phụ lục.docx", letter()), ("639-UBND-NC.docx", zipped({"x": letter()}))])
    )
    result = extract("goi.edxml")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["source"]["name"] == "goi.edxml"
    assert found["source"]["packet"]["document"] == "639-UBND-NC.docx"
    assert found["source"]["packet"]["due_on"] == "2024-03-20"
    assert found["directive"]["number"]["text"] == "639/UBND-NC"
    assert found["directive"]["issued_on"] == "2024-03-01"
    assert found["directive"]["issuer"]["name"] == "Ủy ban nhân dân tỉnh Sơn Hải"
    assert found["tasks"][0]["deadlines"][0]["end"] == "2024-03-15"
    assert [w["code"] for w in found["source"]["warnings"]] == ["packet_attachments_left"]


def test_a_packet_of_a_pdf_and_one_from_standard_input(here: Path) -> None:
    data = packet(
        [("van ban.pdf", pdf(plan()))], changed(Code={"CodeNumber": "15", "CodeNotation": "KH-UBND"}), encoding="utf-16"
    )
    (here / "goi.xml").write_bytes(data)
    first, second = json.loads(extract("goi.xml").stdout), json.loads(extract("-", stdin=data).stdout)
    assert first["source"]["reader"] == "pdf"
    assert first["source"]["pages"] >= 1
    assert first["tasks"] == second["tasks"] != []
    assert first["tasks"][0]["span"]["page"] == 1


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "xlsx", "md", "ics"])
def test_every_format(here: Path, suffix: str) -> None:
    (here / "goi.edxml").write_bytes(packet([("cv.docx", letter())]))
    result = extract("goi.edxml", "-o", f"out.{suffix}")
    assert result.exit_code == 0, result.stderr
    assert (here / f"out.{suffix}").stat().st_size > 0
    if suffix == "csv":
        rows = list(csv.reader(io.StringIO((here / "out.csv").read_text("utf-8-sig"))))
        assert "639/UBND-NC" in " ".join(rows[1])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_cannot_be_read_is_told(here: Path, language: str) -> None:
    (here / "tot.edxml").write_bytes(packet([("cv.docx", letter())]))
    (here / "hong.edxml").write_bytes(packet([("cv.docx", "!!!")]))
    (here / "trang-thai.edxml").write_bytes(packet([], {"From": HEADER["From"], "StatusCode": "06"}))
    result = extract("hong.edxml", "tot.edxml", "trang-thai.edxml", language=language)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "hong.edxml" in result.stderr
    assert ("bị hỏng" if language == "vi" else "damaged") in result.stderr
    assert ("thông báo trạng thái" if language == "vi" else "status message") in result.stderr


def test_limits_hold_for_packets(here: Path) -> None:
    (here / "goi.edxml").write_bytes(packet([("cv.docx", letter())]))
    assert extract("goi.edxml", "--limit", "unpacked=1k").exit_code == 1
