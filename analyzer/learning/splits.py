"""The fixed splits of the corpus, by document: ``splits.toml`` beside its directory."""

from __future__ import annotations

import tomllib
from pathlib import Path

from analyzer.errors import CorpusError
from analyzer.learning.corpus import GoldDocument, read_corpus

#: What the splits are for. "seen": the rules were written with these documents in view, models are fitted on them.
#: "train": models are fitted on these. "calibration": probabilities and thresholds are. "test": figures only.
SPLITS = ("seen", "train", "calibration", "test")


def read_splits(directory: Path) -> dict[str, str]:
    """The split of each document of a corpus directory, from the ``splits.toml`` beside it.

    Raises CorpusError where the file is absent or damaged, or names a document twice.
    """
    path = directory.resolve().parent / "splits.toml"
    if not path.exists():
        raise _unfit(
            path,
            'there is no such file. It names the documents of each split: [splits] and below it train = ["id", …]; see '
            "docs/corpus.md.",
            'không có tệp này. Tệp ghi các văn bản của từng phần: [splits], dưới đó là train = ["tên", …]; xem '
            "docs/corpus.md.",
        )
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["splits"]
        named = [(str(name), str(split)) for split, names in table.items() for name in names]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unfit(path, f"there are no splits in it: {error}", f"không đọc được phần chia: {error}") from error
    found = dict(named)
    if len(found) < len(named):
        twice = sorted({name for name, _ in named if sum(other == name for other, _ in named) > 1})
        raise _unfit(path, f"named twice: {', '.join(twice)}", f"bị nêu hai lần: {', '.join(twice)}")
    if strange := sorted(set(found.values()) - set(SPLITS)):
        raise _unfit(path, f"unknown splits: {', '.join(strange)}", f"phần không rõ: {', '.join(strange)}")
    return found


def read_split(directory: Path, *wanted: str) -> list[GoldDocument]:
    """The documents of some splits, sorted by name.

    Raises CorpusError, also where a split is unknown or a document of the directory is in none.
    """
    splits = read_splits(directory)
    if strange := sorted(set(wanted) - set(SPLITS)):
        known = ", ".join(SPLITS)
        raise _unfit(
            directory,
            f"no such split: {', '.join(strange)}. The splits: {known}.",
            f"không có phần {', '.join(strange)}. Các phần: {known}.",
        )
    documents = list(read_corpus(directory))
    if left := sorted(d.id for d in documents if d.id not in splits):
        raise _unfit(directory, f"in no split: {', '.join(left)}", f"không thuộc phần nào: {', '.join(left)}")
    return [document for document in documents if splits[document.id] in wanted]


def _unfit(path: Path, what: str, what_vi: str) -> CorpusError:
    return CorpusError(f"{path}: {what}", f"{path}: {what_vi}")
