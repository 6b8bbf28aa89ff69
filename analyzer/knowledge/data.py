"""Access to the data files of the package, in the checkout and in an installed wheel alike."""

from __future__ import annotations

import csv
import json
import tomllib
from importlib.resources import files
from typing import Any


def read_text(name: str) -> str:
    """The text of ``analyzer/knowledge/data/<name>``."""
    return (files("analyzer.knowledge") / "data" / name).read_text(encoding="utf-8")


def read_json(name: str) -> Any:
    """A JSON data file."""
    return json.loads(read_text(name))


def read_toml(name: str) -> dict[str, Any]:
    """A TOML data file."""
    return tomllib.loads(read_text(name))


def read_tsv(name: str) -> list[dict[str, str]]:
    """A tab-separated data file with a header row; quotes are ordinary characters."""
    lines = read_text(name).splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
