"""Would a learned sequence model find the bodies that the rules miss? Trains four and compares them.

    python benchmarks/agency_sequence.py [--gold DIR …] [--only NAME …] [--epochs 8] [--seed 0]

Each model tags the tokens of a line as the beginning, the inside or the outside of a name. It learns from the splits
"seen" and "train": the assignees of the gold, placed in the text, and (unless it is to learn "assignees" only) what the
rules find beside them; on the lines that hold a task or an assignee, or on all. Compared are

* mentions: how many of the gold's assignees are found, with the same or with overlapping boundaries, and how many of
  those that the rules do not touch; which share of what is found within gold tasks is an assignee (the gold names
  assignees only, so that many a true name counts as wrong, for the rules too);
* the outcome: F1 of the analyzer's tasks and assignees with the names of a model added where the rules find
  nothing ("added"), or also put in place of a single shorter name ("longer"). "oracle" does so with the assignees
  of the gold: all there is to gain;
* the cost: KB/s of processor time, and how much faster than ``underthesea.word_tokenize`` the analyzer is with it.

Figures are for the calibration split, on which the least probability of a name is chosen, for the test split, and for
the annotated directories given with ``--gold``. Intervals are 95 % bootstrap intervals of the gain over documents.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from sequence_taggers import Line, Linear, Name, Recogniser, SoftmaxTagger, Tagger, lines_of  # noqa: E402

from analyzer import analyze  # noqa: E402
from analyzer.assembly.analysis import Analysis, analyse, find_tasks  # noqa: E402
from analyzer.assembly.assemble import assemble  # noqa: E402
from analyzer.learning.corpus import GoldDocument, read_corpus  # noqa: E402
from analyzer.learning.evaluation import Figure, evaluate  # noqa: E402
from analyzer.learning.exchange.annotated import annotate  # noqa: E402
from analyzer.learning.matching import place  # noqa: E402
from analyzer.learning.placing import Offsets, find_places  # noqa: E402
from analyzer.learning.splits import read_split  # noqa: E402
from analyzer.pipes import agencies  # noqa: E402
from analyzer.pipes.mentions import AgencyMention  # noqa: E402
from analyzer.pipes.tasks.coreference import own_bodies  # noqa: E402
from analyzer.reading import read  # noqa: E402
from analyzer.spans import Mask, Span  # noqa: E402

CORPUS = ROOT / "corpora" / "directives"
FIGURES = ("tasks.found", "assignees.words")
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Mode = Literal["added", "longer"]
MODES: Sequence[Mode] = ("added", "longer")
Outcomes = Sequence[Mapping[str, Figure]]


# ---------------------------------------------------------------- data


@dataclass(frozen=True)
class Sample:
    """An annotated document: what gold and rules find in its own text, and its analysis by rules and shipped models."""

    document: GoldDocument
    tasks: Sequence[Span]
    gold: Sequence[Span]
    rules: Sequence[Span]
    lines: Sequence[Line]
    analysis: Analysis
    named: Sequence[Span]  # by the rules, in the analysed text


def sample(document: GoldDocument) -> Sample:
    """Everything that is known of a document before a model looks at it."""
    text, offsets = document.text, Offsets(document.text)
    found = agencies.find(offsets.composed, as_of=document.gold.directive.issued_on)
    found += own_bodies(offsets.composed, found)
    rules = sorted({offsets.from_composed(_name(m)) for m in found})
    gold = sorted({Span(m.start, m.end) for m in annotate(document).labelled("AGENCY")})
    taken = Mask(gold)
    names = [*gold, *(r for r in rules if not taken.covers(r.start, r.end))]
    analysis = analyse(read(text))
    return Sample(
        document,
        find_places(document).tasks,
        gold,
        rules,
        list(lines_of(text, names, gold)),
        analysis,
        [_name(m) for m in analysis.agencies],
    )


def _name(mention: AgencyMention) -> Span:
    return Span(max(mention.start, mention.name_start), mention.end)


def of_tasks(samples: Iterable[Sample]) -> list[Line]:
    """The lines that hold a task or an assignee: of others the gold does not say whom they name."""
    kept = []
    for s in samples:
        told = Mask([*s.tasks, *s.gold])
        kept += [line for line in s.lines if told.covers(line.places[0].start, line.places[-1].end)]
    return kept


# ---------------------------------------------------------------- comparison


def mention_figures(samples: Sequence[Sample], found: Sequence[Iterable[Span]]) -> str:
    """Recall of the gold's assignees and of those that the rules do not touch; precision within gold tasks."""
    count: Counter[str] = Counter()
    for s, spans in zip(samples, found, strict=True):
        gold, names = set(s.gold), set(spans)
        in_gold, in_names, by_rules, tasks = Mask(gold), Mask(names), Mask(s.rules), Mask(s.tasks)
        for g in gold:
            same, met = g in names, in_names.covers(*g)
            count.update(gold=1, same=same, met=met)
            if not by_rules.covers(*g):
                count.update(missed=1, missed_same=same, missed_met=met)
        inside = [n for n in names if tasks.covers(*n)]
        count.update(inside=len(inside), inside_same=sum(n in gold for n in inside))
        count.update(inside_met=sum(in_gold.covers(*n) for n in inside))
    return (
        f"recall {count['same'] / count['gold']:.3f} same, {count['met'] / count['gold']:.3f} overlapping"
        f" (N = {count['gold']});  of those the rules miss {count['missed_same']} same, {count['missed_met']}"
        f" overlapping (N = {count['missed']});  precision in tasks {count['inside_same'] / count['inside']:.3f} same,"
        f" {count['inside_met'] / count['inside']:.3f} overlapping (N = {count['inside']})"
    )


