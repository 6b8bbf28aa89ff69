"""How fast `analyzer --help` answers, beside bare Python that imports typer.

    python benchmarks/startup.py [--repeat 20]

The two commands take turns, each in a process of its own; the medians of elapsed time are compared.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c 'import typer'": [sys.executable, "-c", "import typer"],
    "analyzer --help": [sys.executable, "-m", "analyzer.cli", "--help"],
}


def main() -> None:
    """Print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=20)
    args = parser.parse_args()
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(args.repeat):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            taken[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    base = next(iter(medians.values()))
    for name, seconds in medians.items():
        print(f"{name:28}{seconds * 1000:8.0f} ms{seconds / base:8.2f}x")


if __name__ == "__main__":
    main()
