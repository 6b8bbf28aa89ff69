"""Fixtures of the tests of what is written."""

from __future__ import annotations

import pytest

from tests.writing.showing import (
    Shown,
    show,
)


@pytest.fixture(scope="module")
def shown(story_pdf: bytes) -> Shown:
    return show(story_pdf)
