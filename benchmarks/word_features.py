"""Do underthesea's words and tags help to tell which sentences set work? Trains with and without them and compares.

    python benchmarks/word_features.py [MORE_GOLD …]

fits the model of work on the splits "seen" and "train" of the corpus, once as it is shipped and once with the tags of
the first words of each unit, and prints F1 of the tasks found on the test split and on further directories of gold.
Needs a few minutes, most of them for the tags.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.evaluation import evaluate
from analyzer.learning.examples import study
from analyzer.learning.splits import read_split
from analyzer.learning.training import as_judges, fit_judges
from analyzer.pipes.tasks import Judges, units
from analyzer.reading import read

CORPUS = Path(__file__).parent.parent / "corpora" / "directives"
LETTERS = 70  # of a unit that are tagged
WORDS = 7


@contextmanager
def tagged() -> Iterator[list[float]]:
    """Within the block units also have the tags of their first words; the list gathers the seconds that took."""
    from underthesea import pos_tag

    plain, spent = units.work_features, [0.0]
    pos_tag("Sở Nội vụ")

    def with_tags(view: Any, start: int, end: int, *others: Any) -> tuple[tuple[str, ...], list[str]]:
        features, words = plain(view, start, end, *others)
        begun = time.process_time()
        tags = pos_tag(view.text[start : min(end, start + LETTERS)].replace("\n", " "))[:WORDS] if end > start else []
        spent[0] += time.process_time() - begun
        why = next((feature for feature in features if feature.startswith("why=")), "why=-")
        names = [tag for _, tag in tags]
        found = [f"tags={' '.join(names[:n])}" for n in (1, 2, 3)]
        found += [f"{why}|tag={names[0] if names else '-'}", f"verbs={names.count('V')}"]
        found += [f"first={tags[0][0].lower()}"] if tags else []
        return (*features, *found), words

    units.work_features = with_tags  # type: ignore[assignment]
    try:
        yield spent
    finally:
        units.work_features = plain


def compare(sets: dict[str, list[GoldDocument]]) -> dict[str, float]:
    """F1 of tasks found on each set with a model fitted now."""
    fitted = as_judges(fit_judges([study(d) for d in read_split(CORPUS, "seen", "train")], names=("work",)))
    judges = replace(Judges.shipped(), work=fitted.work)
    return {
        name: evaluate((d, assemble(analyse(read(d.text), judges))) for d in documents).figures["tasks.found"].f1
        for name, documents in sets.items()
    }


def main() -> None:
    sets = {"test": read_split(CORPUS, "test")}
    sets.update({Path(name).name: list(read_corpus(Path(name))) for name in sys.argv[1:]})
    print("as shipped      ", {name: round(f1, 4) for name, f1 in compare(sets).items()})
    with tagged() as spent:
        print("with tags       ", {name: round(f1, 4) for name, f1 in compare(sets).items()})
    print(f"tagging took {spent[0]:.0f} s")


if __name__ == "__main__":
    main()