def added_names(s: Sample, names: Iterable[Name], least: float, mode: Mode) -> list[Name]:
    """What a model adds to the rules."""
    touched, kept = Mask(s.named), []
    for name in names:
        if name.sure < least:
            continue
        if not touched.covers(*name.span):
            kept.append(name)
        elif mode == "longer":
            met = [r for r in s.named if min(r.end, name.end) > max(r.start, name.start)]
            if len(met) == 1 and met[0] != name.span and met[0].within(name):
                kept.append(name)
    return kept


def outcome(s: Sample, names: Sequence[Name]) -> Mapping[str, Figure]:
    """The figures of a document with these names added; they take the place of names within them."""
    analysis, given = copy(s.analysis), Mask(names)
    kept = [m for m in analysis.agencies if not given.covers(*_name(m))]
    replaced = [m for m in analysis.agencies if given.covers(*_name(m))]
    for name in names:
        start = min([name.start, *(m.start for m in replaced if m.start < name.end and m.end > name.start)])
        written = analysis.text[name.start : name.end]
        kept.append(AgencyMention(start, name.end, written, "grammar", name_start=name.start))
    analysis.agencies = sorted(kept, key=lambda m: m.start)
    find_tasks(analysis)
    return evaluate([(s.document, assemble(analysis))]).figures


def gold_names(s: Sample) -> list[Name]:
    """The gold's assignees in the analysed text, as a perfect model would find them."""
    offsets, text = Offsets(s.analysis.text), s.document.text
    places = place([(text[g.start : g.end], g.start / len(text)) for g in s.gold], offsets.flat)
    return [Name(*span) for span in sorted({offsets.from_flat(p) for p in places if p.start >= 0})]


def f1(outcomes: Outcomes, figure: str) -> float:
    """The F1 of a figure over all documents."""
    found = [o[figure] for o in outcomes if figure in o]
    return Figure(sum(f.right for f in found), sum(f.gold for f in found), sum(f.found for f in found)).f1


