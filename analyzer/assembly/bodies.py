"""The organisations of a document as the contract has them: who is named, and who answers for it now."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from analyzer.assembly import models
from analyzer.assembly.analysis import Analysis
from analyzer.assembly.places import Places
from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.provinces import Province
from analyzer.knowledge.succession import Answer, Step
from analyzer.pipes.agencies.resolving import Resolved, resolve, setting_of
from analyzer.pipes.mentions import AgencyForm, AgencyMention
from analyzer.pipes.tasks import Assignee
from analyzer.pipes.tasks.referents import referents


class _Known(NamedTuple):
    """What the words of a mention mean in the document, with the contract's objects, which all places share."""

    name: str
    body: Resolved
    answers: list[models.Body]


class Bodies:
    """The organisations of one document, resolved in its ``setting``."""

    def __init__(self, analysis: Analysis, places: Places, as_of: date) -> None:
        self._analysis = analysis
        self._places = places
        self._as_of = as_of
        header = analysis.header
        named = [m.name for m in analysis.agencies if m.form == "registered"]
        self.setting = setting_of(header.issuer, header.place, header.issued_on, named)
        self._known: dict[tuple[str, AgencyForm], _Known] = {}
        self._referents = referents(analysis.text, analysis.outline, analysis.agencies, analysis.tasks, header.issuer)

    def agencies(self) -> list[models.Agency]:
        """Every organisation named, in the order of the first mention, with all its mentions."""
        order: dict[tuple[object, ...], models.Agency] = {}
        for mention in self._named():
            found = self._meant(mention)
            body = found.body
            key: tuple[object, ...]
            if body.id is not None:
                key = (body.id, body.province and body.province.id, body.area)
            else:
                key = (found.name.lower(), self._refers_to(mention))
            agency = order.get(key)
            if agency is None:
                agency = order[key] = self._agency(mention, found)
            agency.mentions.append(models.Mention(text=self._places.quote(mention), span=self._places.span(mention)))
        return list(order.values())

    def assignee(self, assignee: Assignee) -> models.Assignee:
        """An organisation's part in a task."""
        mention = assignee.mention
        found = self._meant(mention)
        return models.Assignee(
            name=found.name,
            id=found.body.id,
            province=found.body.province.id if found.body.province else None,
            answers=found.answers,
            refers_to=list(self._refers_to(mention)),
            role=assignee.role,
            text=self._places.quote(mention),
            span=self._places.span(mention),
            inherited=assignee.inherited,
        )

    def _agency(self, mention: AgencyMention, found: _Known) -> models.Agency:
        body = found.body
        succession = body.succession
        return models.Agency(
            id=body.id,
            name=found.name,
            form=mention.form,
            current=[answer.id for answer in found.answers],
            level=body.level,
            kind=body.kind,
            province=_place(body.province),
            area=body.area,
            ambiguous=list(body.ambiguous),
            existed=body.existed,
            answers=found.answers,
            steps=[_step(step) for step in succession.steps] if succession else [],
            note=succession.note if succession else None,
            refers_to=list(self._refers_to(mention)),
        )

    def _named(self) -> list[AgencyMention]:
        """The agencies found in the text, those no register knows that headings gave work to, and "đơn vị mình"."""
        analysis = self._analysis
        acting = chain.from_iterable(task.assignees for task in analysis.tasks)
        found = {(m.start, m.end): m for m in chain(self._referents, (a.mention for a in acting), analysis.agencies)}
        return sorted(found.values(), key=lambda m: m.start)

    def _meant(self, mention: AgencyMention) -> _Known:
        words = (mention.name, mention.form)
        known = self._known.get(words)
        if known is None:
            body = resolve(mention, self.setting, self._as_of)
            known = self._known[words] = _Known(_name_of(mention.name), body, _answers(body))
        return known

    def _refers_to(self, mention: AgencyMention) -> tuple[str, ...]:
        return self._referents.get(mention, ()) if self._referents else ()


_name_of = lru_cache(maxsize=16384)(full_name)


def _answers(found: Resolved) -> list[models.Body]:
    return [_body(answer) for answer in found.succession.answers] if found.succession else []


def _body(answer: Answer) -> models.Body:
    return models.Body(id=answer.id, name=answer.name, province=_place(answer.province))


def _place(province: Province | None) -> models.Place | None:
    return models.Place(id=province.id, name=province.name) if province else None


def _step(step: Step) -> models.Step:
    return models.Step(on=step.on, of=step.of, to=list(step.to), basis=step.basis, note=step.note)
