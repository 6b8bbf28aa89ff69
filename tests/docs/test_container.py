"""The container file names what there is: files of the repository, and a command line that exists."""

from __future__ import annotations

import json
import re
import tomllib

from analyzer.service.access.identify import PUBLIC
from tests.docs.pages import ROOT
from tests.docs.test_commands import unknown

FILE = (ROOT / "Containerfile").read_text(encoding="utf-8")


def copied() -> list[str]:
    """What is taken out of the repository."""
    lines = [line.split()[1:-1] for line in FILE.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return [name for names in lines for name in names]


def test_what_is_copied_is_there_and_is_not_held_back() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied()) == let_through
    assert all((ROOT / name).exists() for name in copied())


def test_what_the_package_is_built_from_is_copied() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = built["tool"]["hatch"]["build"]["targets"]["wheel"]
    project = built["project"]
    wanted = {
        "pyproject.toml",
        project["readme"],
        *project["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
    }
    assert wanted <= set(copied())
    for extra in re.findall(r"'\.\[([a-z,]+)\]'", FILE):
        assert set(extra.split(",")) <= set(project["optional-dependencies"])


def test_the_service_is_started_with_options_that_it_has() -> None:
    entry = json.loads(re.findall(r"^ENTRYPOINT (.+)$", FILE, re.MULTILINE)[0])
    command = json.loads(re.findall(r"^CMD (.+)$", FILE, re.MULTILINE)[0])
    assert entry[-1] == "analyzer"
    assert command[0] == "serve"
    assert unknown(command) is None
    assert re.search(r"^USER (?!root)", FILE, re.MULTILINE)


def test_the_look_at_its_health_asks_for_what_everybody_may_ask() -> None:
    check = json.loads(re.findall(r"^HEALTHCHECK [^\[]{0,99}\\\n {4}CMD (.+)$", FILE, re.MULTILINE)[0])
    (port,) = re.findall(r"^EXPOSE (\d+)$", FILE, re.MULTILINE)
    (path,) = re.findall(rf"http://127\.0\.0\.1:{port}(/\w+)'", check[-1])
    assert path in PUBLIC
    compile(check[-1], "HEALTHCHECK", "exec")
