"""Every figure of speed and memory in one table: the analyzer's, its peers', what is aimed at, and the machine.

    benchmarks/run [--repeat 3] [--skip-growth]

Under ten minutes. Each part can be run alone: ``throughput.py``, ``startup.py``, ``workers.py``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import startup
import throughput
import workers

_SOURCE = throughput.ROOT / "corpora" / "directives"
#: How many times as fast as each peer the analyzer is to be.
_PEERS = {
    "underthesea.word_tokenize": 3.0,
    "underthesea.ner": 40.0,
    "dateparser.search_dates": 7.0,
    "spacy.blank('xx')": 1 / 3,
}
_GROWTH = 2.0  # most time per KB of a long document, as a multiple of a short one's, whose tasks are fewer


class Row(NamedTuple):
    """One line of the table; ``most`` says that the figure must not be larger than the aim."""

    what: str
    figure: float
    unit: str
    aim: float
    most: bool = False
    of: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure reaches the aim."""
        return self.figure <= self.aim if self.most else self.figure >= self.aim

    def __str__(self) -> str:
        bound = ("≤" if self.most else "≥") + f" {self.aim:.4g}"
        return (
            f"{self.what:44}{self.figure:10.4g} {self.unit:6}{bound:>9}  {'met' if self.met else 'missed':8}{self.of}"
        )


def processor() -> str:
    """The processor's name, as the system tells it."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return names[0] if names else platform.machine()


def machine() -> Iterator[str]:
    """The machine, its load, Python and the versions of the peers."""
    optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    build = "" if optimised else " built without --enable-optimizations"
    yield f"{processor()}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}{build}"
    yield ", ".join(
        f"{name} {throughput.version(name)}" for name in ("underthesea", "dateparser", "spacy", "typer", "pydantic")
    )
    load = os.getloadavg()
    yield f"load {load[0]:.1f} (last minute) {load[1]:.1f} (last five)"


def throughputs(texts: list[str], repeat: int) -> Iterator[Row]:
    """Text through the whole analyzer, alone and beside each peer, by processor time in one process."""
    measured = throughput.rates(throughput.runners(), texts, repeat)
    own = measured.pop("analyzer.analyze")
    yield Row("text through the whole analyzer, one core", own, "KB/s", 400)
    for name, speed in measured.items():
        yield Row(f"  beside {name}", own / speed, "times", _PEERS[name], of=f"{speed:.4g} KB/s")


def growths(texts: list[str], repeat: int) -> Iterator[Row]:
    """Time per KB of long documents beside a short one's."""
    short, *longer = throughput.growth(texts, repeat)
    for size, per_kb, _ in longer:
        yield Row(f"time per KB, {size} KB beside 5 KB", per_kb / short[1], "times", _GROWTH, most=True)


def startups(repeat: int) -> Iterator[Row]:
    """One text file, cold."""
    for pair, aim in zip(startup.PAIRS, (2.0, 1.5), strict=True):
        taken = startup.measure(pair, repeat)
        for kind, own, peer in (
            ("elapsed", taken.elapsed, taken.peer_elapsed),
            ("processor", taken.processor, taken.peer_processor),
        ):
            what = f"{pair.name} beside {pair.peer}, {kind}"
            yield Row(what, own / peer, "times", aim, most=True, of=f"{own * 1000:.0f} ms, {peer * 1000:.0f} ms")


def processes(repeat: int) -> Iterator[Row]:
    """Memory of a worker, and two workers beside one."""
    found = workers.measure(_SOURCE, repeat)
    yield Row("memory of a worker, at most", found.memory, "MB", 300, most=True)
    speeds = f"{found.two:.0f} KB/s, {found.one:.0f} KB/s elapsed"
    yield Row("two workers beside one", found.two / found.one, "times", 1.8, of=speeds)


def main() -> int:
    """Print the table; status 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="rounds of each measurement")
    parser.add_argument("--skip-growth", action="store_true", help="leave long documents out")
    args = parser.parse_args()
    began = time.perf_counter()
    for line in machine():
        print(line)
    texts = throughput.documents(_SOURCE)
    print(f"{len(texts)} invented directives, {throughput.kilobytes(texts):.0f} KB\n", flush=True)
    print(f"{'':44}{'measured':>10} {'':6}{'aim':>9}")
    parts = [processes(args.repeat), startups(3 * args.repeat), throughputs(texts, args.repeat)]
    if not args.skip_growth:
        parts.append(growths(texts, args.repeat))
    missed = 0
    for part in parts:
        for row in part:
            print(row, flush=True)
            missed += not row.met
    print(f"\n{missed} missed; load {os.getloadavg()[0]:.1f}; {time.perf_counter() - began:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
