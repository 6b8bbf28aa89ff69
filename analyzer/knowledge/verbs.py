"""The verbs that open orders (``task_cues.toml``), for all who look for work or for where a name ends before it."""

from __future__ import annotations

from functools import cache

from analyzer.knowledge.data import read_toml


def split_phrases(phrases: str) -> list[str]:
    """The phrases of a list written with bars.

    >>> split_phrases("rà soát| báo cáo|")
    ['rà soát', 'báo cáo']
    """
    return [phrase.strip() for phrase in phrases.replace("\n", "").split("|") if phrase.strip()]


@cache
def work_verbs() -> tuple[str, ...]:
    """Verbs that open an order when they head a sentence or follow its subject.

    >>> "rà soát" in work_verbs()
    True
    """
    return tuple(split_phrases(read_toml("task_cues.toml")["verbs"]))


def verb_openings() -> set[str]:
    """The first two syllables of the verbs that have several.

    >>> {"rà soát", "phòng chống"} <= verb_openings()
    True
    """
    return {" ".join(words[:2]) for verb in work_verbs() if len(words := verb.replace(",", "").split()) > 1}
