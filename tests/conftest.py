"""What the tests share: how they are run, the regeneration switch, golden files, and directives built by hand."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from analyzer.assembly.models import Directive
from tests.samples import bare_directive, full_directive

GOLDEN = Path(__file__).parent / "golden"

# No example fails because other programs have the machine: how time grows is tested where it matters.
settings.register_profile("analyzer", deadline=None)
settings.load_profile("analyzer")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew instead of comparing")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Under ``-n`` without another ``--dist``, the tests of a file stay together."""
    if config.getoption("dist") != "load":
        return None
    from tests.sharing import ByFile

    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The thousands of tests are no garbage: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the language, colours or width of the terminal it runs in."""
    for name in ("ANALYZER_LANG", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` compares with ``tests/golden/<name>``, or writes it under ``--regenerate``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.exists(), f"{os.fspath(path)} is missing; run pytest --regenerate and review it"
        assert text == path.read_bytes().decode("utf-8")

    return compare


@pytest.fixture
def directive() -> Directive:
    """A directive with every part of the contract filled."""
    return full_directive()


@pytest.fixture
def bare() -> Directive:
    """A directive of which almost nothing is known."""
    return bare_directive()


@pytest.fixture(scope="session")
def story_pdf() -> bytes:
    """A directive with everything that has a place on a page, as a PDF."""
    from tests.reading.builders import pdf
    from tests.reading.pages import story

    return pdf(story())
