"""Search ranks well: the judged queries, over an archive of the corpus."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

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


@pytest.mark.slow
def test_relevance(relevance: ModuleType, sqlite_url: str) -> None:
    archive, files = relevance.filled(sqlite_url)
    with archive:
        measured = relevance.measure(archive, files, relevance.judged())
    assert len(measured) == 40
    typed, plain = (relevance.mean(getattr(m, name) for m in measured) for name in ("typed", "plain"))
    assert typed >= 0.9
    assert abs(typed - plain) <= 0.03
    assert relevance.mean(abs(m.typed - m.plain) for m in measured) <= 0.03


@pytest.mark.slow
def test_both_databases_rank_the_same(relevance: ModuleType, sqlite_url: str, postgres_url: str) -> None:
    from analyzer.archive.search import search
    from tests.archive.searching import keyless

    (one, files), (other, others) = relevance.filled(sqlite_url), relevance.filled(postgres_url)
    with one, other:
        assert files == others
        for query in relevance.judged():
            here, there = (keyless(search(archive, query.text, with_facets=True)) for archive in (one, other))
            assert here == there, query.id


@pytest.mark.parametrize(
    ("found", "grades", "expected"), [([3, 2, 0], [3, 2], 1.0), ([0, 3], [3], 0.6309), ([], [2], 0.0)]
)
def test_gain(relevance: ModuleType, found: list[int], grades: list[int], expected: float) -> None:
    assert relevance.ndcg(found, grades) == pytest.approx(expected, abs=1e-4)
