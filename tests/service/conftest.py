"""What the tests of the service share: an application over a fresh archive, called without a network.

Workers are processes that load the models, so most tests do without them (``workers=0``: jobs stay in the queue).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from analyzer.service.app import create_app
from analyzer.service.settings import Settings

#: The address of a service of one person; others are refused (:mod:`analyzer.service.access`).
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Starts services, each over an archive of its own unless one is named, and stops them at the end."""
    with ExitStack() as stack:

        def start(address: str = ADDRESS, **settings: Any) -> TestClient:
            given = {"database": os.fspath(tmp_path / "kho.db"), "workers": 0, **settings}
            client = TestClient(create_app(Settings(**given)), base_url=address, follow_redirects=False)
            return stack.enter_context(client)

        yield start
