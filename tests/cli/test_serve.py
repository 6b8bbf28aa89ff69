"""``analyzer serve`` and ``analyzer accounts``: their options, what they say, and the service as a process."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import open_archive
from analyzer.review.clock import today
from analyzer.service import running
from analyzer.service.access.accounts import Accounts
from analyzer.service.running import listen
from analyzer.service.settings import Settings
from tests.cli.conftest import Run
from tests.cli.test_process import COMMAND, ENVIRONMENT

TOKEN = re.compile(r"anl_[A-Za-z0-9_-]{43}")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of services that were started; they end at once."""
    seen: list[Settings] = []

    def start(settings: Settings, told: Callable[[str, Settings], None], level: int) -> None:
        seen.append(settings)
        told("http://127.0.0.1:8000", settings)

    monkeypatch.setattr(running, "run", start)
    return seen


def test_without_options_it_is_for_one_person(run: Run, started: list[Settings]) -> None:
    done = run("serve", "--db", "kho.db")
    assert done.exit_code == 0
    (settings,) = started
    assert settings == Settings("kho.db")
    assert "http://127.0.0.1:8000" in done.stdout
    assert "một người" in done.stdout
    assert "không mã hoá" not in done.stdout


def test_options(run: Run, started: list[Settings]) -> None:
    options = ["--db", "postgresql://a@b/c", "--host", "0.0.0.0", "--port", "81", "--workers", "3", "--max-size", "20M"]
    options += ["--seconds", "60", "--rate", "600", "--name", "VB.example.vn", "--name", "b", "--allow-secret"]
    options += ["--origin", "https://Cong.example.vn/", "--behind-proxy"]
    assert run("serve", *options).exit_code == 0
    assert started == [
        Settings(
            database="postgresql://a@b/c",
            host="0.0.0.0",
            port=81,
            workers=3,
            max_bytes=20_000_000,
            seconds=60,
            requests_per_minute=600,
            uploads_per_minute=60,
            hosts=("vb.example.vn", "b"),
            origins=("https://cong.example.vn",),
            allow_secret=True,
            proxied=True,
        )
    ]


def test_others_over_plain_http_are_warned_of(run: Run, started: list[Settings]) -> None:
    assert "không mã hoá" in run("serve", "--db", "kho.db", "--host", "0.0.0.0").stdout
    assert "plain HTTP" in run("serve", "--db", "kho.db", "--host", "0.0.0.0", "--lang", "en").stdout


@pytest.mark.parametrize(
    "options",
    [
        ["--max-size", "big"],
        ["--max-size", "0"],
        ["--port", "70000"],
        ["--workers", "0"],
        ["--rate", "0"],
        ["--name", "https://vb.example.vn"],
        ["--name", "*"],
        ["--name", ""],
        ["--origin", "*"],
        ["--origin", "cong.example.vn"],
        ["--origin", "https://cong.example.vn/trang"],
        ["--seconds", "0"],
    ],
)
def test_wrong_use(run: Run, started: list[Settings], options: list[str]) -> None:
    assert run("serve", "--db", "kho.db", *options).exit_code == 2
    assert started == []


@pytest.fixture
def unlogged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "configure", lambda **_: None)


@pytest.mark.usefixtures("unlogged")
class TestCannotStart:
    """What keeps it from starting is told in a line or two, with status 1."""

    def told(self, run: Run, *options: str) -> str:
        done = run("serve", *options)
        assert done.exit_code == 1
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 2
        return done.stderr

    def test_others_could_use_it_and_nobody_has_an_account(self, run: Run) -> None:
        said = self.told(run, "--db", "kho.db", "--host", "0.0.0.0")
        assert "analyzer accounts add TÊN --role admin" in said
        assert "analyzer accounts add NAME" in self.told(run, "--db", "kho.db", "--host", "0.0.0.0", "--lang", "en")

    def test_behind_a_proxy_without_accounts(self, run: Run) -> None:
        assert "analyzer accounts add" in self.told(run, "--db", "kho.db", "--behind-proxy")

    def test_the_port_is_in_use(self, run: Run) -> None:
        with listen("127.0.0.1", 0) as other:
            port = str(other.getsockname()[1])
            said = self.told(run, "--db", "kho.db", "--port", port)
        assert port in said
        assert "--port" in said

    def test_the_database_is_none(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "kho.db").write_bytes(b"%PDF-1.7" * 1000)
        assert "kho.db không phải kho" in self.told(run, "--db", "kho.db")
        assert "Không dùng được kho" in self.told(run, "--db", "postgresql://nobody:geheim@127.0.0.1:1/kho")

    def test_the_password_is_not_told(self, run: Run) -> None:
        assert "geheim" not in self.told(run, "--db", "postgresql://nobody:geheim@127.0.0.1:1/kho")
        assert "geheim" not in self.told(run, "--db", "mysql://nobody:geheim@127.0.0.1/kho")


def role_of(folder: Path, token: str) -> str | None:
    """The role that a token has."""
    with open_archive(os.fspath(folder / "kho.db")) as archive:
        known = Accounts(archive).of_token(token)
    return known.role if known else None


