"""The fixed splits of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import CorpusError
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.splits import SPLITS, read_split, read_splits
from tests.learning.gold import GOLD, SHIPPED, write

NAMES = {"train": ["a", "b"], "calibration": ["c"], "test": ["d"]}


def directory(root: Path, splits: dict[str, list[str]] | str = NAMES) -> Path:  # type: ignore[assignment]
    """A corpus of four documents with its splits."""
    corpus = root / "directives"
    corpus.mkdir()
    for name in "abcd":
        write(corpus, {**GOLD, "id": name}, name=name)
    text = splits if isinstance(splits, str) else "[splits]\n" + "\n".join(f"{k} = {v}" for k, v in splits.items())
    (root / "splits.toml").write_text(text, encoding="utf-8")
    return corpus


def test_documents_come_by_split_and_name(tmp_path: Path) -> None:
    corpus = directory(tmp_path, {"test": ["d"], "train": ["b", "a"], "calibration": ["c"]})
    assert read_splits(corpus) == {"a": "train", "b": "train", "c": "calibration", "d": "test"}
    assert [d.id for d in read_split(corpus, "train")] == ["a", "b"]
    assert [d.id for d in read_split(corpus, "test", "train")] == ["a", "b", "d"]
    assert read_split(corpus) == []


def test_names_of_documents_that_are_not_there_do_no_harm(tmp_path: Path) -> None:
    """A part of the corpus may be used with the splits of the whole."""
    corpus = directory(tmp_path, {**NAMES, "test": ["d", "e"]})
    assert [d.id for d in read_split(corpus, "test")] == ["d"]


@pytest.mark.parametrize(
    ("splits", "told"),
    [
        pytest.param("[splits", "no splits", id="no TOML"),
        pytest.param("train = ['a']", "no splits", id="no table"),
        pytest.param("splits = 3", "no splits", id="a number"),
        pytest.param("[splits]\ntrain = 3", "no splits", id="no names"),
        pytest.param({**NAMES, "test": ["d", "a"]}, "twice: a", id="in two splits"),
        pytest.param({**NAMES, "test": ["d", "d"]}, "twice: d", id="twice in one"),
        pytest.param({**NAMES, "dev": ["e"]}, "unknown splits: dev", id="a strange split"),
        pytest.param({"train": ["a"], "test": ["d"]}, "in no split: b, c", id="in none"),
    ],
)
def test_slips_are_told(tmp_path: Path, splits: dict[str, list[str]] | str, told: str) -> None:
    with pytest.raises(CorpusError, match=told) as caught:
        read_split(directory(tmp_path, splits), "train")
    assert str(tmp_path) in caught.value.message
    assert str(tmp_path) in caught.value.message_vi


def test_without_splits(tmp_path: Path) -> None:
    corpus = directory(tmp_path)
    (tmp_path / "splits.toml").unlink()
    with pytest.raises(CorpusError, match=r"splits\.toml"):
        read_splits(corpus)


def test_a_split_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such split: dev"):
        read_split(directory(tmp_path), "train", "dev")


@pytest.mark.parametrize("path", [lambda p: p, lambda p: p / "." / "x" / ".."], ids=["plain", "roundabout"])
def test_the_file_lies_beside_the_directory(tmp_path: Path, path: Callable[[Path], Path]) -> None:
    corpus = directory(tmp_path)
    (corpus / "x").mkdir()
    assert len(read_splits(path(corpus))) == 4


@pytest.fixture(scope="module")
def parts() -> dict[str, list[GoldDocument]]:
    """The documents of the shipped corpus by split."""
    return {split: read_split(SHIPPED, split) for split in SPLITS}


class TestShippedCorpus:
    def test_every_document_is_in_one_split(self, parts: dict[str, list[GoldDocument]]) -> None:
        named = [d.id for documents in parts.values() for d in documents]
        assert len(named) == len(set(named))
        assert set(named) == {path.stem for path in SHIPPED.glob("*.json")} == set(read_splits(SHIPPED))

    def test_most_is_for_training_and_enough_for_figures(self, parts: dict[str, list[GoldDocument]]) -> None:
        counts = {split: len(documents) for split, documents in parts.items()}
        whole = sum(counts.values())
        assert counts["seen"] + counts["train"] > whole / 2
        assert min(counts["calibration"], counts["test"]) >= whole / 10

    def test_no_text_is_in_two_splits(self, parts: dict[str, list[GoldDocument]]) -> None:
        texts = [d.text for documents in parts.values() for d in documents]
        assert len(texts) == len(set(texts))
