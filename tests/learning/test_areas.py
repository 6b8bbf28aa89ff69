"""Training the area model, and the trained model's agreement with the code and the data it was made from."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from analyzer.errors import CorpusError
from analyzer.knowledge.data import read_text
from analyzer.learning.areas import Example, Linear, by_hand, corpus_digest, examples_of, fit, train_areas
from analyzer.learning.corpus import read_corpus, read_document
from analyzer.models import models_directory, read_model
from analyzer.pipes.tasks.areas import AREAS, FORMAT

CORPUS = Path(__file__).parents[2] / "corpora" / "directives"
_TASKS = [
    ("Sở Tài chính bố trí kinh phí cho đợt {n}.", "public_finance"),
    ("Sở Y tế cấp vắc xin cho đợt {n}.", "other"),
    ("Sở Tư pháp rà soát văn bản quy phạm pháp luật đợt {n}.", "institutions"),
]


def _write(directory: Path, name: str, title: str, tasks: list[tuple[str, str]]) -> Path:
    body = "\n".join(f"{i}. {text}" for i, (text, _) in enumerate(tasks, 1))
    (directory / f"{name}.txt").write_text(f"CHỈ THỊ\nVề {title}\n\n{body}\n", encoding="utf-8")
    gold = [
        {"from": text.split()[0] + " " + text.split()[1] + " " + text.split()[2], "to": text.split()[-1], "n": 1,
         "modality": "obligation", "area": area}
        for text, area in tasks
    ]  # fmt: skip
    path = directory / f"{name}.json"
    path.write_text(json.dumps({"id": name, "tasks": gold}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for n in range(6):
        _write(tmp_path, f"d{n}", f"phòng, chống dịch bệnh đợt {n}", [(t.format(n=n), a) for t, a in _TASKS])
    return tmp_path


def test_training_is_reproducible_and_complete(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first, second = out / "first.model", out / "second.model"
    model = train_areas(corpus, first)
    train_areas(corpus, second)
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8")) == model
    assert model["labels"] == list(AREAS)
    assert model["training"]["documents"] == 6
    assert model["training"]["tasks"] == 18
    assert model["metrics"]["accuracy"]["all"] == 1.0


def test_another_corpus_gives_another_digest(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    before = train_areas(corpus, out)["training"]["corpus_sha256"]
    _write(corpus, "d0", "phòng, chống dịch bệnh đợt 9", [(t.format(n=9), a) for t, a in _TASKS])
    assert train_areas(corpus, out)["training"]["corpus_sha256"] != before


def test_too_few_documents_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, "d0", "phòng, chống dịch bệnh", [(t.format(n=1), a) for t, a in _TASKS])
    with pytest.raises(ValueError, match="at least 5 documents"):
        train_areas(tmp_path, tmp_path / "model")


def test_a_broken_annotation_is_refused(corpus: Path, tmp_path: Path) -> None:
    (corpus / "d0.txt").write_text("Sở Y tế", encoding="utf-8")
    with pytest.raises(CorpusError):
        train_areas(corpus, tmp_path / "model")


@pytest.mark.parametrize(("title", "area"), [("phòng, chống dịch bệnh", "other"), ("cải cách hành chính", "direction")])
def test_steering_of_other_work_is_trained_as_other(tmp_path: Path, title: str, area: str) -> None:
    path = _write(tmp_path, "d", title, [("Sở Y tế báo cáo kết quả hằng tháng.", "direction")])
    (example,) = examples_of(read_document(path))
    assert (example.annotated, example.area) == ("direction", area)
    assert example.cues["first:steering"] > 0
    assert "word:báo cáo" in example.words


def test_tied_weights_reach_areas_never_seen() -> None:
    seen = [("institutions", 0), ("procedures", 1), ("civil_service", 2), ("other", 3)]
    examples = [
        Example(f"d{d}", {f"task:{area}": 1.0, "task:organisation": 0.0}, {}, area, area)
        for area, d in seen
        for _ in range(5)
    ]
    linear = fit(examples, lambda e: e.cues)
    assert linear.weights["task:organisation"][AREAS.index("organisation")] > 1
    assert linear.predict({"task:organisation": 1.0}) == "organisation"


def test_linear() -> None:
    linear = Linear({"x": [0.0, 2.0] + [0.0] * 6}, [1.0] + [0.0] * 7)
    assert linear.predict({}) == AREAS[0]
    assert linear.predict({"x": 1.0, "unknown": 9.0}) == AREAS[1]


@pytest.mark.parametrize(
    ("features", "area"),
    [
        ({"task:procedures": 0.6, "title:other": 0.5}, "procedures"),
        ({"task:steering": 0.5}, "direction"),
        ({"title:organisation": 0.4}, "other"),
        ({}, "other"),
    ],
)
def test_the_rule_without_learning(features: dict[str, float], area: str) -> None:
    assert by_hand(features) == area


@pytest.mark.parametrize("packed", [True, False])
def test_models_are_found_in_a_wheel_and_in_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    package = tmp_path / "analyzer"
    package.mkdir()
    if packed:
        (package / "_models").mkdir()
    monkeypatch.setattr("analyzer.models._PACKAGE", package)
    assert models_directory.__wrapped__() == (package / "_models" if packed else tmp_path / "models")


class TestShippedModel:
    def test_it_is_of_this_code_and_these_cues(self) -> None:
        model = read_model("areas")
        assert (model["format"], model["labels"]) == (FORMAT, list(AREAS))
        assert model["training"]["cues_sha256"] == sha256(read_text("areas.toml").encode()).hexdigest(), (
            "the cue phrases have changed: train the model again"
        )
        assert model["training"]["corpus_sha256"] == corpus_digest(list(read_corpus(CORPUS))), (
            "the corpus has changed: train the model again"
        )

    def test_every_weight_has_a_value_for_each_area(self) -> None:
        model = read_model("areas")
        assert len(model["intercept"]) == len(AREAS)
        assert {len(values) for values in model["weights"].values()} == {len(AREAS)}

    def test_learning_beats_the_rule_it_replaces(self) -> None:
        accuracy = read_model("areas")["metrics"]["accuracy"]
        assert accuracy["all"] >= accuracy["cues"] > accuracy["by_hand"] + 0.05

    def test_naming_an_area_speaks_for_it(self) -> None:
        weights = read_model("areas")["weights"]
        for index, area in enumerate(AREAS):
            assert max(weights[f"task:{area}"]) == weights[f"task:{area}"][index] > 0

    def test_the_card_gives_its_figures(self) -> None:
        card, model = (models_directory() / "README.md").read_text(encoding="utf-8"), read_model("areas")
        for value in (*model["metrics"]["accuracy"].values(), model["metrics"]["accuracy_as_annotated"]):
            assert f"{value:.3f}" in card
        assert f"{model['training']['documents']} documents" in card
        assert f"{model['training']['tasks']} tasks" in card
