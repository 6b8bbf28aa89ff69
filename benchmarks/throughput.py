"""The analyzer beside its peers, in one process and on the same text: KB/s and ratios.

    python benchmarks/throughput.py [--text FILE] [--repeat 3] [--skip NAME …]

Peers: underthesea's ``word_tokenize`` and ``ner``, ``dateparser.search.search_dates`` (extra ``bench``) and spaCy's
blank tokenizer. The text is the shipped corpus of directives, so that anybody can repeat the run. Slow peers get a
slice. A second table shows the time per KB of one document of 5, 50 and 500 KB, beside ``word_tokenize``.
"""

from __future__ import annotations

import argparse
import gc
import importlib.metadata
import platform
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: KB given to the slow ones.
SLOW_SHARE = {"underthesea.ner": 20, "dateparser.search_dates": 40, "underthesea.word_tokenize": 120}


def documents(source: Path) -> list[str]:
    """The corpus, one string a document."""
    files = [source] if source.is_file() else sorted(source.glob("*.txt"))
    return [f.read_text(encoding="utf-8") for f in files]


def kilobytes(texts: list[str]) -> float:
    """Size in KB of UTF-8."""
    return sum(len(t.encode()) for t in texts) / 1000


def take(texts: list[str], limit: float | None) -> list[str]:
    """The first documents up to ``limit`` KB."""
    if limit is None:
        return texts
    taken: list[str] = []
    for text in texts:
        taken.append(text)
        if kilobytes(taken) >= limit:
            break
    return taken


def pieces(line: str) -> list[str]:
    """A line in pieces of at most 1,000 characters: longer ones make underthesea quadratic."""
    return [line[at : at + 1000] for at in range(0, len(line), 1000) if line[at : at + 1000].strip()]


def runners() -> dict[str, Callable[[list[str]], None]]:
    """Each engine as a function over the documents."""
    import spacy
    from dateparser.search import search_dates
    from underthesea import ner, word_tokenize

    from analyzer import analyze

    blank = spacy.blank("xx")

    def lines(texts: list[str]) -> list[str]:
        return [piece for text in texts for line in text.splitlines() for piece in pieces(line)]

    def over(function: Callable[[str], object], split: bool) -> Callable[[list[str]], None]:
        def run(texts: list[str]) -> None:
            for piece in lines(texts) if split else texts:
                function(piece)

        return run

    return {
        "analyzer.analyze": over(analyze, split=False),
        "underthesea.word_tokenize": over(word_tokenize, split=True),
        "underthesea.ner": over(ner, split=True),
        "dateparser.search_dates": over(lambda line: search_dates(line, languages=["vi"]), split=True),
        "spacy.blank('xx')": over(blank, split=False),
    }


def rates(engines: dict[str, Callable[[list[str]], None]], texts: list[str], repeat: int) -> dict[str, float]:
    """KB per second of processor time, the best of ``repeat`` rounds in which the engines take turns.

    Processor time, because a busy machine slows whoever runs at that moment; turns, because clocks drift.
    """
    shares = {name: take(texts, SLOW_SHARE.get(name)) for name in engines}
    for name, run in engines.items():
        run(shares[name][:1])
    gc.collect()
    gc.freeze()  # or every engine pays for the models the others have loaded
    best = dict.fromkeys(engines, 0.0)
    for _ in range(repeat):
        for name, run in engines.items():
            start = time.process_time()
            run(shares[name])
            best[name] = max(best[name], kilobytes(shares[name]) / (time.process_time() - start))
    return best


def version(distribution: str) -> str:
    """Installed version."""
    return importlib.metadata.version(distribution)


def growth(texts: list[str], repeat: int) -> list[tuple[int, float, float]]:
    """Milliseconds per KB for one document of 5, 50 and 500 KB: of the analyzer, and of ``word_tokenize``."""
    engines = runners()
    stock = "\n".join(texts)
    while len(stock.encode()) < 520_000:
        stock += "\n" + "\n".join(texts)
    rows = []
    for size in (5, 50, 500):
        text = [stock.encode()[: size * 1000].decode("utf-8", "ignore")]
        best = []
        for name in ("analyzer.analyze", "underthesea.word_tokenize"):
            times = []
            for _ in range(max(repeat, 100 // size)):
                start = time.process_time()
                engines[name](text)
                times.append(time.process_time() - start)
            best.append(min(times) * 1000 / size)
        rows.append((size, best[0], best[1]))
    return rows


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, default=ROOT / "corpora" / "directives", help="file or folder of .txt")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip", nargs="*", default=[], help="engines to leave out")
    args = parser.parse_args()
    texts = documents(args.text)
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {len(texts)} documents, {kilobytes(texts):.0f} KB"
    )
    print(", ".join(f"{d} {version(d)}" for d in ("underthesea", "dateparser", "spacy")))
    engines = {name: run for name, run in runners().items() if name not in args.skip}
    measured = rates(engines, texts, args.repeat)
    own = measured["analyzer.analyze"]
    print(f"\n{'engine':28}{'KB/s':>10}{'analyzer is':>16}")
    for name, speed in measured.items():
        print(f"{name:28}{speed:10.1f}{own / speed:15.2f}x")
    print(f"\n{'document':>10}{'ms per KB':>12}{'ratio to 5 KB':>16}{'word_tokenize':>16}{'analyzer is':>14}")
    rows = growth(texts, args.repeat)
    for size, per_kb, peer in rows:
        print(f"{size:7d} KB{per_kb:12.3f}{per_kb / rows[0][1]:16.2f}{peer:16.3f}{peer / per_kb:13.2f}x")


if __name__ == "__main__":
    main()
