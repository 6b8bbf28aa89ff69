"""Training of every model on a small corpus: what comes out, the same each time, and what is too small is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from analyzer.assembly.analysis import analyse
from analyzer.errors import CorpusError
from analyzer.learning import training
from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.figures import PARTS, ablation, figures
from analyzer.learning.fitting import Fitted
from analyzer.learning.outcomes import Outcome
from analyzer.learning.run import FIGURES, corpus_digest, cues_digest, run, summary
from analyzer.learning.splits import SPLITS, read_split
from analyzer.learning.training import SHIPPED, TRIED, Trained, as_judges, fit_judges, study, train_on, write
from analyzer.models.store import MANIFEST, read_manifest, review_threshold
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.judges import FIELDS, FORMATS, RULES, UNIT
from analyzer.reading import read
from tests.learning import gold, samples

COUNTS = {"seen": 4, "train": 6, "calibration": 2, "test": 2}
ROOT = Path(__file__).parents[2]

# What is trained here is far too little for good models; it takes seconds.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped() -> list[GoldDocument]:
    """The shortest documents that models are fitted on."""
    documents = read_split(gold.SHIPPED, "seen", "train")
    return sorted(documents, key=lambda d: (len(d.text), d.id))[: sum(COUNTS.values())]


def copy(documents: Sequence[GoldDocument], root: Path) -> Path:
    """The documents as a corpus with splits."""
    directory = root / "directives"
    directory.mkdir(parents=True)
    names = []
    for document in documents:
        for path in (document.path, document.text_path):
            (directory / path.name).write_bytes(path.read_bytes())
        names.append(document.id)
    lines = []
    for split, count in COUNTS.items():
        names, taken = names[count:], names[:count]
        lines.append(f"{split} = {json.dumps(taken)}")
    (root / "splits.toml").write_text("[splits]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def corpus(shipped: list[GoldDocument], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(shipped, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def told() -> list[tuple[str, int, int]]:
    """What training told of its progress."""
    return []


@pytest.fixture(scope="module")
def rests_on() -> dict[str, set[str]]:
    """On which documents each model of confidence rests."""
    return {}


@pytest.fixture(scope="module")
def trained(
    corpus: Path,
    told: list[tuple[str, int, int]],
    rests_on: dict[str, set[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A directory with the models of the small corpus."""

    def spy(outcomes: Sequence[Outcome], field: str, seed: int) -> Fitted:
        rests_on.setdefault(field, set()).update(o.document for o in outcomes)
        return fit_sure(outcomes, field, seed)

    out = tmp_path_factory.mktemp("models") / "new"
    fit_sure = training._fit_sure
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_fit_sure", spy)
        run(corpus, out, progress=lambda *step: told.append(step))
    return out


