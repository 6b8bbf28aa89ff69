"""The code of the documentation runs, each page in a directory of its own."""

from __future__ import annotations

import doctest
import json
import tomllib
from pathlib import Path

import pytest

from analyzer.api import analyze
from analyzer.archive import Incoming, open_archive
from tests.docs.pages import PAGES, Code, code

PYTHON = code("python", "pycon")
EXAMPLES = {
    page: "\n".join(piece.text for piece in PYTHON if piece.page == page and ">>> " in piece.text) for page in PAGES
}
PROGRAMS = [piece for piece in PYTHON if ">>> " not in piece.text]


def test_there_is_code_to_run() -> None:
    assert {page.name for page, text in EXAMPLES.items() if text} >= {"README.md", "index.md", "errors.md"}
    assert {piece.page.name for piece in PROGRAMS} >= {"reading.md", "search.md"}


@pytest.mark.parametrize("page", [page for page in PAGES if EXAMPLES[page]], ids=lambda page: page.name)
def test_examples_give_what_they_say(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(EXAMPLES[page], {}, page.name, str(page), 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(test, out=told.append)
    assert result.attempted > 0
    assert result.failed == 0, "".join(told)


@pytest.mark.parametrize("piece", PROGRAMS, ids=str)
def test_programs_run(piece: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what such programs begin with: an archive ``kho.db`` and the ``path`` of a document."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "document.html"
    path.write_text("<p>Giao Sở Nội vụ báo cáo kết quả chuyển đổi số trước ngày 30/6/2024.</p>", encoding="utf-8")
    with open_archive("kho.db", create=True) as archive:
        assert list(archive.add([Incoming.of(analyze(path, isolated=False))]))
    exec(compile(piece.text, str(piece), "exec"), {"__name__": "__main__", "path": path})


@pytest.mark.parametrize("piece", code("json", "toml"), ids=str)
def test_data_is_well_formed(piece: Code) -> None:
    assert (json.loads if piece.language == "json" else tomllib.loads)(piece.text)