def test_an_account_is_made_and_its_token_is_alone_on_standard_output(run: Run, tmp_path: Path) -> None:
    done = run("accounts", "add", "Nguyễn Thị An", "--role", "editor", "--days", "30", "--db", "kho.db")
    assert done.exit_code == 0
    assert TOKEN.fullmatch(done.stdout.strip())
    assert done.stdout.strip() not in done.stderr
    assert role_of(tmp_path, done.stdout.strip()) == "editor"
    with open_archive(os.fspath(tmp_path / "kho.db")) as archive:
        (made,) = Accounts(archive).listed()
    assert made.name == "Nguyễn Thị An"
    assert made.expires_on == today() + timedelta(days=30)


def test_without_a_role_one_may_look(run: Run, tmp_path: Path) -> None:
    assert role_of(tmp_path, run("accounts", "add", "An", "--db", "kho.db").stdout.strip()) == "reader"


def test_accounts_are_listed_without_their_tokens(run: Run) -> None:
    run("accounts", "add", "An", "--role", "admin", "--db", "kho.db")
    run("accounts", "add", "Bình", "--days", "1", "--db", "kho.db")
    said = run("accounts", "list", "--db", "kho.db", "--lang", "en").stdout
    assert re.search(r"^An\tadmin\tno end\tnever used$", said, re.MULTILINE)
    assert re.search(r"^Bình\treader\tends after \d\d/\d\d/\d{4}\tnever used$", said, re.MULTILINE)
    assert "anl_" not in said
    assert not re.search(r"[0-9a-f]{40}", said)


def test_a_token_is_renewed(run: Run, tmp_path: Path) -> None:
    old = run("accounts", "add", "An", "--db", "kho.db").stdout.strip()
    new = run("accounts", "renew", "An", "--db", "kho.db").stdout.strip()
    assert [role_of(tmp_path, token) for token in (old, new)] == [None, "reader"]


def test_an_account_is_removed(run: Run, tmp_path: Path) -> None:
    token = run("accounts", "add", "An", "--db", "kho.db").stdout.strip()
    done = run("accounts", "remove", "An", "--db", "kho.db")
    assert done.exit_code == 0
    assert "Không còn tài khoản nào" in done.stderr
    assert role_of(tmp_path, token) is None


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["add", "an"], "accounts renew"),
        (["add", "\x1b[2J"], "1 đến 80"),
        (["renew", "Bình"], "accounts list"),
        (["remove", "Bình"], "accounts list"),
    ],
)
def test_what_is_wrong_with_accounts_is_told(run: Run, command: list[str], said: str) -> None:
    run("accounts", "add", "An", "--db", "kho.db")
    done = run("accounts", *command, "--db", "kho.db")
    assert done.exit_code == 1
    assert said in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""


def test_an_archive_that_is_not_there_has_no_accounts(run: Run) -> None:
    assert run("accounts", "list", "--db", "kho.db").exit_code == 1


class Process:
    """The service as it is run, with what it says."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--db", "kho.db", "--port", "0", "--workers", "1", *options],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.log: list[str] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert "http://" in first, first + "".join(self.log)
        self.url = first.rsplit(" ", 1)[-1].strip()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(self.process.stderr)

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, named), timeout=60) as answer:
            return json.loads(answer.read())

    def stop(self, kind: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Its status and the last that it said."""
        self.process.send_signal(kind)
        assert self.process.stdout is not None
        said = self.process.stdout.read()
        status = self.process.wait(60)
        self._reading.join(10)
        return status, said


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Process]:
    process = Process(folder, *options)
    try:
        yield process
    finally:
        process.process.kill()
        process.process.wait()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_it_ends_in_order_and_no_job_is_lost(tmp_path: Path) -> None:
    """Texts are sent, the service is stopped at once, and started again it reads those that it had not read."""
    with open_archive(os.fspath(tmp_path / "kho.db"), create=True) as archive:
        token = Accounts(archive).add("An", "editor")[1]
    by = {"Authorization": f"Bearer {token}", "Content_Type": "application/json", "Prefer": "respond-async"}
    with serving(tmp_path) as service:
        jobs = []
        for number in range(6):
            text = f"{number}. Giao Sở Nội vụ báo cáo UBND tỉnh trước ngày 30/6/2024." + " Nội dung." * 2000
            sent = service.ask("/v1/directives", json.dumps({"text": text, "name": "bi-mat.txt"}).encode(), **by)
            jobs.append(sent["id"])
        status, said = service.stop()
        assert status == 0, "".join(service.log)
        assert "đã dừng" in said
        log = [json.loads(line) for line in service.log]
    assert {one["job"] for one in log if one.get("route") == "/v1/directives"} == set(jobs)
    for secret in ("Giao Sở", "bi-mat", token, "Traceback"):
        assert secret not in "".join(service.log)
    with serving(tmp_path) as service:
        until = time.monotonic() + 90
        states: list[str] = []
        while time.monotonic() < until and set(states) != {"done"}:
            time.sleep(0.3)
            states = [service.ask(f"/v1/jobs/{job}", Authorization=f"Bearer {token}")["state"] for job in jobs]
        assert states == ["done"] * 6
        with pytest.raises(urllib.error.HTTPError) as refused:
            service.ask("/v1/jobs")
        assert refused.value.code == 401
        assert service.stop(signal.SIGINT)[0] == 0
