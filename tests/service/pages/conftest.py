"""Services to visit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.service.pages.visiting import Visit


@pytest.fixture
def visit(serve: Callable[..., TestClient]) -> Visit:
    """The service of one person over an empty archive."""
    return Visit(serve())
