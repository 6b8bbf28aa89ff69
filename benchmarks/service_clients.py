"""People and programs that ask a service one thing after the other."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import quote, urlencode, urlsplit

from service_making import Made, directive

IDLE = 4.0  # seconds after which a connection is made anew, before the service gives it up
WORDS = ("chuyển đổi số", "cai cach thu tuc hanh chinh", '"một cửa liên thông"', "tuyên truy*", "báo cáo -quý", "hồ sơ")
BODIES = ("so noi vu", "Sở Y tế", "UBND xã", "Bộ Tài chính", "cong an tinh")
FORMATS = ("json", "jsonl", "csv", "xlsx", "md", "brief", "ics")
#: How often each kind of request comes, of a hundred.
MIX = {
    "search": 24,
    "search with facets": 8,
    "tasks by filters": 10,
    "read": 24,
    "list of directives": 6,
    "due": 10,
    "agencies": 6,
    "send text": 6,
    "send PDF": 6,
}


@dataclass
class Log:
    """What all clients saw."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    sent: list[Made] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, kind: str, seconds: float) -> None:
        with self.lock:
            self.times.setdefault(kind, []).append(seconds * 1000)

    def failed(self, kind: str, why: str) -> None:
        with self.lock:
            self.errors[f"{kind}: {why}"] += 1


class Stock:
    """Documents to send, each once; made beforehand, since making a PDF takes a while and bears one thread alone."""

    def __init__(self, ready: int) -> None:
        self._lock = threading.Lock()
        self._serials = count(1)
        self._ready = {as_pdf: [self._made(as_pdf) for _ in range(ready)] for as_pdf in (False, True)}

    def next(self, *, as_pdf: bool) -> Made:
        """The next one, made now where none is left."""
        with self._lock:
            ready = self._ready[as_pdf]
            return ready.pop() if ready else self._made(as_pdf)

    def _made(self, as_pdf: bool) -> Made:
        return directive(next(self._serials), as_pdf=as_pdf)


class Client(threading.Thread):
    """A person or program that asks one thing after the other until it is told to stop."""

    def __init__(self, seed: int, url: str, token: str, keys: list[str], stock: Stock, log: Log) -> None:
        super().__init__(daemon=True)
        self._chance = random.Random(seed)
        self._place = urlsplit(url)
        self._token = token
        self._keys = keys
        self._stock = stock
        self._log = log
        self._connection: HTTPConnection | None = None
        self._used = 0.0
        self.pause = 1.0
        self.over = threading.Event()

    def run(self) -> None:
        self.over.wait(self._chance.uniform(0, 2 * self.pause))
        while not self.over.is_set():
            kind = self._chance.choices(list(MIX), list(MIX.values()))[0]
            try:
                self._one(kind)
            except Exception as error:  # a client that has died would make the figures look good
                self._log.failed(kind, repr(error))
            self.over.wait(self._chance.expovariate(1 / self.pause) if self.pause else 0)

    def _one(self, kind: str) -> None:
        chance = self._chance
        if kind in ("send text", "send PDF"):
            self._send(kind, self._stock.next(as_pdf=kind == "send PDF"))
        elif kind == "read":
            form = chance.choice(FORMATS)
            self.ask(f"read {form}", "GET", f"/v1/directives/{chance.choice(self._keys)}?format={form}")
        else:
            self.ask(kind, "GET", _path(kind, chance))

    def _send(self, kind: str, made: Made) -> None:
        at_once = self._chance.random() < 0.5
        headers = {"Content-Type": made.media_type, "Content-Disposition": f"attachment; filename={made.name}"}
        if at_once:
            headers["Prefer"] = "respond-async"
        if kind == "send text":
            body = json.dumps({"text": made.content.decode(), "name": made.name}).encode()
            headers = {**headers, "Content-Type": "application/json"}
        else:
            body = made.content
        name = f"{kind}, a job" if at_once else f"{kind}, read"
        answer = self.ask(name, "POST", "/v1/directives", body, headers)
        if answer is None:
            return
        with self._log.lock:
            self._log.sent.append(made)
        status, data = answer
        if status == 202:
            self.ask("wait for a job", "GET", f"/v1/jobs/{json.loads(data)['id']}?wait=10")

    def ask(
        self, kind: str, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes] | None:
        """Status and body of an answer that is no error; else the error is noted."""
        started = time.perf_counter()
        if self._connection is None or started - self._used > IDLE:
            self.close()
            self._connection = HTTPConnection(self._place.hostname or "", self._place.port, timeout=60)
        try:
            self._connection.request(method, path, body, {"Authorization": f"Bearer {self._token}", **(headers or {})})
            answer = self._connection.getresponse()
            data = answer.read()
        except (OSError, HTTPException) as error:
            self.close()
            self._log.failed(kind, repr(error))
            return None
        self._used = time.perf_counter()
        self._log.took(kind, self._used - started)
        if answer.status >= 400:
            self._log.failed(kind, f"{answer.status} {data[:300].decode(errors='replace')}")
            return None
        return answer.status, data

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _path(kind: str, chance: random.Random) -> str:
    words = {"q": chance.choice(WORDS), "limit": 20}
    match kind:
        case "search":
            return f"/v1/search?{urlencode(words)}"
        case "search with facets":
            return f"/v1/search?{urlencode({**words, 'facets': 'true'})}"
        case "tasks by filters":
            return f"/v1/tasks?{urlencode({'agency': chance.choice(BODIES[:2]), 'due_after': '2026-01-01'})}"
        case "due":
            return f"/v1/due?period={chance.choice(('overdue', 'week', 'month'))}"
        case "agencies":
            return f"/v1/agencies?q={quote(chance.choice(BODIES))}"
        case _:
            return f"/v1/directives?offset={chance.randrange(0, 400, 50)}"
