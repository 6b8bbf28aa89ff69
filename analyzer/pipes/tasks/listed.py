"""Items of a list that hands out work, whose verb is none of the verbs that open orders anywhere.

Directives of communes and of the trades order what no list of office verbs holds: "Dựng biển báo", "Thả cá giống". What
stands under a lead and opens like a verb, names no thing and states nothing is work.
"""

from __future__ import annotations

from analyzer.knowledge.patterns import pattern
from analyzer.layout.outline import Node
from analyzer.pipes.tasks.cues import cues
from analyzer.pipes.tasks.view import View

_STATES = pattern("task.listed.states")
_OBJECT = pattern("task.listed.object")
_FIGURES = pattern("task.listed.figures")
_FEWEST = 2  # items with a known verb that make a list one of work


class WorkLists:
    """The lists of a document whose items mostly open with a verb of work."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[int, bool] = {}

    def holds(self, node: Node) -> bool:
        """Whether the node is an item of such a list."""
        parent = node.parent
        if parent is None or node.label is None:
            return False
        if parent.index not in self._known:
            items = [c for c in parent.children if c.label is not None and c.style != "row"]
            known = sum(cues().verb_at(self._view.lowered, c.start) is not None for c in items)
            self._known[parent.index] = known >= _FEWEST and 2 * known >= len(items)
        return self._known[parent.index]


def opens_with_act(words: str, at: int = 0, *, among_work: bool = False) -> bool:
    """Whether an item under a lead opens with a verb: one known of items, or among work a word with an object behind.

    >>> opens_with_act("dựng biển báo tại 12 điểm sạt lở")
    True
    >>> opens_with_act("dựng phim là nghề mới")
    False
    >>> opens_with_act("xoi các rãnh thoát nước", among_work=True), opens_with_act("xoi các rãnh thoát nước")
    (True, False)
    """
    known = cues()
    if known.item_nouns.at(words, at) or _STATES.match(words, at):
        return False
    if known.item_verbs.at(words, at):
        return True
    return among_work and not known.item_openers.at(words, at) and _OBJECT.match(words, at) is not None


def states_figures(words: str) -> bool:
    """Whether words only say what shares are to be reached: "Số hóa hồ sơ đạt 80%; nộp trực tuyến đạt 50%."

    >>> states_figures("số hóa hồ sơ đạt 80%; nộp trực tuyến đạt 50%.")
    True
    >>> states_figures("số hóa hồ sơ đạt 80%; niêm yết kết quả.")
    False
    """
    return _FIGURES.fullmatch(words) is not None
