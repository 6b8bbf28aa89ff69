"""Trained scikit-learn models on disk: skops files, listed with digest and versions in ``models/manifest.json``.

A ``<name>.skops`` holds ``{"features": array of names, "estimator": a fitted LogisticRegression}``. ``skops.io.load``
reads it, without pickle; to import scikit-learn for that takes a second, more than reading a whole directive. So what
the analyzer needs, names and weights, is read straight from the file, which is a zip archive of a JSON schema and
NumPy arrays; nothing in it is executed.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from analyzer.errors import ModelError
from analyzer.models import models_directory
from analyzer.models.linear import Linear

MANIFEST = "manifest.json"
#: The layout of skops files this reader knows.
PROTOCOL = 2
_ESTIMATOR = "LogisticRegression"
#: What the reading of an archive raises where something else lies in it.
_DAMAGED = (AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def load_linear(name: str, form: int, directory: Path) -> Linear:
    """The model of a name, with features of version ``form``.

    Raises ModelError where the file is absent, is not the one of the manifest, or has other features than this code.
    """
    entry = _entry(name, directory)
    try:
        content = (directory / f"{name}.skops").read_bytes()
    except OSError as error:
        raise _broken(name, f"its file cannot be read: {error}", f"không đọc được tệp: {error}") from error
    if sha256(content).hexdigest() != entry["sha256"]:
        raise _broken(name, "its file has changed since training", "tệp đã thay đổi so với khi huấn luyện")
    if entry["format"] != form:
        raise _broken(
            name,
            f"its features are of version {entry['format']}, this code has version {form}",
            f"đặc trưng là phiên bản {entry['format']}, phần mềm cần phiên bản {form}",
        )
    return read_linear(name, content)


def read_manifest(directory: Path) -> dict[str, Any]:
    """What the manifest says of ``models`` and their ``training``; empty where there is none.

    Raises ModelError where it is damaged.
    """
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(manifest, dict):
            raise ValueError("an object is wanted")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _broken(MANIFEST, f"it is damaged: {error}", f"tệp hỏng: {error}") from error
    return manifest


def _entry(name: str, directory: Path) -> dict[str, Any]:
    """What the manifest says of a model."""
    models = read_manifest(directory).get("models", {})
    if isinstance(models, dict) and name not in models:
        raise _broken(name, f"it is not listed in {MANIFEST}", f"không có trong {MANIFEST}")
    try:
        return {key: models[name][key] for key in ("sha256", "format")}
    except (KeyError, TypeError) as error:
        raise _broken(MANIFEST, f"it says nothing of {name!r}", f"thiếu thông tin về {name!r}") from error


@cache
def review_threshold(directory: Path | None = None) -> float:
    """From which probability on a unit that is no task is shown for review. Raises ModelError where none is noted."""
    try:
        return float(read_manifest(directory or models_directory())["training"]["review_threshold"])
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(MANIFEST, "it has no threshold of review", "thiếu ngưỡng rà soát") from error


def read_linear(name: str, content: bytes) -> Linear:
    """The linear model in the bytes of a skops file. Raises ModelError where they hold something else."""
    import numpy as np

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            schema = json.loads(archive.read("schema.json"))
            if schema["protocol"] != PROTOCOL:
                raise ValueError(f"protocol {schema['protocol']}, {PROTOCOL} is wanted")
            estimator = schema["content"]["estimator"]
            if estimator["__class__"] != _ESTIMATOR:
                raise ValueError(f"a {estimator['__class__']}, {_ESTIMATOR} is wanted")
            fields = estimator["content"]["content"]

            def array(node: dict[str, Any]) -> Any:
                return np.load(BytesIO(archive.read(node["file"])), allow_pickle=False)

            names = array(schema["content"]["features"]).tolist()
            columns = array(fields["coef_"]).T.tolist()
            intercept, labels = array(fields["intercept_"]).tolist(), array(fields["classes_"]).tolist()
            if {len(intercept), *map(len, columns)} != {len(labels) if len(labels) > 2 else len(labels) - 1}:
                raise ValueError("sizes that do not fit")
            weights = {name: tuple(column) for name, column in zip(names, columns, strict=True)}
            return Linear(tuple(map(str, labels)), weights, tuple(intercept))
    except (*_DAMAGED, zipfile.BadZipFile, zlib.error) as error:
        raise _broken(name, f"its file is damaged: {error!r}", f"tệp hỏng: {error!r}") from error


def _broken(name: str, why: str, why_vi: str) -> ModelError:
    return ModelError(
        f"The model {name!r} cannot be used: {why}. Install the package again, or train with `analyzer train`.",
        f"Không dùng được mô hình {name!r}: {why_vi}. Hãy cài lại phần mềm hoặc chạy `analyzer train`.",
    )
