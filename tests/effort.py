"""How much the tests try. What a change needs is tried by default; ``ANALYZER_TESTS=thorough`` tries all of it."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("ANALYZER_TESTS") == "thorough"


def effort(usual: int, thorough: int) -> int:
    """How many examples, kills or documents: ``usual`` of them, or ``thorough``.

    >>> effort(10, 50) == (50 if THOROUGH else 10)
    True
    """
    return thorough if THOROUGH else usual
