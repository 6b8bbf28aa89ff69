"""How fast commands answer, cold: `analyzer --help` beside an import of typer, `analyzer extract` beside one of spaCy.

    python benchmarks/startup.py [--repeat 20]

A command and its peer take turns, each in a process of its own; the quickest runs are compared, by elapsed time (what a
person waits for) and by processor time (which other work on the machine changes less).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "corpora" / "directives" / "bai-125-bao-tinh.txt"
_ANALYZER = [sys.executable, "-m", "analyzer.cli"]


class Pair(NamedTuple):
    """A command, the peer that it is measured against, and their names."""

    name: str
    command: list[str]
    peer: str
    peer_command: list[str]


PAIRS = (
    Pair("analyzer --help", [*_ANALYZER, "--help"], "import typer", [sys.executable, "-c", "import typer"]),
    Pair(
        "analyzer extract FILE",
        [*_ANALYZER, "extract", str(DOCUMENT)],
        "import spacy",
        [sys.executable, "-c", "import spacy"],
    ),
)


class Taken(NamedTuple):
    """The least seconds of a command and its peer."""

    elapsed: float
    processor: float
    peer_elapsed: float
    peer_processor: float


def measure(pair: Pair, repeat: int) -> Taken:
    """The quickest runs of a pair; one run each before them fills the caches of files and byte code."""
    for command in (pair.command, pair.peer_command):
        _run(command)
    own, peer = [], []
    for _ in range(repeat):
        own.append(_run(pair.command))
        peer.append(_run(pair.peer_command))
    return Taken(*(min(column) for column in (*zip(*own, strict=True), *zip(*peer, strict=True))))


def _run(command: list[str]) -> tuple[float, float]:
    """Elapsed and processor time of one process."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": _path()})
    elapsed, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return elapsed, spent


def _path() -> str:
    """A checkout will do."""
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))


def main() -> None:
    """Print the times and their ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=20)
    args = parser.parse_args()
    for pair in PAIRS:
        taken = measure(pair, args.repeat)
        print(f"{pair.peer:24}{taken.peer_elapsed * 1000:8.0f} ms{taken.peer_processor * 1000:8.0f} ms of processor")
        print(f"{pair.name:24}{taken.elapsed * 1000:8.0f} ms{taken.processor * 1000:8.0f} ms of processor", end="")
        print(f"{taken.elapsed / taken.peer_elapsed:8.2f}x{taken.processor / taken.peer_processor:8.2f}x")


if __name__ == "__main__":
    main()
