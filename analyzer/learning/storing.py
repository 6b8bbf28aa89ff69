"""Writing trained models: skops files that are the same byte for byte for the same model, and their manifest."""

from __future__ import annotations

import json
import re
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from analyzer.learning.fitting import Fitted
from analyzer.models.store import MANIFEST, read_manifest

_ID = re.compile(r'"__id__": (\d+)')
_EPOCH = (1980, 1, 1, 0, 0, 0)


def store(fitted: Fitted, name: str, form: int, directory: Path) -> None:
    """Write ``<name>.skops`` and its entry in the manifest. Raises OSError.

    ``form`` is the version of the features.
    """
    import sklearn
    import skops

    content = dumped(fitted)
    (directory / f"{name}.skops").write_bytes(content)
    manifest = read_manifest(directory)
    entry = {
        "sha256": sha256(content).hexdigest(),
        "format": form,
        "features": len(fitted.features),
        "scikit_learn": sklearn.__version__,
        "skops": skops.__version__,
    }
    models = {**manifest.get("models", {}), name: entry}
    note(directory, "models", dict(sorted(models.items())))


def note(directory: Path, key: str, value: Any) -> None:
    """Write one part of the manifest. Raises OSError."""
    manifest = {**read_manifest(directory), key: value}
    text = json.dumps(dict(sorted(manifest.items())), ensure_ascii=False, indent=1) + "\n"
    (directory / MANIFEST).write_text(text, encoding="utf-8")


def dumped(fitted: Fitted) -> bytes:
    """The bytes of a skops file.

    skops names parts of a file after addresses in memory, and zip archives hold the time: both are made even.
    """
    import numpy as np
    import skops.io

    raw = skops.io.dumps({"features": np.array(fitted.features), "estimator": fitted.estimator})
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        schema = archive.read("schema.json").decode()
        numbers = {found: str(i) for i, found in enumerate(dict.fromkeys(_ID.findall(schema)))}
        schema = _ID.sub(lambda m: f'"__id__": {numbers[m[1]]}', schema)
        arrays = {}
        for member in archive.namelist():
            stem, _, ending = member.partition(".")
            if ending == "npy":
                arrays[f"{numbers[stem]}.npy"] = archive.read(member)
                schema = schema.replace(f'"{member}"', f'"{numbers[stem]}.npy"')
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in [*sorted(arrays.items()), ("schema.json", schema.encode())]:
            archive.writestr(zipfile.ZipInfo(member, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
