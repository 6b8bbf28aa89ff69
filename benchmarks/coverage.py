"""How well ``analyzer coverage`` finds the links of the gold, from the text on: python benchmarks/coverage.py

Weights and thresholds were chosen on the pairs that were looked at; the others give figures only. Option: --all prints
the other judgements pair by pair too.
"""

import sys
from pathlib import Path

from analyzer import analyze
from analyzer.comparison.gold import LOOKED_AT, Figures, measure, totals

PAIRS = Path(__file__).parents[1] / "corpora" / "coverage"


def line(name: str, figures: Figures) -> str:
    """Precision, recall and F1 in a row."""
    return f"{name:<12} {figures.precision:9.3f} {figures.recall:7.3f} {figures.f1:7.3f}"


def main(everything: bool) -> None:
    """Print a row for each pair, then those looked at, those held out, and all."""
    found = {
        pair.name: measure(pair, analyze) for pair in sorted(PAIRS.glob("pair-*")) if (pair / "links.toml").exists()
    }
    print(f"{'pair':<12} {'precision':>9} {'recall':>7} {'F1':>7}")
    for name, figures in found.items():
        print(line(name, figures))
        if everything:
            print("   ", {what: f"{right}/{whole}" for what, (right, whole) in sorted(figures.judged.items())})
    print()
    looked = [figures for name, figures in found.items() if name in LOOKED_AT]
    held = [figures for name, figures in found.items() if name not in LOOKED_AT]
    for name, group in (("looked at", looked), ("held out", held), ("all", [*looked, *held])):
        whole = totals(group)
        print(line(name, whole))
        print("   ", {what: f"{right}/{n}" for what, (right, n) in sorted(whole.judged.items())})


if __name__ == "__main__":
    main("--all" in sys.argv[1:])
