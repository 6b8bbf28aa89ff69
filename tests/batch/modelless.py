"""A worker of an installation that has no models."""

from __future__ import annotations

from analyzer.errors import ModelError
from analyzer.processes.serving import serve
from tests.batch.rough import answer


def main() -> None:
    serve(answer, warm, memory=6_000_000_000, grown=600_000_000)


def warm() -> None:
    raise ModelError("The model tasks is absent.", "Thiếu mô hình tasks.")
