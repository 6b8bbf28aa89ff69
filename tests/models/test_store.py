"""Trained models on disk: what is written is read again, by skops too; what is not as it was written is refused."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression, Ridge

from analyzer.errors import ModelError
from analyzer.learning.fitting import Fitted
from analyzer.learning.storing import dumped, note, store
from analyzer.models import models_directory
from analyzer.models.store import MANIFEST, PROTOCOL, load_linear, read_linear, read_manifest, review_threshold
from tests.models.making import FEATURES, fitted

FORM = 3
LABELS = [("no", "yes"), ("lead", "none", "support"), ("không", "có", "đề nghị", "…")]
each_kind = pytest.mark.parametrize("labels", LABELS, ids=["two", "three", "four"])


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A directory with one model, ``work``."""
    store(fitted(), "work", FORM, tmp_path)
    return tmp_path


def refused(directory: Path, name: str = "work", form: int = FORM) -> ModelError:
    with pytest.raises(ModelError) as caught:
        load_linear(name, form, directory)
    error = caught.value
    assert error.code == "model_error"
    for told in (error.message, error.message_vi):
        assert "analyzer train" in told, "both say what to do"
    assert "cannot be used" in error.message
    assert "Không dùng được" in error.message_vi
    return error


# ---------------------------------------------------------------- written and read


@each_kind
def test_what_is_stored_is_read_again(labels: tuple[str, ...], tmp_path: Path) -> None:
    made = fitted(labels)
    store(made, "work", FORM, tmp_path)
    assert load_linear("work", FORM, tmp_path) == made.linear()
    assert sorted(made.linear().labels) == sorted(labels)


@each_kind
def test_skops_reads_the_same_model(labels: tuple[str, ...], tmp_path: Path) -> None:
    """The file is one of skops, and scikit-learn's estimator in it is as sure of everything as the analyzer."""
    store(fitted(labels), "work", FORM, tmp_path)
    held = skops.io.load(tmp_path / "work.skops")
    names, estimator = held["features"].tolist(), held["estimator"]
    assert isinstance(estimator, LogisticRegression)
    linear = load_linear("work", FORM, tmp_path)
    chance = random.Random(1)
    for _ in range(100):
        features = [name for name in [*FEATURES, "unknown"] if chance.random() < 0.5]
        row = np.array([[float(name in features) for name in names]])
        wanted = dict(zip(estimator.classes_.tolist(), estimator.predict_proba(row)[0].tolist(), strict=True))
        assert linear.probabilities(features) == pytest.approx(wanted)


@each_kind
def test_the_same_model_gives_the_same_bytes(labels: tuple[str, ...]) -> None:
    first, ballast, second = fitted(labels), [object() for _ in range(1000)], fitted(labels)
    assert dumped(first) == dumped(second) == dumped(first)
    with zipfile.ZipFile(BytesIO(dumped(first))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}, "whatever the time"
    assert dumped(fitted(labels, seed=1)) != dumped(first)
    assert ballast


@pytest.mark.parametrize("path", sorted(models_directory().glob("*.skops")), ids=lambda path: path.stem)
def test_shipped_files_are_even_and_hold_no_pickle(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {Path(name).suffix for name in archive.namelist()} == {".npy", ".json"}
        assert skops.io.get_untrusted_types(file=path) == []
        assert json.loads(archive.read("schema.json"))["protocol"] == PROTOCOL
        for name in archive.namelist():
            if name.endswith(".npy"):
                assert np.load(BytesIO(archive.read(name)), allow_pickle=False).dtype.kind in "Ufi"


def test_the_manifest_lists_what_was_stored(stored: Path) -> None:
    store(fitted(LABELS[1]), "roles", 5, stored)
    note(stored, "training", {"seed": 0})
    manifest = read_manifest(stored)
    assert list(manifest) == ["models", "training"]
    assert list(manifest["models"]) == ["roles", "work"]
    for name, entry in manifest["models"].items():
        assert entry["sha256"] == sha256((stored / f"{name}.skops").read_bytes()).hexdigest()
        assert {"features", "format", "scikit_learn", "skops"} < set(entry)
    assert (manifest["models"]["work"]["format"], manifest["models"]["roles"]["format"]) == (FORM, 5)


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize("at", [0, 100, -30, -1])
def test_a_changed_byte_is_refused(stored: Path, at: int) -> None:
    path = stored / "work.skops"
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert "changed since training" in refused(stored).message


def test_features_of_another_version_are_refused(stored: Path) -> None:
    told = refused(stored, form=FORM + 1)
    assert f"version {FORM}," in told.message
    assert f"version {FORM + 1}" in told.message
    assert f"phiên bản {FORM + 1}" in told.message_vi


def test_a_missing_file_is_refused(stored: Path) -> None:
    (stored / "work.skops").unlink()
    assert "'work'" in refused(stored).message
    (stored / "work.skops").mkdir()
    assert "cannot be read" in refused(stored).message


def test_a_model_that_is_not_listed_is_refused(stored: Path, tmp_path: Path) -> None:
    assert "not listed" in refused(stored, "roles").message
    (stored / MANIFEST).unlink()
    assert "not listed" in refused(stored).message
    assert "not listed" in refused(tmp_path / "nowhere").message


def entry_of(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda manifest: change(manifest["models"]["work"])


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("", id="empty"),
        pytest.param('{"models": ', id="cut off"),
        pytest.param("[]", id="a list"),
        pytest.param("\ud800", id="no UTF-8"),
        pytest.param(lambda m: m.update(models=[]), id="models are a list"),
        pytest.param(lambda m: m.update(models="work"), id="models are a word"),
        pytest.param(lambda m: m["models"].update(work=None), id="nothing of the model"),
        pytest.param(entry_of(lambda entry: entry.pop("sha256")), id="no digest"),
        pytest.param(entry_of(lambda entry: entry.pop("format")), id="no version"),
    ],
)
def test_a_damaged_manifest_is_refused(stored: Path, damage: str | Callable[[dict[str, Any]], object]) -> None:
    path = stored / MANIFEST
    if isinstance(damage, str):
        path.write_bytes(damage.encode("utf-8", "surrogatepass"))
    else:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        damage(manifest)
        path.write_text(json.dumps(manifest), encoding="utf-8")
    assert MANIFEST in refused(stored).message


