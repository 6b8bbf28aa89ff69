"""How well ``analyzer coverage`` finds the links of the gold, from the text on: python benchmarks/coverage.py

Prints both ways, by words alone and with the sentence model: the pairs that were looked at and those written to be
learnt from, each judged by weights learnt from the others; then by the weights of the package the pairs that were
looked at, those held out, and both. Option: --pairs prints each pair that may be learnt from too.
"""

import sys
from collections.abc import Iterator

from fit_coverage import PAIRS, WAYS, examples, is_to_fit, left_out, read, to_fit, way_of

from analyzer.comparison.gold import LOOKED_AT, Figures, measure, totals
from analyzer.comparison.weighing import Way, Weights, fitted


def line(name: str, figures: Figures) -> str:
    """Precision, recall and F1 in a row."""
    return f"{name:<24} {figures.precision:9.3f} {figures.recall:7.3f} {figures.f1:7.3f}"


def judgements(figures: Figures) -> str:
    """How many of the other judgements are the gold's."""
    return ", ".join(f"{what} {right}/{whole}" for what, (right, whole) in sorted(figures.judged.items()))


def rows(way: Way, each: bool) -> Iterator[str]:
    """The rows of one way."""
    learnt = left_out([example for pair in to_fit() for example in examples(pair, way)])
    least = fitted(way).least
    with way_of(way):
        apart: dict[str, Figures] = {}
        for pair in to_fit():
            without = learnt[pair.name]
            apart[pair.name] = measure(pair, read, Weights(without.constant, without.features, least))
        whole = {p.name: measure(p, read) for p in sorted(PAIRS.glob("pair-*")) if not is_to_fit(p)}
    if each:
        yield from (line(name, figures) for name, figures in apart.items())
    groups = {
        "looked at, left out": [figures for name, figures in apart.items() if name in LOOKED_AT],
        "to fit, left out": [figures for name, figures in apart.items() if name not in LOOKED_AT],
        "looked at": [figures for name, figures in whole.items() if name in LOOKED_AT],
        "held out": [figures for name, figures in whole.items() if name not in LOOKED_AT],
        "looked at and held out": list(whole.values()),
    }
    for name, group in groups.items():
        total = totals(group)
        yield line(name, total)
        yield f"    {judgements(total)}"


def main(each: bool) -> None:
    """Print the figures of both ways."""
    for way in WAYS:
        print(f"{way:<24} {'precision':>9} {'recall':>7} {'F1':>7}")
        for row in rows(way, each):
            print(row, flush=True)
        print()


if __name__ == "__main__":
    main("--pairs" in sys.argv[1:])
