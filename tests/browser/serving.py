"""``analyzer serve`` as an office runs it: a process of its own, a free port, an archive that begins empty."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN = 90.0  # seconds; workers load models, and a busy machine has other things to do
STOPPED_WITHIN = 20.0


@dataclass(frozen=True)
class Serving:
    """A running service: where it listens and which archive it keeps."""

    url: str
    database: str
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, **headers: str) -> Any:
        """The JSON that a path answers with."""
        with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=30) as answer:
            return json.loads(answer.read())

    def send(self, text: str, name: str) -> str:
        """Have a text read, as a program of the one person at this machine does; gives the document's key."""
        body = json.dumps({"text": text, "name": name}).encode()
        request = urllib.request.Request(
            f"{self.url}/v1/directives", body, {"Content-Type": "application/json", "Accept": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(answer.headers["Location"]).rsplit("/", 1)[1]

    def said(self) -> str:
        """What the service wrote, for the message of a failure."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]


@contextmanager
def serving(folder: Path, *options: str, database: str | None = None) -> Iterator[Serving]:
    """Start the service with an archive in ``folder``; when it can read documents, give it; stop it in the end."""
    port = free_port()
    database = database or f"sqlite:///{folder / 'archive.sqlite'}"
    log = folder / "serve.log"
    arguments = ["serve", "--db", database, "--port", str(port), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command(*arguments), cwd=ROOT, stdout=out, stderr=out, env=environment())
    service = Serving(f"http://127.0.0.1:{port}", database, process, log)
    try:
        wait_until_warm(service)
        yield service
    finally:
        stop(service)


def command(*arguments: str) -> list[str]:
    """The command ``analyzer`` of this checkout."""
    return [sys.executable, "-c", "from analyzer.cli import main; main()", *arguments]


def environment() -> dict[str, str]:
    """The environment without what would change how the service works or how it writes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANALYZER_")}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_warm(service: Serving) -> None:
    """Return when the service answers that it is well: workers have loaded what they read with."""
    deadline = time.monotonic() + STARTED_WITHIN
    last: Exception | None = None
    while time.monotonic() < deadline:
        if service.process.poll() is not None:
            raise AssertionError(f"the service ended with {service.process.returncode}:\n{service.said()}")
        try:
            service.get("/healthz")
            return
        except (OSError, ValueError) as error:
            last = error
        time.sleep(0.1)
    raise AssertionError(f"the service was not ready within {STARTED_WITHIN:.0f} s ({last}):\n{service.said()}")


def stop(service: Serving) -> None:
    service.process.send_signal(signal.SIGTERM)
    try:
        service.process.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        service.process.kill()
        service.process.wait()
        raise AssertionError(f"the service did not stop within {STOPPED_WITHIN:.0f} s:\n{service.said()}") from None
