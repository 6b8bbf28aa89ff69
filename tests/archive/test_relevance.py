"""Search ranks well: the judged queries, over an archive of the corpus."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from analyzer.archive import Archive

_BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "relevance.py"


@pytest.fixture(scope="module")
def relevance() -> ModuleType:
    """The measure, which is a program of its own."""
    spec = importlib.util.spec_from_file_location("relevance", _BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["relevance"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def filled(relevance: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, dict[int, str]]]:
    """The corpus in an SQLite file, with the file of each document."""
    archive, files = relevance.filled(os.fspath(tmp_path_factory.mktemp("relevance") / "kho.db"))
    with archive:
        yield archive, files


@pytest.mark.slow
def test_relevance(relevance: ModuleType, filled: tuple[Archive, dict[int, str]]) -> None:
    measured = relevance.measure(*filled, relevance.judged())
    assert len(measured) == 40
    typed, plain = (relevance.mean(getattr(m, name) for m in measured) for name in ("typed", "plain"))
    assert typed >= 0.9
    assert abs(typed - plain) <= 0.03
    assert relevance.mean(abs(m.typed - m.plain) for m in measured) <= 0.03


@pytest.mark.slow
def test_both_databases_rank_the_same(
    relevance: ModuleType, filled: tuple[Archive, dict[int, str]], postgres_url: str
) -> None:
    from analyzer.archive.search import search
    from tests.archive.searching import keyless

    (one, files), (other, others) = filled, relevance.filled(postgres_url)
    with other:
        assert files == others
        for query in relevance.judged():
            here, there = (keyless(search(archive, query.text, with_facets=True)) for archive in (one, other))
            assert here == there, query.id


@pytest.mark.parametrize(
    ("found", "grades", "expected"), [([3, 2, 0], [3, 2], 1.0), ([0, 3], [3], 0.6309), ([], [2], 0.0)]
)
def test_gain(relevance: ModuleType, found: list[int], grades: list[int], expected: float) -> None:
    assert relevance.ndcg(found, grades) == pytest.approx(expected, abs=1e-4)