def found_in(directory: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((directory / FIGURES).read_text(encoding="utf-8"))
    return found


def test_every_model_is_written_and_can_be_loaded(trained: Path) -> None:
    assert {path.stem for path in trained.glob("*.skops")} == set(FORMATS) == set(read_manifest(trained)["models"])
    judges = Judges.load(trained)
    assert judges.sure is not None
    assert set(judges.sure) == {*FIELDS, UNIT}
    assert (judges.roles, judges.limits) == (None, None), "those that did not beat the rules are not shipped"
    assert 0 <= review_threshold(trained) <= 1


def test_the_manifest_says_what_was_trained_on(trained: Path, corpus: Path) -> None:
    said = read_manifest(trained)["training"]
    assert said["documents"] == COUNTS
    assert said["tasks"] == {s: sum(len(d.gold.tasks) for d in read_split(corpus, s)) for s in SPLITS}
    assert said["corpus_sha256"] == corpus_digest(list(read_corpus(corpus)))
    assert said["cues_sha256"] == cues_digest()
    assert said["seed"] == 0


def test_confidence_rests_on_what_the_rules_were_not_written_with(
    trained: Path, corpus: Path, rests_on: dict[str, set[str]]
) -> None:
    assert trained.is_dir()
    fresh = {d.id for d in read_split(corpus, "train", "calibration")}
    assert {field: rests_on[field] for field in FIELDS} == dict.fromkeys(FIELDS, fresh)
    assert rests_on[UNIT] == fresh | {d.id for d in read_split(corpus, "seen")}


def test_progress_is_told(trained: Path, told: list[tuple[str, int, int]]) -> None:
    assert trained.is_dir()
    steps = list(dict.fromkeys(step for step, _, _ in told))
    assert steps == ["study", "cross_validate", "calibrate", "evaluate"]
    for step in steps:
        counts = [(done, of) for name, done, of in told if name == step]
        assert [done for done, _ in counts] == sorted(done for done, _ in counts)
        assert counts[-1][0] == counts[-1][1]


def test_a_second_run_writes_the_same_bytes(trained: Path, corpus: Path, tmp_path: Path) -> None:
    """By the command, in another process with another order of sets."""
    done = subprocess.run(
        [sys.executable, "-m", "analyzer.cli", "train", str(corpus), "-o", str(tmp_path / "new"), "--lang", "en"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == summary(found_in(trained))
    assert done.stderr.splitlines() == [
        "Reading the corpus",
        "Cross-validation",
        "Calibration",
        "Evaluation on the test split",
    ]
    written = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert written.keys() == {path.name for path in trained.iterdir()}
    assert [name for name, content in written.items() if (trained / name).read_bytes() != content] == []


def test_the_figures_are_of_the_models_written(trained: Path, corpus: Path) -> None:
    test = read_split(corpus, "test")
    assert found_in(trained) == {"test": figures(test, Judges.load(trained), review_threshold(trained))}


def test_models_read_new_documents(trained: Path, shipped: list[GoldDocument]) -> None:
    analysis = analyse(read(shipped[-1].text), Judges.load(trained))
    assert analysis.tasks
    assert all(unit.probability is not None for unit in analysis.units if unit.end > unit.start)


def test_models_know_what_they_were_fitted_on(trained: Path, corpus: Path) -> None:
    """On its own documents, even a little training makes nothing worse."""
    documents = read_split(corpus, "train", "seen")
    judges = Judges.load(trained)
    with_models, rules = ablation(documents, judges, {})["all"], ablation(documents, RULES, {})["rules"]
    assert with_models["tasks.modality"] >= rules["tasks.modality"]
    assert with_models["tasks.area"] > rules["tasks.area"]
    assert with_models["tasks.found"] >= rules["tasks.found"]


def test_the_ablation_leaves_out_and_adds_each_part(corpus: Path) -> None:
    documents = read_split(corpus, "train")
    studied = [study(document) for document in documents]
    judges, more = as_judges(fit_judges(studied)), as_judges(fit_judges(studied, names=TRIED))
    assert (more.work, more.areas) == (None, None)
    found = ablation(documents[:2], judges, {f"all + {name}": more for name in TRIED})
    assert set(found) == {"rules", "all", *(f"all - {part}" for part in PARTS), *(f"all + {name}" for name in TRIED)}
    assert set(PARTS) == set(SHIPPED)
    assert all(0 <= value <= 1 for figures_ in found.values() for value in figures_.values())


# ---------------------------------------------------------------- summary, and what is too small


def test_the_summary_says_what_matters(trained: Path) -> None:
    found = found_in(trained)
    lines = summary(found)
    assert lines[0].startswith(f"test: {COUNTS['test']} documents, ")
    assert [line.split()[0] for line in lines[1:7]] == [
        *("tasks.found", "assignees.words", "deadlines", "tasks.modality", "tasks.area", "headline")
    ]
    assert sum("calibration error" in line for line in lines) == len(FIELDS)
    assert lines[-1].startswith("review: ")
    more = summary({**found, "ablation": {"rules": {"tasks.found": 0.5}}})
    assert more == [*lines, "rules           tasks.found 0.500"]


def test_a_test_split_without_tasks_has_a_summary_too(trained: Path) -> None:
    """A corpus may have no test split, and one without tasks."""
    judges = Judges.load(trained)
    for documents in ([], [gold.document({"id": "x", "tasks": []}, "Không có việc gì ở đây.", "x")]):
        lines = summary({"test": figures(documents, judges, 0.1)})
        assert lines[0] == f"test: {len(documents)} documents, 0 tasks"
        assert not any("review" in line for line in lines)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_documents_are_told(count: int) -> None:
    few = [samples.annotated(samples.HEALTH, samples.COUNT, name=f"d{i}") for i in range(count)]
    with pytest.raises(CorpusError, match="too few documents"):
        train_on(few, few)


def test_a_damaged_manifest_is_written_anew(trained: Path, corpus: Path, tmp_path: Path) -> None:
    """The message of a broken installation says that training mends it."""
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    studied = [study(document) for document in read_split(corpus, "train")]
    models = fit_judges(studied)
    write(Trained(models, 0.25), tmp_path)
    assert set(read_manifest(tmp_path)["models"]) == set(models)
    assert review_threshold(tmp_path) == 0.25
