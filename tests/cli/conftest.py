"""The command with a stand-in for the analysis, so that these tests are about the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import analyzer
from analyzer.assembly.models import Directive
from analyzer.cli.app import create_app
from analyzer.cli.messages import take_language
from analyzer.errors import DamagedFile, EmptyDocument
from tests.samples import full_directive

Run = Callable[..., Result]


def stand_in(source: str | bytes | Path, **options: object) -> Directive:
    """What the text says: "damaged" and "bug" fail, "stop" is Ctrl-C, anything else is the sample directive."""
    data = (
        source.read_bytes()
        if isinstance(source, Path)
        else bytes(source)
        if isinstance(source, bytes)
        else source.encode()
    )
    if data == b"damaged":
        raise DamagedFile("The file is damaged.", "Tệp bị hỏng.")
    if not data:
        raise EmptyDocument("The file is empty.", "Tệp rỗng.")
    if data == b"bug":
        raise ZeroDivisionError("division by zero")
    if data == b"stop":
        raise KeyboardInterrupt
    made = full_directive()
    made.source.name = source.name if isinstance(source, Path) else None
    return made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """``run("extract", …, stdin=…)`` in an empty directory."""
    monkeypatch.setitem(vars(analyzer), "analyze", stand_in)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes | None = None) -> Result:
        language, rest = take_language(arguments)
        return CliRunner().invoke(create_app(language or "vi"), rest, input=stdin, prog_name="analyzer")

    return call
