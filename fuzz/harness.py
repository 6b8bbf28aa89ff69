"""One target under atheris: ``python -m fuzz.harness TARGET [options and folders of libFuzzer]``."""

from __future__ import annotations

import os
import sys

import atheris

name = sys.argv[1]
os.environ["PATH"] = ""  # no Tesseract, no LibreOffice: what they cannot be had for is a typed error
with atheris.instrument_imports(include=["analyzer"]):
    from fuzz.targets import run


def one(data: bytes) -> None:
    run(name, data)


atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
atheris.Fuzz()
