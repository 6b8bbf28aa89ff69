"""The commands of docs/api.md work as they stand there, and it names every address."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.review.edits import Edit
from tests.service.api.conftest import Office, on_a_port, started

GUIDE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with started(tmp_path_factory.mktemp("alone"), workers=1, sign_in=False, wait=60) as office:
        yield office


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if not line.startswith("API=")]


@pytest.mark.slow
def test_commands_work(alone: Office, tmp_path: Path, story_pdf: bytes) -> None:
    assert shutil.which("curl"), "curl is missing"
    (tmp_path / "plan.pdf").write_bytes(story_pdf)
    (tmp_path / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\nmax-time = 60\n")
    with on_a_port(alone) as address:
        given = {"PATH": os.environ["PATH"], "CURL_HOME": os.fspath(tmp_path), "API": f"{address}/v1"}
        for command in commands():
            done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=given, capture_output=True, check=False)
            told = done.stdout.decode("utf-8", "replace")
            assert done.returncode == 0, f"{command}\n{told}{done.stderr.decode()}"
            for name, path in (("KEY", "directives"), ("JOB", "jobs")):
                found = re.search(rf"^location: /v1/{path}/(\S+)", told, re.MULTILINE | re.IGNORECASE)
                given |= {name: found[1]} if found else {}
    assert (tmp_path / "plan.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    assert [change.action for change in alone.service.reviews.history(_document(alone, given["KEY"]))][:2] == [
        "set",
        "undo",
    ]


def _document(office: Office, key: str) -> int:
    return office.service.archive.by_key(key).id


def test_every_address_is_told(library: Office) -> None:
    paths = library.nobody.get("/v1/openapi.json").json()["paths"]
    table = GUIDE.split("## Addresses")[1].split("\n## ")[0]
    told = {
        (method, path)
        for cell in re.findall(r"^\| (.+?) \| ", table, re.MULTILINE)
        for part in re.findall(r"(?:`[A-Z]+`, )?`[A-Z]+ [^`]+`", cell)
        for path in re.findall(r"(/\S+)`", part)
        for method in re.findall(r"[A-Z]{3,}", part)
    }
    assert told == {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_every_edit_is_told() -> None:
    sentence = GUIDE.split("The edits are ")[1].split(".")[0]
    edits = {kind.model_fields["action"].annotation.__args__[0] for kind in Edit.__origin__.__args__}  # type: ignore[attr-defined,union-attr]
    assert set(re.findall(r"`(\w+)`", sentence)) == edits


def test_the_problem_is_one(library: Office) -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)[0])
    real = library.reader.get("/v1/search?limit=1000").json()
    assert {**real, "instance": None} == {**shown, "instance": None}
    assert re.fullmatch(r"urn:analyzer:request:[0-9a-f-]{36}", real["instance"])
