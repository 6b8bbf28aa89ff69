"""Putting a query to an archive: how many entries fit, which come first, and what is nearest where none does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import Connection, select, text

from analyzer.archive import conditions
from analyzer.archive.index import TextIndex
from analyzer.archive.index.tables import hit
from analyzer.archive.index.terms import Condition
from analyzer.archive.passages import Candidate
from analyzer.archive.query import Query
from analyzer.archive.ranking import Ranked, Ranking
from analyzer.archive.selection import Narrowed, Selection, due_conditions
from analyzer.archive.tables import entry

Sort = Literal["relevance", "date", "due"]
#: Candidates that are ranked at a time; those behind them are ranked among themselves.
WINDOW = 100
_FIELDS = ("what", "text", "extra", "number", "kind", "issued_on", "place", "tie", "confidence")
_CHUNK = 500
_SELECTIVE = 20_000  # parts in tasks: of bodies that have fewer the entries are listed first
_LISTED = 5_000  # slots that an SQL query may list


class Asked:
    """A query put to an archive. Where nothing fits, the condition is loosened until something does.

    So long as one window holds all that fits, each text is looked at: the index takes a phrase for its pairs of words,
    and only the text tells "a b c" from "b c … a b".
    """

    def __init__(self, connection: Connection, index: TextIndex, query: Query, narrowed: Narrowed) -> None:
        self._connection = connection
        self._index = index
        self._narrowed = narrowed
        self._query = query
        self._ranking = Ranking(query)
        self.words = not query.is_empty
        self.nearest = False
        self._stages: list[Condition] = conditions.stages(query) if self.words else []
        self._window: list[int] = []  # the slots of the first window
        self._all: list[int] | None = None  # the slots of all that fits, where they are known and not too many
        self._ranked: list[Ranked] | None = None  # the first window in its order
        self.total = self._fill() if self.words else 0  # without words it is counted with the hits
        if self.words and not self.total:
            self.nearest = True
            for stages in conditions.nearly(query):
                self._stages = stages
                self.total = self._fill()
                if self.total:
                    break

    @property
    def _is_small(self) -> bool:
        """Whether the first window holds all that fits."""
        return self.words and self.total <= WINDOW

    def selection(self) -> Selection:
        """All that fits."""
        if self._is_small:
            return Selection.of_slots(self._window)
        if self._all is not None:
            return Selection.of_slots(self._all)
        return self._narrowed.select(self._index, self._stages[-1] if self.words else None)

    def by_relevance(self, offset: int, limit: int) -> list[Ranked]:
        """The hits of a page, the best first, ranked in windows."""
        if offset >= self.total:
            return []
        first = offset // WINDOW * WINDOW
        last = min(offset + limit, self.total)
        slots = self._window if last <= WINDOW else self._candidates(self._stages, -(-last // WINDOW) * WINDOW)
        found: list[Ranked] = []
        for start in range(first, len(slots), WINDOW):
            if start:
                found += self._rank(slots[start : start + WINDOW])
            else:
                self._ranked = self._ranked or self._rank(self._window)
                found += self._ranked
        return found[offset - first : last - first]

    def nearly(self, wanted: int) -> list[Ranked]:
        """The best of those that have most of the words but not all, to go with few hits that have all."""
        if self.nearest or not self.words:
            return []
        whole = set(self._window)
        found: list[int] = []
        for stages in conditions.nearly(self._query, half=True):
            found = [slot for slot in self._candidates(stages, WINDOW) if slot not in whole]
            if len(found) >= wanted:
                break
        return self._rank(found)[:wanted]

    def in_order(self, order: Sort, offset: int, limit: int) -> list[Ranked]:
        """The hits of a page by date, the latest first, or by the first day due of those asked for."""
        selection = self.selection()
        by = "hit.issued DESC"
        if order == "due":
            wanted = " AND ".join(["due_day.entry = hit.entry", *due_conditions(self._narrowed.filters)])
            by = f"(SELECT min(due_day.day) FROM due_day WHERE {wanted}) NULLS LAST, hit.issued DESC"
        rest = f"ORDER BY {by}, hit.slot LIMIT :most OFFSET :first"
        values = {**selection.values, "most": limit, "first": offset}
        columns = "hit.slot" if self.words else "hit.slot, count(*) OVER ()"
        rows = self._connection.execute(text(selection.sql(columns, rest)), values).all()
        if not self.words:
            self.total = rows[0][1] if rows else self._count(None) if offset else 0
        slots = [row[0] for row in rows]
        ranked = {one.candidate.slot: one for one in self._rank(slots)}
        return [ranked[slot] for slot in slots]

    def _fill(self) -> int:
        """Take the first window of candidates; how many fit in all."""
        if self._narrowed.is_void:
            self._window = []
            return 0
        fitting = self._narrowed.select(self._index, self._stages[-1], hits=False)
        if fitting.sorted and fitting.hits:
            return self._fill_filtered(fitting)
        columns = fitting.slot if fitting.sorted else f"{fitting.slot}, count(*) OVER ()"
        query = fitting.sql(columns, f"ORDER BY {fitting.slot} LIMIT :most")
        rows = self._connection.execute(text(query), {**fitting.values, "most": WINDOW + 1}).all()
        self._window = [row[0] for row in rows]
        if len(rows) > WINDOW:
            self._window = self._candidates(self._stages[:-1], WINDOW, self._window)
            return self._count(self._stages[-1]) if fitting.sorted else int(rows[0][1])
        self._look()
        return len(self._window)

    def _fill_filtered(self, fitting: Selection) -> int:
        """The same where filters cost more than words: they are applied once, to all that has the words."""
        if self._narrowed.size(self._connection) < _SELECTIVE:
            fitting = self._narrowed.select_within(self._index, self._stages[-1])
        query = fitting.sql(fitting.slot, f"ORDER BY {fitting.slot}")
        passing: Sequence[int] = self._connection.execute(text(query), fitting.values).scalars().all()
        self._window = list(passing[:WINDOW])
        if len(passing) <= WINDOW:
            self._look()
            return len(self._window)
        self._all = list(passing) if len(passing) <= _LISTED else None
        self._window = self._candidates(self._stages[:-1], WINDOW, self._window, self._all)
        return len(passing)

    def _look(self) -> None:
        """Leave out of all that fit what has only the pairs of a phrase."""
        if self._window and not self.nearest:
            self._ranked = [one for one in self._rank(self._window) if one.whole]
            kept = {one.candidate.slot for one in self._ranked}
            self._window = [slot for slot in self._window if slot in kept]

    def _count(self, condition: Condition | None) -> int:
        selection = self._narrowed.select(self._index, condition, hits=False)
        found: int = self._connection.execute(text(selection.sql("count(*)")), selection.values).scalar_one()
        return found

    def _candidates(
        self,
        stages: Sequence[Condition],
        wanted: int,
        rest: Iterable[int] = (),
        within: Sequence[int] | None = None,
    ) -> list[int]:
        """The slots of the best candidates, stage by stage, and ``rest`` after them.

        ``within`` are those that pass the filters, where they are known.
        """
        found: dict[int, None] = {}
        for condition in stages:
            if len(found) >= wanted:
                break
            if within is None:
                selection = self._narrowed.select(self._index, condition, hits=False)
            else:
                selection = Selection.among(self._index, condition, within)
            # those of earlier stages come again among these
            query = selection.sql(selection.slot, f"ORDER BY {selection.slot} LIMIT :most")
            values = {**selection.values, "most": wanted}
            for slot in self._connection.execute(text(query), values).scalars():
                found.setdefault(slot)
        return list(dict.fromkeys((*found, *rest)))[:wanted]

    def _rank(self, slots: Sequence[int]) -> list[Ranked]:
        return self._ranking.ranked(_read(self._connection, slots))


def _read(connection: Connection, slots: Sequence[int]) -> Iterable[Candidate]:
    columns = [entry.c[name] for name in _FIELDS]
    for start in range(0, len(slots), _CHUNK):
        query = select(hit.c.slot, *columns).join(entry, entry.c.id == hit.c.entry)
        for row in connection.execute(query.where(hit.c.slot.in_(slots[start : start + _CHUNK]))):
            yield Candidate(*row)
