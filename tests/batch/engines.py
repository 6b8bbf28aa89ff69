"""Engines of batches for tests: one that only pretends to read, and where to find what has been written."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from analyzer.batch.places import load
from analyzer.batch.work import Item, Options, Outcome, failed
from analyzer.errors import AnalyzerError


class Killed(BaseException):
    """The run ends here, as if by kill -9."""


class Pretend:
    """Reads items in an order of its own. Its line says what was read; what begins with "bad" fails.

    ``dies_after``: so many outcomes, then Killed; ``stops_after``: so many, then it ends as if stopped.
    """

    def __init__(self, seed: int = 0, *, dies_after: int | None = None, stops_after: int | None = None) -> None:
        self.seed, self.dies_after, self.stops_after = seed, dies_after, stops_after
        self.read: list[str] = []

    def stop(self) -> None:
        self.stops_after = 0

    def outcomes(self, items: Iterable[Item], options: Options) -> Iterator[Outcome]:
        chance, waiting = random.Random(self.seed), list[Item]()
        for item in items:
            waiting.append(item)
            if len(waiting) > 5:
                yield self._read(waiting.pop(chance.randrange(len(waiting))), options)
            if self.stops_after is not None and len(self.read) >= self.stops_after:
                return
        while waiting:
            yield self._read(waiting.pop(chance.randrange(len(waiting))), options)

    def _read(self, item: Item, options: Options) -> Outcome:
        if self.dies_after is not None and len(self.read) >= self.dies_after:
            raise Killed
        self.read.append(item.id)
        try:
            data = load(item, options.limits)
        except AnalyzerError as error:
            return failed(item, error)
        digest = sha256(data).hexdigest()
        if data.startswith(b"bad"):
            return failed(item, AnalyzerError("It is bad.", "Tệp lỗi."), digest)
        line = json.dumps([item.id, data.decode(), options.as_of.isoformat()], ensure_ascii=False)
        return Outcome(item.id, "done", line.encode(), sha256=digest, seconds=0.25)


def parts(out: Path) -> dict[str, bytes]:
    """The result files of a directory, the manifest aside."""
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.name.startswith(("part-", "tasks-"))}


def manifest(out: Path, *left_out: str) -> list[dict[str, Any]]:
    """The rows of the manifest, without what differs from run to run."""
    rows = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().split(b"\n") if line]
    return [{name: value for name, value in row.items() if name not in ("seconds", *left_out)} for row in rows]
