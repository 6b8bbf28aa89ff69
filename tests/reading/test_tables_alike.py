"""The tables of the set read alike from Word, HTML and PDF, also from PDFs that LibreOffice makes of the Word files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from analyzer.reading import read
from tests.reading.cells import rows
from tests.tables.cases import Case, cases
from tests.tables.render import RENDERERS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word files of the set and PDFs made of them, in one folder."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    folder = tmp_path_factory.mktemp("set")
    for case in cases():
        (folder / f"{case.document.name}.docx").write_bytes(RENDERERS["docx"](case.document))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.document.name)
def test_rows_are_the_same(case: Case, converted: Path) -> None:
    expected = rows(read((converted / f"{case.document.name}.docx").read_bytes()))
    assert rows(read((converted / f"{case.document.name}.pdf").read_bytes())) == expected
    for suffix in ("html", "pdf"):
        assert rows(read(RENDERERS[suffix](case.document))) == expected, suffix
