"""Training the area model: what is learned once for all areas, what for one, and from which tasks."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import CorpusError
from analyzer.learning.areas import AreaExample, area_examples, fit_areas
from analyzer.learning.examples import Studied, study
from analyzer.models import models_directory
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.areas import AREAS, AreaModel, AreaReader
from tests.learning.gold import document

_TASKS = [
    ("Sở Tài chính bố trí kinh phí cho đợt {n}.", "public_finance"),
    ("Sở Y tế cấp vắc xin cho đợt {n}.", "other"),
    ("Sở Tư pháp rà soát văn bản quy phạm pháp luật đợt {n}.", "institutions"),
]


def studied(title: str, tasks: list[tuple[str, str]], name: str = "d") -> Studied:
    """A directive with one task an item, as the analyzer reads it."""
    body = "\n".join(f"{i}. {text}" for i, (text, _) in enumerate(tasks, 1))
    gold = [
        {"from": text, "to": text.split()[-1], "n": 1, "modality": "obligation", "area": area} for text, area in tasks
    ]
    return study(document({"id": name, "tasks": gold}, f"CHỈ THỊ\nVề {title}\n\n{body}\n", name))


def examples(documents: int = 8) -> list[AreaExample]:
    made = [
        studied(f"phòng, chống dịch bệnh đợt {n}", [(t.format(n=n), area) for t, area in _TASKS], f"d{n}")
        for n in range(documents)
    ]
    return [example for each in made for example in area_examples(each)]


def test_every_task_that_is_found_and_has_an_area_is_an_example() -> None:
    found = list(area_examples(studied("phòng, chống dịch bệnh", [(t.format(n=1), a) for t, a in _TASKS])))
    assert [(e.area, e.annotated) for e in found] == [(area, area) for _, area in _TASKS]
    assert {e.document for e in found} == {"d"}
    assert found[0].cues["first:public_finance"] > 0
    assert {"word:kinh", "word:kinh phí"} <= set(found[0].words)
    without = study(document({"id": "d", "tasks": []}, "Giao Sở Y tế rà soát quy trình nội bộ."))
    assert list(area_examples(without)) == []


@pytest.mark.parametrize(("title", "area"), [("phòng, chống dịch bệnh", "other"), ("cải cách hành chính", "direction")])
def test_steering_of_other_work_is_trained_as_other(title: str, area: str) -> None:
    (example,) = area_examples(studied(title, [("Sở Y tế báo cáo kết quả hằng tháng.", "direction")]))
    assert (example.annotated, example.area) == ("direction", area)
    assert example.cues["first:steering"] > 0


def test_what_was_seen_is_read_as_annotated() -> None:
    fitted = fit_areas(examples())
    linear = fitted.linear()
    assert linear.labels == tuple(sorted(AREAS))
    assert set(linear.weights) == set(fitted.features)
    reader = AreaReader("phòng, chống dịch bệnh", AreaModel.of(linear))
    assert [reader.read(text.format(n=99), [])[0] for text, _ in _TASKS] == [area for _, area in _TASKS]


def test_training_is_reproducible() -> None:
    assert fit_areas(examples()).linear() == fit_areas(examples()).linear()


def test_words_of_few_documents_are_left_out() -> None:
    kept = {name for name in fit_areas(examples(8)).features if name.startswith("word:")}
    assert "word:vắc xin" in kept
    assert not any(name.startswith("word:") for name in fit_areas(examples(4)).features)
    assert not any(name.startswith("word:") for name in fit_areas(examples(8), words=False).features)


def test_tied_weights_reach_areas_never_seen() -> None:
    """That the task names an area is learned from other areas."""
    seen = [("institutions", 0), ("procedures", 1), ("civil_service", 2), ("other", 3)]
    made = [
        AreaExample(f"d{d}", {f"task:{area}": 1.0, "task:organisation": 0.0}, {}, area, area)
        for area, d in seen
        for _ in range(5)
    ]
    linear = fit_areas(made).linear()
    weights = dict(zip(linear.labels, linear.weights["task:organisation"], strict=True))
    assert weights["organisation"] > 1
    assert weights["organisation"] == max(weights.values())


def test_too_few_tasks_are_refused() -> None:
    with pytest.raises(CorpusError, match="too few"):
        fit_areas([])


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


def test_naming_an_area_speaks_for_it_in_the_shipped_model() -> None:
    model = Judges.shipped().areas
    assert model is not None
    for index, area in enumerate(AREAS):
        weights = model.cues[f"task:{area}"]
        assert max(weights) == weights[index] > 0
