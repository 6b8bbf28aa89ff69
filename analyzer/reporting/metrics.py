"""The same thing measured over documents and years: targets whose metric, unit and scope are alike in their words.

Alike means: the same unit, the same numbers but for years, the same first word (Vietnamese phrases open with what they
are about), the same words that set apart (level, negation … ``data/metrics.toml``), and enough words and pairs of
neighbouring words in common.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from analyzer.assembly.models import Directive, Target
from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import fold, key, nfc
from analyzer.reporting.comparing import compared
from analyzer.reporting.model import Aim, Metric, Place, Series
from analyzer.writing.notes import where
from analyzer.writing.rows import document_name

#: Metrics in a report.
MOST_METRICS = 300
_FEWEST_WORDS = 2
_WORD = re.compile(r"\w+(?:[./-]\w+)*|%")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"0*(\d+)")


class Features(NamedTuple):
    """What a metric is compared by: ``apart`` and ``numbers`` must be equal, the words of ``text`` alike."""

    unit: str
    numbers: frozenset[str]
    apart: frozenset[str]
    text: str

    @property
    def block(self) -> Hashable:
        """What must be equal."""
        return self.unit, self.text.partition(" ")[0], self.numbers, self.apart

    @property
    def words(self) -> frozenset[str]:
        """The words, and the pairs of words that stand side by side."""
        found = self.text.split(" ")
        return frozenset({*found, *map(" ".join, pairwise(found))})


class _Words(NamedTuple):
    """The tables of ``data/metrics.toml``, made ready."""

    threshold: float
    measures: tuple[str, ...]
    dropped: frozenset[str]
    spelling: dict[str, str]
    units: dict[str, str]
    apart: re.Pattern[str]
    time: re.Pattern[str]


@cache
def _words() -> _Words:
    table = read_toml("metrics.toml")
    phrases = sorted((phrase for group in table["apart"].values() for phrase in group), key=len, reverse=True)
    return _Words(
        threshold=table["threshold"],
        measures=tuple(table["measures"]),
        dropped=frozenset(table["dropped"].split()),
        spelling=table["spelling"],
        units=table["units"],
        apart=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)"),
        time=re.compile(rf"(?:,? (?:{'|'.join(table['name']['time'])}|[\dIVX][\dIVX/.-]{{0,20}})){{2,12}}$"),
    )


def features(metric: str, unit: str | None = None, scope: str | None = None) -> Features | None:
    """What a metric is compared by; None where its words are too few to tell it from others.

    >>> a = features("Tỷ lệ hồ sơ nộp trực tuyến năm 2024", "%")
    >>> b = features("phấn đấu đến năm 2025 đưa tỉ lệ hồ sơ được nộp trực tuyến", "%")
    >>> a == b, features("người", "người")
    (True, None)
    """
    tables = _words()
    text = _spelled(" ".join(filter(None, (metric_words(metric), scope))))
    unit = _spelled(unit or "")
    unit = tables.units.get(unit, unit)
    found = [word for word in _WORD.findall(text) if not _YEAR.search(word)]
    numbers = frozenset(m.group(1) for word in found if (m := _NUMBER.match(word)))
    kept = [word for word in found if word not in tables.dropped and not word[0].isdigit()]
    if len(set(kept) - set(_WORD.findall(unit))) < _FEWEST_WORDS:
        return None
    apart = frozenset(tables.apart.findall(text))
    return Features(unit, numbers, apart, " ".join(kept))


def metric_words(metric: str) -> str:
    """The metric without the sentence before its measure.

    >>> metric_words("Rà soát quy trình, đưa tỷ lệ hồ sơ đúng hạn")
    'tỷ lệ hồ sơ đúng hạn'
    """
    folded = _spelled(metric)
    if len(folded) != len(metric):  # letters in two parts; not ours to cut
        return metric
    at = max(folded.rfind(measure) for measure in _words().measures)
    return metric[at:] if at > 0 and not folded[at - 1].isalnum() and len(metric[at:].split()) > 3 else metric


def alike(a: Features, b: Features) -> float:
    """How alike two metrics are, from 0 to 1; 0 where something sets them apart.

    >>> one, other = features("Tỷ lệ hồ sơ nộp trực tuyến", "%"), features("Hồ sơ của doanh nghiệp nộp trực tuyến", "%")
    >>> alike(one, one), alike(one, other)
    (1.0, 0.0)
    """
    return _dice(a.words, b.words) if a.block == b.block else 0.0


class Metrics:
    """Targets as they come, put together at the end."""

    def __init__(self) -> None:
        self._aims: defaultdict[Features, list[tuple[str, str | None, str, Aim]]] = defaultdict(list)

    def add(self, directive: Directive, targets: Iterable[Target]) -> None:
        """Take the targets of a directive."""
        issuer, number = directive.directive.issuer, directive.directive.number
        document = document_name(directive)
        setter = key(issuer.name) + (issuer.province.id if issuer.province else "") if issuer else f"\0{document}"
        for target in targets:
            found = features(target.metric, target.unit, target.scope) if target.metric else None
            if found is None or target.metric is None:
                continue
            due = target.due
            day = due and (due.end or due.start)
            aim = Aim(
                year=day.year if day else None,
                comparator=target.comparator,
                value=target.value,
                upper=target.upper,
                text=target.text,
                metric=target.metric,
                by=due.end if due else None,
                issued_on=directive.directive.issued_on,
                where=Place(
                    document,
                    number.text if number else None,
                    where((), target.span.page),
                    directive.source.name,
                    target.id,
                ),
            )
            self._aims[found].append((setter, issuer.name if issuer else None, target.unit or "", aim))

    def found(self, most: int = MOST_METRICS) -> tuple[tuple[Metric, ...], int]:
        """The metrics that several documents or years share, those of most years first, and how many are left out."""
        metrics = [metric for group in self._groups() if (metric := self._metric(group)) is not None]
        metrics.sort(key=lambda m: (-len(m.years), -_documents(m), -m.aims, m.name.casefold(), m.unit or ""))
        return tuple(metrics[:most]), len(metrics[most:])

    def _groups(self) -> Iterator[list[Features]]:
        """Metrics that are alike: each goes to the likest of those that lead a group, the most frequent lead."""
        blocks: defaultdict[Hashable, list[Features]] = defaultdict(list)
        for found in sorted(self._aims, key=lambda f: (-len(self._aims[f]), len(f.text), f.text)):
            blocks[found.block].append(found)
        for block in blocks.values():
            yield from _grouped(block)

    def _metric(self, group: list[Features]) -> Metric | None:
        """The group as a metric; None where it is one document's for one year."""
        rows: dict[str, dict[tuple[object, ...], Aim]] = defaultdict(dict)
        names: dict[str, str | None] = {}
        units: Counter[str] = Counter()
        for setter, name, unit, aim in (entry for found in group for entry in self._aims[found]):
            same = (aim.year, aim.comparator, aim.value, aim.upper, aim.where.document)
            rows[setter].setdefault(same, aim)
            names.setdefault(setter, name)
            units[unit] += 1
        aims = [aim for row in rows.values() for aim in _told_once(row.values())]
        if len({aim.year for aim in aims} - {None}) < 2 and len({aim.where.document for aim in aims}) < 2:
            return None
        series = [Series(names[setter], compared(_told_once(row.values()))) for setter, row in rows.items()]
        series.sort(key=lambda s: (-len(s.points), -len(s.aims), (s.setter or "\uffff").casefold()))
        return Metric(_name(aims), units.most_common(1)[0][0] or None, tuple(series))


