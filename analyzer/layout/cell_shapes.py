"""What a table cell looks like where no header says so, and to which column each cell of a ragged row belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from analyzer.knowledge.data import read_toml, read_tsv
from analyzer.knowledge.verbs import work_verbs

Shape = Literal["empty", "index", "unit", "number", "year", "time", "agency", "long", "words"]
_LONG = 60
_LONGEST_TIME, _LONGEST_AGENCIES = 80, 400
_YEAR = re.compile(r"20\d{2}(?:\s?[-–]\s?20\d{2})?$")

_FIT: dict[str, dict[Shape, float]] = {
    "index": {"index": 6, "number": 1},
    "content": {"long": 5, "words": 3, "agency": -1, "time": -1},
    "group": {"words": 2, "long": 1},
    "metric": {"long": 4, "words": 4},
    "lead": {"agency": 4.5, "words": 0, "long": -1},
    "support": {"agency": 4, "words": 0, "long": -1},
    "monitor": {"agency": 4, "words": 0, "long": -1},
    "approver": {"agency": 4, "words": 0.5, "long": -1},
    "time": {"time": 6, "year": 6, "words": 0, "number": -1},
    "product": {"words": 2.5, "long": 1.5, "time": -1, "agency": -0.5},
    "note": {"words": 1.5, "long": 1.5, "agency": 0.5},
    "unit": {"unit": 6, "words": 1.5},
    "value": {"number": 5, "year": 2, "index": 3, "words": 1, "unit": -1},
    "past": {"number": 4.5, "year": 2, "index": 3, "words": 0.5},
    "": {"words": 0.5, "long": 0.5, "number": 0.5},
}  # how well a cell of a shape fits a column of a role; what is not named does not fit
_MISFIT = -4.0
_MEASURES = ("share", "points", "money", "measure", "rank")  # "báo cáo" may be counted, and may be a product
_ORDERS, _DATED = 2.0, 2.0  # a column of content gains by a cell that gives an order, one of time loses less by a date


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_toml("columns.toml")["cell"][name])


@cache
def _verbs() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, work_verbs()))
    return re.compile(rf"[-–+•*\s]{{0,4}}(?:{verbs})(?!\w)")


@cache
def _units() -> frozenset[str]:
    return frozenset(row["unit"].lower() for row in read_tsv("units.tsv") if row["kind"] in _MEASURES)


def shape_of(cell: str) -> Shape:
    """What a cell looks like.

    >>> [shape_of(c) for c in ("1.2", "Sở Nội vụ; các sở, ngành", "Quý II/2025", "Báo cáo", "%", "≥ 95", "2026")]
    ['index', 'agency', 'time', 'words', 'unit', 'number', 'year']
    """
    words = " ".join(cell.split()).strip(" -–+•.;")
    low = words.lower()
    if not low:
        return "empty"
    if low.startswith("%") or low in _units():
        return "unit"
    if _pattern("index").match(low):
        return "index"
    if _YEAR.match(low):
        return "year"
    if _pattern("number").match(low):
        return "number"
    if len(low) <= _LONGEST_AGENCIES and _names_body(words, low):
        return "agency"
    if len(low) <= _LONGEST_TIME and _pattern("time").match(low):
        return "time"
    return "long" if len(low) >= _LONG else "words"


def _names_body(words: str, low: str) -> bool:
    if _pattern("agency_class").match(low) or _pattern("agency_alone").match(low):
        return True
    named = _pattern("agency_named").match(low)
    return named is not None and words[named.end() : named.end() + 1].isupper()


def sets_work(cell: str) -> bool:
    """Whether a cell begins with a verb that opens an order.

    >>> sets_work("Rà soát thủ tục"), sets_work("- Xây dựng đề án"), sets_work("Trần Văn Mẫu")
    (True, True, False)
    """
    return bool(_verbs().match(" ".join(cell[:80].lower().split())))


def align(cells: Sequence[str], roles: Sequence[str | None]) -> list[int]:
    """The column of each cell of a row that has fewer cells than the table columns: order kept, best fit of shapes.

    >>> align(["2", "Rà soát thủ tục", "Quý II"], ["index", "content", "lead", "time"])
    [0, 1, 3]
    """
    shapes = [shape_of(c) for c in cells]
    n, k = len(roles), len(cells)
    none = float("-inf")
    best = [[none] * (n + 1) for _ in range(k + 1)]
    best[0] = [0.0] * (n + 1)
    took = [[False] * (n + 1) for _ in range(k + 1)]
    for i in range(1, k + 1):
        for j in range(i, n + 1):
            fit = best[i - 1][j - 1] + _fit(cells[i - 1], shapes[i - 1], roles[j - 1])
            if fit > best[i][j - 1]:
                best[i][j], took[i][j] = fit, True
            else:
                best[i][j] = best[i][j - 1]
    places: list[int] = []
    i, j = k, n
    while i:
        if took[i][j]:
            places.append(j - 1)
            i -= 1
        j -= 1
    return places[::-1]


def _fit(cell: str, shape: Shape, role: str | None) -> float:
    if shape == "empty":
        return 0.0
    fit = _FIT.get(role or "", _FIT[""]).get(shape, _MISFIT)
    if role == "content" and sets_work(cell):
        return fit + _ORDERS
    if role == "time" and shape in ("words", "long") and _pattern("dated").search(cell.lower()):
        return max(fit, _DATED)
    return fit


def infer_roles(rows: Sequence[Sequence[str]]) -> list[str | None] | None:
    """The roles of the columns of a table without a header, told by what its rows hold; None where they do not tell.

    ``rows`` are those with the most common number of cells. Work is told by a column of orders beside one of agencies;
    measures by a column of units beside one of numbers.

    >>> infer_roles([["1", "Rà soát thủ tục hành chính", "Sở Nội vụ", "Quý II/2025"]] * 3)
    ['index', 'content', 'lead', 'time']
    """
    columns = [[shape_of(c) for c in column] for column in zip(*rows, strict=True)]
    main = [_main(shapes) for shapes in columns]
    free = [c for c, shape in enumerate(main) if shape in ("words", "long")]
    if not free or len(main) < 3:
        return None
    if any(_mostly(_pattern("done"), [row[c] for row in rows]) for c in free):
        return None  # a report
    sizes = {c: sum(len(row[c]) for row in rows) for c in free}
    if "unit" in main and free[0] < main.index("unit"):
        return _measured(main, free[0])
    content = max(free, key=lambda c: (sum(sets_work(row[c]) for row in rows) * 2 >= len(rows), sizes[c]))
    orders = sum(sets_work(row[content]) or bool(_pattern("named_work").match(row[content].lower())) for row in rows)
    agencies = [c for c, shape in enumerate(main) if shape == "agency"]
    dated = any(shape in ("time", "year") for shape in main)
    if not agencies or orders * 2 < len(rows) or not (dated or main[0] == "index"):
        return None
    roles: list[str | None] = [None] * len(main)
    roles[content] = "content"
    for column, role in zip(agencies, ("lead", "support"), strict=False):
        roles[column] = role
    for column, shape in enumerate(main):
        if shape in ("time", "year") and "time" not in roles:
            roles[column] = "time"
        elif shape == "index" and column == 0:
            roles[column] = "index"
        elif column in free and column > content and "product" not in roles:
            roles[column] = "product"
    return roles


def _mostly(told: re.Pattern[str], cells: Sequence[str]) -> bool:
    return sum(bool(told.match(c.lower())) for c in cells) * 2 > len(cells)


def _measured(main: Sequence[Shape | None], metric: int) -> list[str | None] | None:
    unit = main.index("unit")
    roles: list[str | None] = [None] * len(main)
    roles[metric], roles[unit] = "metric", "unit"
    values = [c for c in range(unit + 1, len(main)) if main[c] in ("number", "index", "year")]
    if len(values) != 1:
        return None  # several columns of numbers: without a header nobody knows which are results
    roles[values[0]] = "value"
    if main[0] == "index":
        roles[0] = "index"
    return roles


def _main(shapes: Sequence[Shape]) -> Shape | None:
    """The shape that most of a column's filled cells have; words and long words count as one."""
    filled = [("words" if s == "long" else s) for s in shapes if s != "empty"]
    if not filled:
        return None
    told = max(set(filled), key=lambda s: (filled.count(s), s))
    if told in ("time", "year"):
        return "time"
    return told if filled.count(told) * 5 >= len(filled) * 3 else "words"
