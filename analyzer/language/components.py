"""The pipes as spaCy components: ``vn_directive_layout``, ``…_references``, ``…_times``, ``…_targets``,
``…_agencies``, ``…_tasks``.

Each runs one step of the analysis and fills the span group of its name ("references", "times" …); the typed mention of
a span is ``span._.mention``. ``doc._.directive`` is the whole output, ``doc._.analysis`` the analysis behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from analyzer.assembly.analysis import STEPS, Analysis
from analyzer.assembly.assemble import assemble
from analyzer.assembly.models import Directive
from analyzer.pipes.tasks import Judges
from analyzer.reading import read

NAMESPACE = "vn_directive"


def _directive(doc: Doc) -> Directive:
    return assemble(doc._.analysis)


def _register_extensions() -> None:
    if not Doc.has_extension("analysis"):
        Doc.set_extension("analysis", default=None)
        Doc.set_extension("directive", getter=_directive)
        Span.set_extension("mention", default=None)


def _spans(doc: Doc, name: str, mentions: Sequence[Any]) -> None:
    group = SpanGroup(doc, name=name)
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=name, alignment_mode="expand")
        if span is not None:
            span._.mention = mention
            group.append(span)
    doc.spans[name] = group


class Step:
    """One step of the analysis over a Doc."""

    def __init__(self, step: str) -> None:
        _register_extensions()
        self._step = step

    def __call__(self, doc: Doc) -> Doc:
        if doc._.analysis is None:
            doc._.analysis = Analysis(doc.user_data.get("manuscript") or read(doc.text), Judges.shipped())
        STEPS[self._step](doc._.analysis)
        if self._step != "layout":
            _spans(doc, self._step, getattr(doc._.analysis, self._step))
        return doc


def _factory(step: str) -> Callable[[Language, str], Step]:
    def create(nlp: Language, name: str) -> Step:
        return Step(step)

    create.__name__ = f"create_{step}"
    return create


create_layout = _factory("layout")
create_references = _factory("references")
create_times = _factory("times")
create_targets = _factory("targets")
create_agencies = _factory("agencies")
create_tasks = _factory("tasks")


_register_extensions()
for _step in STEPS:
    Language.factory(f"{NAMESPACE}_{_step}", func=globals()[f"create_{_step}"])