def _grouped(metrics: Sequence[Features]) -> list[list[Features]]:
    """The metrics of one block in groups; the first that is like no other so far leads a new one."""
    groups: list[list[Features]] = []
    sizes: list[int] = []
    having: defaultdict[str, list[int]] = defaultdict(list)
    for found in metrics:
        words = found.words
        common = Counter(number for word in words for number in having[word])
        most, best = max(((2 * n / (len(words) + sizes[g]), -g) for g, n in common.items()), default=(0.0, 0))
        if most >= _words().threshold:
            groups[-best].append(found)
            continue
        for word in words:
            having[word].append(len(groups))
        groups.append([found])
        sizes.append(len(words))
    return groups


def _told_once(aims: Iterable[Aim]) -> list[Aim]:
    """The values without those that the same document gives again without a year."""
    found = list(aims)
    dated = {_value(aim) for aim in found if aim.year is not None}
    return [aim for aim in found if aim.year is not None or _value(aim) not in dated]


def _value(aim: Aim) -> tuple[object, ...]:
    return aim.comparator, aim.value, aim.upper, aim.where.document


def _name(aims: list[Aim]) -> str:
    """What most documents call it, without the time at its end; of several names one with its measure, the shortest."""
    words = {(aim.where.document, metric_words(aim.metric).strip(" .,;:")) for aim in aims}
    counts = Counter(_timeless(metric) for _, metric in words)
    measures = _words().measures
    name = min(counts, key=lambda m: (-counts[m], not _spelled(m).startswith(measures), len(m), m))
    return name[:1].upper() + name[1:]


def _timeless(metric: str) -> str:
    """
    >>> _timeless("Tỷ lệ giải ngân đến 30/6/2024"), _timeless("Số xã loại I")
    ('Tỷ lệ giải ngân', 'Số xã loại I')
    """
    short = _words().time.sub("", metric)
    return short if len(short.split()) > 1 else metric


def _documents(metric: Metric) -> int:
    return len({aim.where.document for series in metric.series for aim in series.aims})


def _spelled(text: str) -> str:
    """The text folded, with one spelling of words that have two."""
    spelling = _words().spelling
    return re.sub(r"\w+", lambda m: spelling.get(m.group(), m.group()), fold(nfc(text)))


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))
