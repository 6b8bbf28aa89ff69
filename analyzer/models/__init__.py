"""Access to the trained models: in ``models/`` of the checkout, in ``analyzer/_models/`` of an installed wheel."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent.parent


@cache
def models_directory() -> Path:
    """The directory the trained models lie in."""
    packed = _PACKAGE / "_models"
    return packed if packed.is_dir() else _PACKAGE.parent / "models"


def read_model(name: str) -> Any:
    """The model in ``<name>.json``. Raises OSError where the installation lacks it."""
    return json.loads((models_directory() / f"{name}.json").read_text(encoding="utf-8"))