def show(label: str, rules: Outcomes, after: Outcomes, names: int, draws: int = 1000) -> None:
    """One row of the table of outcomes: F1, its gain over the rules and the interval of the gain."""
    cells = []
    for figure in FIGURES:
        chance, gains = random.Random(0), []
        for _ in range(draws):
            drawn = chance.choices(range(len(rules)), k=len(rules))
            gains.append(f1([after[i] for i in drawn], figure) - f1([rules[i] for i in drawn], figure))
        gains.sort()
        low, high = gains[draws // 40], gains[-draws // 40 - 1]
        now = f1(after, figure)
        cells.append(f"{figure} {now:.3f} ({now - f1(rules, figure):+.3f}; {low:+.3f} to {high:+.3f})")
    print(f"    {label:32}{names:5d} names   {'   '.join(cells)}", flush=True)


def compare(label: str, tagger: Tagger, sets: Mapping[str, Sequence[Sample]], rules: Mapping[str, Outcomes]) -> None:
    """Everything about one trained model but its speed."""
    print(f"{label}: {tagger.size() / 1000:.0f} KB", flush=True)
    names = {split: [_find(tagger, s.analysis.text) for s in part] for split, part in sets.items()}
    for split, part in sets.items():
        print(f"  {split}: {mention_figures(part, [[n.span for n in tagger.find(s.lines)] for s in part])}")
    for mode in MODES:
        tried = {least: _outcomes(sets, names, "calibration", least, mode) for least in THRESHOLDS if tagger.sure}
        best = max(tried, key=lambda least: sum(f1(tried[least][0], figure) for figure in FIGURES), default=0.0)
        for split in sets:
            after, count = _outcomes(sets, names, split, best, mode)
            show(f"{split}, {mode}" + (f", from {best}" if tagger.sure else ""), rules[split], after, count)


def _outcomes(
    sets: Mapping[str, Sequence[Sample]],
    names: Mapping[str, Sequence[Sequence[Name]]],
    split: str,
    least: float,
    mode: Mode,
) -> tuple[Outcomes, int]:
    added = [added_names(s, found, least, mode) for s, found in zip(sets[split], names[split], strict=True)]
    return [outcome(s, found) for s, found in zip(sets[split], added, strict=True)], sum(map(len, added))


def _find(tagger: Tagger, text: str) -> list[Name]:
    return tagger.find(list(lines_of(text)))


def speeds(taggers: Mapping[str, Tagger]) -> None:
    """KB/s of processor time on the texts of the corpus, by turns, the best of three."""
    from underthesea import word_tokenize

    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))[:24]]
    size = sum(len(text.encode()) for text in texts) / 1000

    def tokenize(text: str) -> None:
        for line in filter(str.strip, text.splitlines()):
            word_tokenize(line)

    runs: dict[str, Callable[[str], Any]] = {"word_tokenize": tokenize, "analyzer": analyze}
    runs |= {label: partial(_find, tagger) for label, tagger in taggers.items()}
    seconds: dict[str, float] = {}
    for _ in range(3):
        for label, run in runs.items():
            begun = time.process_time()
            for text in texts:
                run(text)
            taken = time.process_time() - begun
            seconds[label] = min(taken, seconds.get(label, taken))
    print(f"speed on {size:.0f} KB: word_tokenize {size / seconds['word_tokenize']:.0f} KB/s", flush=True)
    for label in [*runs][1:]:
        whole = seconds["analyzer"] + (seconds[label] if label != "analyzer" else 0.0)
        ratio = seconds["word_tokenize"] / whole
        print(f"  {label:24}{size / seconds[label]:6.0f} KB/s   analyzer then {ratio:.2f} times word_tokenize")


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="more annotated directories to compare on")
    parser.add_argument("--only", nargs="*", help="names of models")
    parser.add_argument("--epochs", type=int, default=8, help="of the training of networks")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    training = [sample(document) for document in read_split(CORPUS, "seen", "train")]
    told, every = of_tasks(training), [line for s in training for line in s.lines]
    models: dict[str, tuple[Tagger, Sequence[Line]]] = {
        "linear": (Linear(lambda line: line.names, args.seed), told),
        "linear, assignees": (Linear(lambda line: line.assignees, args.seed), told),
        "spaCy ner": (Recogniser(args.seed, args.epochs), told),
        "spaCy tagger, all lines": (SoftmaxTagger(args.seed, args.epochs), every),
    }
    models = {label: model for label, model in models.items() if not args.only or label in args.only}
    sets = {split: [sample(d) for d in read_split(CORPUS, split)] for split in ("calibration", "test")}
    sets |= {folder.name: [sample(d) for d in read_corpus(folder)] for folder in args.gold}
    rules = {split: [outcome(s, []) for s in part] for split, part in sets.items()}
    print("rules")
    for split, part in sets.items():
        print(f"  {split}: {mention_figures(part, [s.rules for s in part])}")
    for split, part in sets.items():
        show(f"{split}, {len(part)} documents", rules[split], rules[split], 0)
    perfect = {split: [gold_names(s) for s in part] for split, part in sets.items()}
    print("oracle")
    for mode in MODES:
        for split in sets:
            show(f"{split}, {mode}", rules[split], *_outcomes(sets, perfect, split, 0.0, mode))
    for label, (tagger, lines) in models.items():
        begun = time.process_time()
        tagger.fit(lines)
        seconds, tokens = time.process_time() - begun, sum(len(line.words) for line in lines)
        print(f"{label}: trained on {len(lines)} lines, {tokens} tokens in {seconds:.0f} s of processor time")
        compare(label, tagger, sets, rules)
    speeds({label: tagger for label, (tagger, _) in models.items()})


if __name__ == "__main__":
    main()