@pytest.mark.parametrize("training", [None, {}, [], {"review_threshold": None}, {"review_threshold": "high"}], ids=repr)
def test_a_threshold_that_is_none_is_refused(tmp_path: Path, training: object) -> None:
    if training is not None:
        note(tmp_path, "training", training)
    with pytest.raises(ModelError, match="no threshold"):
        review_threshold(tmp_path)


def test_the_threshold_is_read(tmp_path: Path) -> None:
    note(tmp_path, "training", {"review_threshold": 0.25})
    assert review_threshold(tmp_path) == 0.25


def members(fitted_: Fitted) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(dumped(fitted_))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def schema_with(change: Callable[[dict[str, Any]], object]) -> bytes:
    parts = members(fitted())
    schema = json.loads(parts["schema.json"])
    change(schema)
    return packed({**parts, "schema.json": json.dumps(schema).encode()})


def array_with(key: str, array: Any) -> bytes:
    """The file with another array of the estimator."""
    parts = members(fitted())
    node = json.loads(parts["schema.json"])["content"]["estimator"]["content"]["content"][key]
    content = BytesIO()
    np.save(content, array)
    return packed({**parts, node["file"]: content.getvalue()})


def estimator_of(schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema["content"]["estimator"]
    return found


DAMAGED = {
    "nothing": lambda: b"",
    "no zip": lambda: b"work",
    "cut off": lambda: dumped(fitted())[:-40],
    "no schema": lambda: packed({"0.npy": b""}),
    "schema no JSON": lambda: packed({"schema.json": b"{"}),
    "schema a list": lambda: packed({"schema.json": b"[]"}),
    "another protocol": lambda: schema_with(lambda s: s.update(protocol=PROTOCOL + 1)),
    "another estimator": lambda: schema_with(lambda s: estimator_of(s).update({"__class__": "Ridge"})),
    "an estimator of skops": lambda: skops.io.dumps(
        {"features": np.array(["a"]), "estimator": Ridge().fit([[0.0], [1.0]], [0, 1])}
    ),
    "not fitted": lambda: skops.io.dumps({"features": np.array(["a"]), "estimator": LogisticRegression()}),
    "no features": lambda: schema_with(lambda s: s["content"].pop("features")),
    "arrays missing": lambda: packed({"schema.json": members(fitted())["schema.json"]}),
    "arrays empty": lambda: packed({name: b"" if name.endswith("npy") else c for name, c in members(fitted()).items()}),
    "too few weights": lambda: array_with("coef_", np.zeros((1, 2))),
    "too many rows": lambda: array_with("coef_", np.zeros((2, len(fitted().features)))),
    "too many labels": lambda: array_with("classes_", np.array(["a", "b", "c"])),
    "one label": lambda: array_with("classes_", np.array(["a"])),
    "no intercept": lambda: array_with("intercept_", np.array(1.0)),
    "objects": lambda: array_with("classes_", np.array(["no", {"yes": 1}], dtype=object)),
}


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_file_that_holds_something_else_is_refused(damaged: Callable[[], bytes]) -> None:
    with pytest.raises(ModelError) as caught:
        read_linear("work", damaged())
    assert "damaged" in caught.value.message
    assert "hỏng" in caught.value.message_vi


def test_the_undamaged_parts_make_a_model() -> None:
    """What the cases above damage is whole to begin with."""
    assert read_linear("work", packed(members(fitted()))) == fitted().linear()
    assert read_linear("work", schema_with(lambda _: None)) == fitted().linear()
    assert read_linear("work", array_with("classes_", np.array(["no", "yes"]))) == fitted().linear()
