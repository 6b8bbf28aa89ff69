"""The register of agencies: finding bodies as they are typed, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.exceptions import RequestValidationError

from analyzer.knowledge import agency_search
from analyzer.knowledge.agencies import Register
from analyzer.knowledge.agency_search import near_provinces, province_named
from analyzer.knowledge.body_names import body_name
from analyzer.knowledge.former_bodies import before, body_id
from analyzer.knowledge.provinces import Province, provinces
from analyzer.knowledge.succession import Step, succession
from analyzer.review.clock import today
from analyzer.service.access.guard import Reader
from analyzer.service.api.models.agencies import AgencyHit, AgencyHits, AgencyOut, AgencyStep, Called, Heir
from analyzer.service.api.models.agencies import Province as ProvinceOut
from analyzer.service.api.parameters import STRICT, AsOf, Name
from analyzer.service.api.problems import problems
from analyzer.service.problems import problem

router = APIRouter(prefix="/v1", tags=["Agencies"], dependencies=STRICT)

ProvinceName = Annotated[
    Name | None, Query(description="The province it is of, as typed: 'gia lai', 'tp hcm'.", examples=["gia lai"])
]


@router.get("/agencies", response_model=AgencyHits, responses=problems(), summary="Find bodies of the register")
def find_agencies(
    person: Reader,
    q: Annotated[
        Name,
        Query(
            description="Part of a name, an abbreviation, initials; with or without accents, with a slip or two.",
            examples=["so noi vu gia lai"],
        ),
    ],
    province: ProvinceName = None,
    as_of: AsOf = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 10,
) -> AgencyHits:
    """The bodies that what was typed may mean, the likeliest first; each former one with its heirs behind it."""
    on = as_of or today()
    place = _province(province, on)
    found = agency_search.find(f"{q} {place.name}" if place else q, on, limit)
    return AgencyHits(
        query=q,
        as_of=on,
        agencies=[
            AgencyHit(
                id=body_id(hit.agency, hit.province),
                name=hit.name,
                province=_place(hit.province),
                matched=hit.matched,
                score=hit.score,
                standing=hit.agency.valid_on(on) and (hit.province is None or hit.province.valid_on(on)),
                valid_from=hit.agency.valid_from,
                valid_to=hit.agency.valid_to,
                heir_of=hit.heir_of,
            )
            for hit in found
        ],
    )


@router.get("/agencies/{id}", response_model=AgencyOut, responses=problems(404), summary="A body of the register")
def get_agency(
    person: Reader,
    id_: Annotated[
        str, Path(alias="id", max_length=200, description="Identifier in the register.", examples=["bo-noi-vu"])
    ],
    province: ProvinceName = None,
    as_of: AsOf = None,
) -> AgencyOut:
    """A body: how it is written, from which bodies it came, and which answer for it on a day."""
    on = as_of or today()
    register = Register.load()
    agency, places = register.get(id_), register.provinces_of(id_)
    if agency is None or (agency.id != id_ and not places):
        raise problem(404, "no_such_agency", "The register has no such body.", "Danh mục không có cơ quan này.")
    place = _province(province, on) or next((p for p in places if p.valid_on(on)), next(iter(places), None))
    place = place if agency.area == "province" else None
    after = succession(agency.id, place, on)
    return AgencyOut(
        id=body_id(agency, place),
        name=body_name(agency, place),
        province=_place(place),
        level=agency.level,
        kind=agency.kind,
        abbreviations=list(agency.abbreviations),
        spellings=list(agency.aliases),
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        as_of=on,
        before=[_step(step, place) for step in before(agency, place)],
        after=[_step(step, place) for step in after.steps],
        current=[Heir(id=a.id, name=a.name, province=_place(a.province)) for a in after.answers],
        note=after.note,
    )


def _province(name: str | None, on: date) -> Province | None:
    if name is None:
        return None
    found = province_named(name, on)
    if found is None:
        near = ", ".join(p.short for p in near_provinces(name, on))
        message = "There is no such province." + (f" Near it are {near}." if near else "")
        raise RequestValidationError([{"type": "unknown_province", "loc": ("query", "province"), "msg": message}])
    return found


def _place(province: Province | None) -> ProvinceOut | None:
    return ProvinceOut(id=province.id, name=province.name) if province else None


def _step(step: Step, province: Province | None) -> AgencyStep:
    called = [_called(i, province) for i in (step.of, *step.to)]
    return AgencyStep(on=step.on, of=called[0], to=called[1:], basis=step.basis, note=step.note)


def _called(of: str, province: Province | None) -> Called:
    """A body or a province of a step by its name."""
    for place in provinces():
        if place.id == of:
            return Called(id=of, name=place.name)
    agency = Register.load().get(of)
    if agency is None:
        return Called(id=of, name=of)
    named = Register.load().provinces_of(of)
    own = named[0] if named else province if agency.area == "province" else None
    return Called(id=of, name=body_name(agency, own))
