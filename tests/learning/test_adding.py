"""Gold that is added to a corpus: where it goes, what is left out, and that training says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.learning import run as running
from analyzer.learning.adding import CALIBRATION_SHARE, additions, for_calibration
from analyzer.learning.corpus import GoldDocument
from analyzer.learning.splits import SPLITS
from analyzer.learning.training import Trained
from tests.learning.gold import GOLD, ORDER, document, write

_SUBJECTS = (
    "đê điều",
    "hộ tịch",
    "trồng rừng",
    "cấp nước",
    "chợ đêm",
    "thư viện",
    "bến xe",
    "lò mổ",
    "cầu treo",
    "hồ sơ",
)
_TASKS = ("rà soát", "thống kê", "sửa chữa", "khảo sát", "đánh giá", "bàn giao", "sắp xếp", "xây dựng", "kiểm kê")


def made(count: int) -> Iterator[GoldDocument]:
    """Documents that have no eight words in a row in common."""
    for number in range(count):
        subject, other = _SUBJECTS[number % 10], _SUBJECTS[number // 10 % 10]
        lines = [
            f"{i + number}. Sở {number} {task} {subject} {number + i} và {other}." for i, task in enumerate(_TASKS)
        ]
        yield document({"tasks": []}, "\n".join(lines), f"d{number}")


def put(directory: Path, documents: Iterator[GoldDocument]) -> Path:
    directory.mkdir()
    for one in documents:
        write(directory, {"id": one.id, "tasks": []}, one.text, one.id)
    return directory


def test_one_in_five_calibrates_and_none_changes_sides(tmp_path: Path) -> None:
    directory = put(tmp_path / "a", made(100))
    found = additions([directory], {})
    assert len(found.documents) == 100
    assert found.left_out == []
    assert CALIBRATION_SHARE - 10 < len(found.calibration) < CALIBRATION_SHARE + 10
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for number, path in enumerate(sorted(directory.glob("*.txt"))[:50]):
        (moved / f"x{number}.txt").write_text(path.read_text().replace(" ", "  \n"), encoding="utf-8")
        (moved / f"x{number}.json").write_text('{"tasks": []}', encoding="utf-8")
    again = additions([moved], {})
    sides = {d.id: "calibration" for d in found.calibration} | {d.id: "train" for d in found.train}
    assert {d.id: "calibration" for d in again.calibration} | {d.id: "train" for d in again.train} == {
        d.id: sides[d.id] for d in again.documents
    }, "neither name, place, blanks nor company decide"
    assert len(again.documents) == 50


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(
    "text",
    [
        ORDER,
        ORDER.replace("\n", "\n\n").replace(" ", "  "),
        ORDER.partition("CHỈ THỊ")[2],
        ORDER + "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n",
        ORDER.replace("30/6/2024", "01/7/2024"),
    ],
    ids=["the same", "other blanks", "without its head", "with its end", "a day mended"],
)
def test_what_is_in_a_split_is_left_out(tmp_path: Path, split: str, text: str) -> None:
    write(tmp_path, {"tasks": []}, text, "again")
    found = additions([tmp_path], {"train": list(made(3)), split: [document()]})
    assert found.documents == []
    assert [(one.path.name, one.where, one.same_as) for one in found.left_out] == [("again.json", split, "ct-07")]


def test_a_text_that_is_added_twice_counts_once(tmp_path: Path) -> None:
    first, second = put(tmp_path / "first", made(2)), put(tmp_path / "second", made(3))
    found = additions([second, first], {})
    assert len(found.documents) == 3
    assert {d.path.parent for d in found.documents} == {second}, "the one given first"
    assert {(one.path.parent, one.where) for one in found.left_out} == {(first, "added")}


def test_what_is_much_alike_from_year_to_year_is_added(tmp_path: Path) -> None:
    (text,) = (d.text for d in made(1))
    for year in (2023, 2024):
        write(
            tmp_path,
            {"tasks": []},
            text + "\n" + "\n".join(f"Điểm {year}-{i} của năm {year}." for i in range(6)),
            f"{year}",
        )
    assert len(additions([tmp_path], {}).documents) == 2


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    directory = tmp_path / "corpora" / "directives"
    directory.mkdir(parents=True)
    names = {"seen": "s", "train": "t", "calibration": "c", "test": "e"}
    for (split, name), one in zip(names.items(), made(4), strict=True):
        write(directory, GOLD if split == "test" else {"tasks": []}, ORDER if split == "test" else one.text, name)
    lines = (f'{split} = ["{name}"]' for split, name in names.items())
    (directory.parent / "splits.toml").write_text("[splits]\n" + "\n".join(lines), encoding="utf-8")
    return directory


def test_training_takes_what_is_added_and_leaves_the_test_split_alone(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, list[GoldDocument]] = {}
    about: dict[str, object] = {}

    def train_on(training: list[GoldDocument], calibration: list[GoldDocument], **more: object) -> Trained:
        given.update(training=training, calibration=calibration, seen=more["seen"])  # type: ignore[typeddict-item]
        return Trained({}, 0.5)

    def figures(documents: list[GoldDocument], *_: object) -> dict[str, object]:
        given["test"] = documents
        return {"documents": 1, "tasks": 0, "accuracy": {}, "confidence": {}, "review": {}}

    monkeypatch.setattr(running, "train_on", train_on)
    monkeypatch.setattr(running, "figures", figures)
    monkeypatch.setattr(running, "write", lambda *_, **said: about.update(said))
    monkeypatch.setattr(running.Judges, "load", lambda _: None)
    more = put(tmp_path / "more", (d for d in made(24) if int(d.id[1:]) >= 4))
    write(more, GOLD, ORDER, "leak")

    told = running.run(corpus, tmp_path / "out", added=[more])
    ids = {name: [d.path.stem for d in documents] for name, documents in given.items()}
    added = {d.id for d in made(24) if int(d.id[1:]) >= 4}
    assert ids["test"] == ["e"]
    assert ids["seen"] == ["s"]
    assert ids["training"][0] == "t"
    assert ids["calibration"][0] == "c"
    assert sorted(ids["training"][1:] + ids["calibration"][1:]) == sorted(added)
    assert all(for_calibration(d) for d in given["calibration"][1:])
    assert not any(for_calibration(d) for d in given["training"][1:])
    counts = {"train": len(ids["training"]) - 1, "calibration": len(ids["calibration"]) - 1}
    assert about["added"] == {
        "calibration_share": 0.2,
        "documents": counts,
        "tasks": {"train": 0, "calibration": 0},
        "left_out": {"test": 1},
    }
    assert about["documents"] == dict.fromkeys(SPLITS, 1)
    assert told[:2] == [
        f"left out: {more / 'leak.json'}: its text is that of e (test)",
        f"added: {counts['train']} documents to train, {counts['calibration']} to calibration",
    ]
    with_more = about["corpus_sha256"]
    about.clear()
    assert not running.run(corpus, tmp_path / "out")[0].startswith(("left", "added"))
    assert "added" not in about
    assert about["corpus_sha256"] != with_more
    assert json.loads((tmp_path / "out" / running.FIGURES).read_text())["test"]["documents"] == 1
