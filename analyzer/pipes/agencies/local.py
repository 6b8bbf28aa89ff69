"""The province of a name that the register does not hold: named in it, or the issuer's where it says it is local."""

from __future__ import annotations

import re

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold
from analyzer.knowledge.provinces import Province, candidates
from analyzer.pipes.agencies.setting import Setting

_WORDS = read_toml("agency_readings.toml")
_CLASS = re.compile("|".join(_WORDS["local_words"]))
_BODY = re.compile("|".join([*_WORDS["local_words"], *_WORDS["local_bodies"]]))
_OWN_UNIT = re.compile(r"(?<!cấp )(?:tỉnh|thành phố)$")


def told(name: str, words: str | None, setting: Setting, *, single: bool) -> tuple[Province, ...]:
    """The provinces a class, or a ``single`` body, may be of; ``words`` are those of its name that name one.

    >>> from analyzer.pipes.agencies.setting import setting_of
    >>> setting = setting_of("Ủy ban nhân dân tỉnh Gia Lai", None, None)
    >>> [p.id for p in told("Thanh tra Sở", None, setting, single=True)]
    ['p34-52', 'p63-64']
    >>> told("Nhà máy Sao Mai", None, setting, single=True), told("các tỉnh", None, setting, single=False)
    ((), ())
    """
    if words:
        return candidates(words, setting.issued_on)
    low = fold(name)
    if not (_BODY if single else _CLASS).search(low):
        return ()
    unit = _OWN_UNIT.search(low)  # "thành phố" in a document of a province is a city in it
    return tuple(p for p in setting.provinces if unit is None or p.unit == unit.group())
