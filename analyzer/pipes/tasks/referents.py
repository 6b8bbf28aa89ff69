"""What words that point elsewhere stand for: "các cơ quan nêu trên", "đơn vị mình".

A class that points back means the bodies named last in the same item of the outline, else in the item before. "đơn vị
mình" means each of those who are to act.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.folding import fold
from analyzer.knowledge.patterns import pattern
from analyzer.layout.issuers import place_of
from analyzer.layout.labels import BULLETS
from analyzer.layout.outline import Node, Outline
from analyzer.pipes.agencies import group
from analyzer.pipes.mentions import AgencyMention
from analyzer.pipes.tasks.mentions import TaskMention

Referents = dict[AgencyMention, tuple[str, ...]]
_ABOVE = pattern("task.referents.above")
_MINE = pattern("task.referents.mine")
_OPEN = pattern("task.referents.open")
_ENDS = pattern("task.referents.ends")
_ONE_OF = pattern("task.referents.one_of")
_AREAS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
# what a class of one noun can only stand for
_ONLY = {
    "sở": ("sở ",),
    "bộ": ("bộ ",),
    "địa phương": ("ủy ban nhân dân ", *(f"{unit} " for unit in _AREAS)),
    **{unit: (f"ủy ban nhân dân {unit} ", f"{unit} ") for unit in _AREAS},
}
_ALONE = frozenset({"Tỉnh", "Thành phố", "Văn phòng", "Cục", "Viện", "Trung tâm", "Trường", "Bệnh viện", "Ban", "Hội"})
_SENTENCE = re.compile(r"[.;\n]")
_FARTHEST = 60  # groups looked at for what a mention points to
_MOST_HEADS = 20


def referents(
    text: str,
    outline: Outline,
    mentions: Sequence[AgencyMention],
    tasks: Sequence[TaskMention],
    issuer: str | None = None,
) -> Referents:
    """What the pointing mentions stand for, and "đơn vị mình" in tasks as mentions of their own.

    ``mentions`` are all of the document in text order. What nothing is found for is left out.
    """
    found: Referents = {}
    pointing = [m for m in mentions if points_back(text, m)]
    if pointing:
        acting = {(a.mention.start, a.mention.end) for t in tasks for a in t.assignees if a.role in ("lead", "support")}
        aside = set(pointing)
        search = _Search(text, outline, [m for m in mentions if m not in aside], acting)
        found |= {m: names for m in pointing if (names := search.before(m))}
    if issuer:
        place = place_of(issuer)
        found |= {m: (name,) for m in mentions if (name := _issuer_or_place(m, issuer, place))}
    for task in tasks:
        found |= _mine(text, task, found)
    return found


def _issuer_or_place(mention: AgencyMention, issuer: str, place: str | None) -> str | None:
    """What "Văn phòng", "Tỉnh" alone mean in a document of an office, of a body of the province."""
    if mention.name not in _ALONE or mention.id is not None:
        return None
    if place and fold(place).startswith(f"{fold(mention.name)} "):
        return place
    return issuer if issuer.startswith(f"{mention.name} ") else None


def points_back(text: str, mention: AgencyMention) -> bool:
    """Whether a class points to bodies named before it.

    >>> text = "Các đơn vị này báo cáo; các sở nêu trên tổng hợp; các hộ trên địa bàn kê khai"
    >>> from analyzer.pipes.agencies import find
    >>> [m.name for m in find(text) if points_back(text, m)]
    ['Các đơn vị', 'các sở nêu trên']
    """
    if mention.form == "grammar":
        return False
    above = mention.form == "collective" and _ABOVE.match(text, mention.end) is not None
    ends = "trên" in mention.name and _ENDS.search(mention.name) is not None
    return (above or ends) and not _ONE_OF.match(fold(mention.name))


def _mine(text: str, task: TaskMention, found: Referents) -> Iterator[tuple[AgencyMention, tuple[str, ...]]]:
    matches = [] if text.find(" mình", task.start, task.end) < 0 else list(_MINE.finditer(text, task.start, task.end))
    if not matches:
        return
    role = "lead" if task.has("lead") else "support"
    acting = [a.mention for a in task.assignees if a.role == role]
    names = tuple(dict.fromkeys(n for m in acting for n in found.get(m, (full_name(m.name),))))
    for match in matches if names else ():
        yield AgencyMention(match.start(), match.end(), match[0], "collective", name_start=match.start()), names


class _Search:
    """The groups of bodies that a document names, by place."""

    def __init__(
        self, text: str, outline: Outline, mentions: Sequence[AgencyMention], acting: set[tuple[int, int]]
    ) -> None:
        self._text = text
        self._nodes = outline.nodes
        self._node_starts = [n.label_start for n in outline.nodes]
        self._top = [n for n in outline.nodes if n.parent is None]
        self._groups = group(mentions, text)
        self._starts = [run[0].start for run in self._groups]
        self._acts = [any((m.start, m.end) in acting for m in run) for run in self._groups]

    def before(self, mention: AgencyMention) -> tuple[str, ...]:
        """The names of the bodies a mention points back to."""
        only = _ONLY.get(_noun(mention.name), ())
        end = mention.start
        node = self._node_at(mention.start)
        while node is not None:
            if node.label is not None and node.style not in BULLETS:
                if names := self._last(node.label_start, end, only):
                    return names
                if names := self._items_before(node, only):
                    return names
            node = node.parent
        return self._last(0, end, only)

    def _node_at(self, place: int) -> Node | None:
        at = bisect_right(self._node_starts, place)
        return self._nodes[at - 1] if at else None

    def _items_before(self, node: Node, only: tuple[str, ...]) -> tuple[str, ...]:
        """The last group of the item just before, else those who head the items before this one, each its own."""
        siblings = node.parent.children if node.parent else self._top
        at = bisect_left(siblings, node.label_start, key=lambda n: n.label_start)
        earlier = [n for n in siblings[max(0, at - _MOST_HEADS) : at] if n.style == node.style]
        if not earlier:
            return ()
        if names := self._last(earlier[-1].label_start, node.label_start, only):
            return names
        heads: list[AgencyMention] = []
        for item in reversed(earlier):
            run = self._heading(item)
            if not run:
                break
            heads = [*run, *heads]
        names = _names(heads, only)
        return names if len(names) > 1 else ()

    def _heading(self, item: Node) -> list[AgencyMention]:
        """The group an item opens with."""
        at = bisect_left(self._starts, item.label_start)
        run = self._groups[at] if at < len(self._groups) else []
        return run if run and run[0].start <= item.start + 4 and run[-1].end <= item.end else []

    def _last(self, start: int, end: int, only: tuple[str, ...]) -> tuple[str, ...]:
        """The last group in a range that names bodies: of those who act where there are such."""
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        places = range(max(first, stop - _FARTHEST), stop)
        acting = [i for i in places if self._acts[i]]
        for chosen in (acting, places):
            for at in range(len(chosen) - 1, -1, -1):
                run = self._groups[chosen[at]]
                if chosen is acting:
                    run = self._sentence(acting, at)
                names = _names(run, only)
                if len(names) > 1 or (names and _is_class(run)):
                    return names
        return ()

    def _sentence(self, acting: Sequence[int], at: int) -> list[AgencyMention]:
        """The group with those before it in its sentence: who leads and who takes part belong together."""
        run = self._groups[acting[at]]
        while at:
            before = self._groups[acting[at - 1]]
            if _SENTENCE.search(self._text, before[-1].end, run[0].start):
                break
            run, at = [*before, *run], at - 1
        return run


def _names(run: Iterable[AgencyMention], only: tuple[str, ...]) -> tuple[str, ...]:
    names = dict.fromkeys(full_name(m.name) for m in run if not m.generic and not _OPEN.search(fold(m.name)))
    return tuple(n for n in names if not only or fold(n).startswith(only))


def _is_class(run: Sequence[AgencyMention]) -> bool:
    return any(m.form == "collective" or " các " in f" {fold(m.name)} " for m in run)


def _noun(name: str) -> str:
    """The one noun of a pointing class, empty where it has several."""
    words = _ENDS.sub("", fold(name)).removeprefix("các ").removeprefix("những ")
    return words.removeprefix("ubnd các ").removeprefix("ủy ban nhân dân các ")
