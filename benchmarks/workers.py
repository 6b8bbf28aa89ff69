"""Worker processes that read the corpus: memory of one, and how much more two of them read than one.

    python benchmarks/workers.py [--repeat 3]

The workers are started before anything is timed. A round is the same number of documents for each worker, first for one
alone, then for two at once; the quickest rounds are compared. Other work on the machine makes the ratio worse, so its
load is printed, too.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from throughput import ROOT, documents, kilobytes

_PER_KB = 1024 if sys.platform == "darwin" else 1  # in what ru_maxrss is given


class Workers(NamedTuple):
    """KB per second of one and of two workers, and the largest memory of one in MB."""

    one: float
    two: float
    memory: float


def _work(pipe: Connection, source: Path) -> None:
    """Read the documents as often as the pipe asks; in the end tell the largest memory."""
    from analyzer import analyze

    texts = documents(source)
    for text in texts:
        analyze(text)
    pipe.send(None)
    while pipe.recv():
        for text in texts:
            analyze(text).model_dump_json()
        pipe.send(None)
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / _PER_KB)


def measure(source: Path, repeat: int) -> Workers:
    """The figures, from two workers."""
    context = get_context("spawn")
    with ExitStack() as stack:
        pipes = []
        for _ in range(2):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, source), daemon=True)
            process.start()
            stack.callback(process.join)
            pipes.append(ours)
        for pipe in pipes:
            pipe.recv()
        taken = {1: [_round(pipes[:1])], 2: [_round(pipes)]}
        for _ in range(repeat - 1):
            taken[1].append(_round(pipes[:1]))
            taken[2].append(_round(pipes))
        for pipe in pipes:
            pipe.send(False)
        memory = max(pipe.recv() for pipe in pipes)
    size = kilobytes(documents(source))
    return Workers(size / min(taken[1]), 2 * size / min(taken[2]), memory)


def _round(pipes: list[Connection]) -> float:
    """Seconds until the last of the workers has read everything."""
    start = time.perf_counter()
    for pipe in pipes:
        pipe.send(True)
    for pipe in pipes:
        pipe.recv()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    found = measure(ROOT / "corpora" / "directives", args.repeat)
    print(f"one worker   {found.one:8.0f} KB/s, at most {found.memory:.0f} MB of memory")
    print(f"two workers  {found.two:8.0f} KB/s, {found.two / found.one:.2f} times one")
    print(f"load of the last minute {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
