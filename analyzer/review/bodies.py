"""Who is meant by a name that a person typed or chose, and who answers for it, in the setting of the document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from analyzer.assembly.models import Agency, Assignee, Body, Directive, Issuer, Mention, Place, Step, Task
from analyzer.knowledge import agency_search
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.agency_names import full_name
from analyzer.knowledge.folding import key
from analyzer.knowledge.provinces import Province, by_id
from analyzer.knowledge.succession import succession
from analyzer.pipes.agencies.resolving import Resolved, Setting, resolve, setting_of
from analyzer.pipes.mentions import AgencyMention
from analyzer.review.clock import today
from analyzer.review.errors import BadEdit
from analyzer.review.named import same_place
from analyzer.review.places import Places
from analyzer.review.values import AssigneeValue

_SURE = 0.95  # of a search: what was typed is a name or its abbreviation


class Meant(NamedTuple):
    """What a name means."""

    name: str
    id: str | None
    province: str | None
    answers: list[Body]
    refers_to: list[str]


class Bodies:
    """The organisations of one directive, in the setting that its header and the names in it tell."""

    def __init__(self, directive: Directive) -> None:
        self._directive = directive
        self._as_of = directive.as_of or today()

    def assignees(self, values: Sequence[AssigneeValue], task: Task, places: Places) -> list[Assignee]:
        """The parts of a task as a person set them; one that stays as it was keeps its place."""
        left = list(task.assignees)
        made: list[Assignee] = []
        for value in values:
            same = sorted((a for a in left if _same(a, value)), key=lambda a: a.role != value.role)
            old = same[0] if same else None
            if old is not None:
                left.remove(old)
            part = self._assignee(value, old, task, places)
            if not any(a.name == part.name and a.role == part.role and a.id == part.id for a in made):
                made.append(part)
        return made

    def named_by_hand(self, machine: Directive) -> list[Agency]:
        """The bodies to which people gave a part and that the document's list lacks, each with the words that name it.

        Those that the machine gave a part are in its list, if by another name.
        """
        made: dict[str, Agency] = {}
        known = {(a.name, a.id) for task in machine.tasks for a in task.assignees}
        for task in self._directive.tasks:
            for part in task.assignees:
                if (part.name, part.id) in known or part.refers_to or self._is_listed(part):
                    continue
                agency = made.get(part.name) or self._agency(part)
                made[part.name] = agency
                said = Mention(text=part.text, span=part.span)
                if not same_place(part.span, task.span) and said not in agency.mentions:
                    agency.mentions.append(said)
        return list(made.values())

    def issuer(self, name: str) -> Issuer:
        """The issuer of that name."""
        found = self._resolved(full_name(name))
        place = Place(id=found.province.id, name=found.province.name) if found.province else None
        return Issuer(name=self._spelled(name, found), id=found.id, province=place, area=found.area)

    def meant(self, name: str, agency_id: str | None) -> Meant:
        """What a name means; ``agency_id`` where the person chose the body from the register. Raises BadEdit."""
        known = self._known.get(key(name))
        if known is not None and agency_id in (None, known.id):
            province = known.province.id if known.province else None
            return Meant(known.name, known.id, province, list(known.answers), list(known.refers_to))
        found = self._resolved(name)
        if found.id is not None and agency_id in (None, found.id):
            return Meant(self._spelled(name, found), found.id, _id(found.province), self._answers(found), [])
        if agency_id is not None:
            return self._chosen(name, agency_id)
        hit = None if found.ambiguous else self._searched(name)
        if hit is None:
            return Meant(name, None, _id(found.province), [], [])
        place = hit.province or (self._setting.province if hit.agency.area == "province" else None)
        written = hit.name if hit.province else hit.agency.name
        return Meant(written, hit.agency.id, _id(place), self._heirs(hit.agency.id, place), [])

    def _assignee(self, value: AssigneeValue, old: Assignee | None, task: Task, places: Places) -> Assignee:
        if old is not None and value.id in (None, old.id):
            return old.model_copy(update={"role": value.role})
        found = self.meant(value.name, value.id)
        start, end, inherited = self._place(value, old, task, places)
        span = task.span if (start, end) == (task.span.start, task.span.end) else places.span(start, end)
        return Assignee(
            name=found.name,
            id=found.id,
            province=found.province,
            answers=found.answers,
            refers_to=found.refers_to,
            role=value.role,
            text=places.text[start:end],
            span=span,
            inherited=inherited,
        )

    def _place(self, value: AssigneeValue, old: Assignee | None, task: Task, places: Places) -> tuple[int, int, bool]:
        """The words that a part rests on and whether they stand outside the task's; the task's own where none do."""
        first, last = task.span.start, task.span.end
        if value.start is not None and value.end is not None:
            start, end = places.trimmed(value.start, value.end)
            return start, end, not first <= start < end <= last
        if old is not None:
            return old.span.start, old.span.end, old.inherited
        said = places.find(value.name, first, last)
        if said is None:
            known = self._known.get(key(value.name))
            spans = [m.span for m in known.mentions] if known else []
            said = next(((s.start, s.end) for s in spans if first <= s.start and s.end <= last), None)
        return (first, last, True) if said is None else (*said, False)

    def _agency(self, part: Assignee) -> Agency:
        found = self._resolved(part.name)
        fits = found.id == part.id
        steps = found.succession.steps if found.succession and fits else ()
        return Agency(
            id=part.id,
            name=part.name,
            form="registered" if part.id else "grammar",
            current=[body.id for body in part.answers],
            level=found.level if fits else None,
            kind=found.kind if fits else None,
            province=_place(by_id(part.province)) if part.province else None,
            area=found.area if fits else None,
            ambiguous=list(found.ambiguous) if fits else [],
            existed=found.existed if fits else None,
            answers=list(part.answers),
            steps=[Step(on=s.on, of=s.of, to=list(s.to), basis=s.basis, note=s.note) for s in steps],
            note=found.succession.note if found.succession and fits else None,
        )

    def _chosen(self, name: str, agency_id: str) -> Meant:
        entry = Register.load().get(agency_id)
        if entry is None:
            raise BadEdit(
                f"The register has no body {agency_id!r}. Leave the id out to have it looked up by the name.",
                f"Danh mục không có cơ quan “{agency_id}”. Hãy chọn lại từ danh sách gợi ý.",
            )
        hits = [h for h in agency_search.find(name, self._as_of) if h.agency.id == agency_id]
        province = hits[0].province if hits else None
        if province is None and entry.area == "province":
            province = self._setting.province
        return Meant(name, agency_id, _id(province), self._heirs(agency_id, province), [])

    def _searched(self, name: str) -> agency_search.Hit | None:
        """The one body that what was typed is a name or an abbreviation of."""
        hits = [h for h in agency_search.find(name, self._as_of) if h.heir_of is None and h.score >= _SURE]
        best = [h for h in hits if h.score == hits[0].score]
        return best[0] if len(best) == 1 else None

    def _resolved(self, name: str) -> Resolved:
        return resolve(AgencyMention(0, len(name), name, "registered"), self._setting, self._as_of)

    def _spelled(self, name: str, found: Resolved) -> str:
        """The name as the register has it where only case and accents' places differ, else as typed in full."""
        entry = Register.load().get(found.id) if found.id else None
        return entry.name if entry is not None and key(entry.name) == key(name) else full_name(name)

    def _answers(self, found: Resolved) -> list[Body]:
        return [_body(a.id, a.name, a.province) for a in found.succession.answers] if found.succession else []

    def _heirs(self, agency_id: str, province: Province | None) -> list[Body]:
        answers = succession(agency_id, province, self._as_of).answers
        return [_body(a.id, a.name, a.province) for a in answers]

    @cached_property
    def _known(self) -> dict[str, Agency]:
        return {key(agency.name): agency for agency in reversed(self._directive.agencies)}

    def _is_listed(self, part: Assignee) -> bool:
        """Whether the document's list has the body, by this name or another."""
        return part.name in self._names or (part.id is not None and (part.id, part.province) in self._ids)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(agency.name for agency in self._directive.agencies)

    @cached_property
    def _ids(self) -> frozenset[tuple[str | None, str | None]]:
        return frozenset((a.id, a.province.id if a.province else None) for a in self._directive.agencies)

    @cached_property
    def _setting(self) -> Setting:
        header = self._directive.directive
        named = [agency.name for agency in self._directive.agencies if agency.form == "registered"]
        return setting_of(header.issuer.name if header.issuer else None, header.place, header.issued_on, named)


def _same(old: Assignee, value: AssigneeValue) -> bool:
    """Whether a person means a part that is there: of the same name, and of the same words where these are given."""
    return key(old.name) == key(value.name) and (
        value.start is None or (old.span.start, old.span.end) == (value.start, value.end)
    )


def _id(province: Province | None) -> str | None:
    return province.id if province else None


def _place(province: Province | None) -> Place | None:
    return Place(id=province.id, name=province.name) if province else None


def _body(body_id: str, name: str, province: Province | None) -> Body:
    return Body(id=body_id, name=name, province=_place(province))
