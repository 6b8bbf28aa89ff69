"""How often each cue of the task pipe is right: the figures behind ``Task.confidence``.

    python -m analyzer.learning.confidence corpora/directives [MORE_GOLD …]

prints the cues with the share of right tasks, smoothed towards the share of all, for
``analyzer/knowledge/data/confidence.toml``. A task is right when the evaluation pairs it with a task of the gold.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from analyzer.assembly.analysis import analyse
from analyzer.assembly.assemble import assemble
from analyzer.assembly.confidence import cue_key
from analyzer.learning.corpus import GoldDocument, read_corpus
from analyzer.learning.evaluation import SAME_TASK
from analyzer.learning.facts import facts_of_gold, facts_of_output
from analyzer.learning.matching import pair
from analyzer.reading import read

# as many tasks of average quality are added to every cue, so that a rare cue is not trusted for three lucky tasks
_PRIOR = 5


def count_cues(documents: Iterable[GoldDocument]) -> tuple[Counter[str], Counter[str]]:
    """Tasks found and tasks right, by cue."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in documents:
        analysis = analyse(read(document.text))
        output = assemble(analysis).model_dump(mode="json")
        pairs = pair(facts_of_gold(document).tasks, facts_of_output(output, analysis.text).tasks, at_least=SAME_TASK)
        matched = set(pairs.values())
        for i, task in enumerate(analysis.tasks):
            found[cue_key(task)] += 1
            right[cue_key(task)] += i in matched
    return found, right


def precision_by_cue(found: Counter[str], right: Counter[str]) -> dict[str, float]:
    """The smoothed share of right tasks by cue, and of all as "default".

    >>> precision_by_cue(Counter(verb=10, must=10), Counter(verb=10, must=4))
    {'default': 0.7, 'must': 0.5, 'verb': 0.9}
    """
    overall = right.total() / found.total() if found else 0.0
    shares = {cue: (right[cue] + _PRIOR * overall) / (n + _PRIOR) for cue, n in sorted(found.items())}
    return {cue: round(share, 2) for cue, share in {"default": overall, **shares}.items()}


def main(directories: list[str]) -> None:
    """Print the figures of the gold directories together."""
    found, right = count_cues(d for directory in directories for d in read_corpus(Path(directory)))
    for cue, share in precision_by_cue(found, right).items():
        print(f"{cue} = {share}  # {right[cue] or right.total()} of {found[cue] or found.total()}")


if __name__ == "__main__":
    main(sys.argv[1:])
