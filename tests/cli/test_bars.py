"""Progress on a terminal: bars of documents and of pages, none where nobody looks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from analyzer.cli.bars import Bars
from analyzer.cli.messages import Messages
from analyzer.reading.progress import Progress

SAY = Messages("vi")
DOCUMENTS, RECOGNISED = SAY("progress"), SAY("progress_ocr")


class Terminal(io.StringIO):
    """Standard error as a terminal that keeps what was drawn."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> str:
        """What was drawn, without the codes of colours and cursor."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """Makes standard error a terminal; to be called by the test, as pytest sets it anew before."""

    def made() -> Terminal:
        drawn = Terminal()
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr("sys.stderr", drawn)
        return drawn

    return made


def test_several_documents_are_counted(terminal: Callable[[], Terminal]) -> None:
    drawn = terminal()
    with Bars(3, SAY) as bars:
        for _ in range(3):
            bars.advance()
    assert DOCUMENTS in drawn.lines()
    assert "3/3" in drawn.lines()
    assert RECOGNISED not in drawn.lines()


def test_one_document_has_a_bar_only_when_pages_are_recognised(terminal: Callable[[], Terminal]) -> None:
    drawn = terminal()
    with Bars(1, SAY) as bars:
        assert drawn.getvalue() == ""
        bars.page(Progress("ocr", 2, 7))
        bars._bars.refresh()
    assert "2/7" in drawn.lines()
    assert RECOGNISED in drawn.lines()
    assert DOCUMENTS not in drawn.lines()


def test_pages_of_a_document_go_with_it(terminal: Callable[[], Terminal]) -> None:
    drawn = terminal()
    with Bars(2, SAY) as bars:
        bars.page(Progress("ocr", 5, 9))
        bars._bars.refresh()
        assert "5/9" in drawn.lines()
        bars.advance()
        drawn.truncate(0)
        bars._bars.refresh()
        assert "5/9" not in drawn.lines()
        assert "1/2" in drawn.lines()


def test_the_cursor_comes_back_when_reading_ends_in_an_error(terminal: Callable[[], Terminal]) -> None:
    drawn = terminal()
    with pytest.raises(KeyboardInterrupt), Bars(2, SAY):
        raise KeyboardInterrupt
    assert drawn.getvalue().count("\x1b[?25l") == 1
    assert drawn.getvalue().rindex("\x1b[?25h") > drawn.getvalue().rindex("\x1b[?25l")


def test_nothing_is_drawn_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.StringIO()
    monkeypatch.setattr("sys.stderr", kept)
    with Bars(5, SAY) as bars:
        bars.page(Progress("ocr", 1, 2))
        bars.advance()
    assert kept.getvalue() == ""
