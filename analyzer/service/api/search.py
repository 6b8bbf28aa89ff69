"""Searching the archive, and its tasks without words."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from analyzer.archive.search import search
from analyzer.service.access.guard import Reader
from analyzer.service.api.filters import TaskFilters, What, entry, understood
from analyzer.service.api.models.search import Entry, Facet, FacetValue, Hit, SearchResult, Sort, TaskList
from analyzer.service.api.parameters import STRICT, Limit, Offset, Words
from analyzer.service.api.problems import problems
from analyzer.service.state import ServiceDep

router = APIRouter(prefix="/v1", tags=["Search"], dependencies=STRICT)


@router.get("/search", response_model=SearchResult, responses=problems(), summary="Search titles, tasks and targets")
def search_archive(
    service: ServiceDep,
    person: Reader,
    filters: TaskFilters,
    in_: Annotated[list[What], Query(alias="in", default_factory=list, max_length=3, description="Where to look.")],
    q: Annotated[
        Words,
        Query(
            description='Words, with or without accents; "phrases", prefixes*, -exclusions, a | b, (groups), numbers '
            "of documents. Without words all that the filters let through.",
            examples=["bien che", '"một cửa" -họp', "17/CT-UBND"],
        ),
    ] = "",
    sort: Annotated[
        Sort | None, Query(description="By relevance where there are words, else by day due where one is asked for.")
    ] = None,
    limit: Limit = 20,
    offset: Offset = 0,
    facets: Annotated[bool, Query(description="Count bodies, areas, months, kinds and issuers, too.")] = False,
    snippet: Annotated[int, Query(ge=40, le=1_000, description="Characters of a snippet.")] = 240,
) -> SearchResult:
    """Who owes what to whom, by words and filters."""
    found = search(
        service.archive,
        q,
        replace(filters, what=tuple(in_)),
        sort=sort,
        limit=limit,
        offset=offset,
        with_facets=facets,
        snippet_length=snippet,
    )
    hits, near = (
        [
            Hit(
                **entry(hit),
                snippet=hit.snippet.text,
                highlights=list(hit.snippet.highlights),
                score=hit.score,
                exact=hit.exact,
            )
            for hit in some
        ]
        for some in (found.hits, found.near)
    )
    return SearchResult(
        query=q,
        total=found.total,
        offset=offset,
        limit=limit,
        sort=found.sort,
        nearest=found.nearest,
        understood=understood(found),
        hits=hits,
        near=near,
        facets=[
            Facet.model_validate(
                {
                    "name": facet.name,
                    "values": [FacetValue.model_validate(value) for value in facet.values],
                    "others": facet.others,
                }
            )
            for facet in found.facets
        ],
    )


@router.get("/tasks", response_model=TaskList, responses=problems(), summary="List tasks")
def list_tasks(
    service: ServiceDep,
    person: Reader,
    filters: TaskFilters,
    sort: Annotated[Sort | None, Query(description="By date of the document, the latest first, or by day due.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> TaskList:
    """The tasks of all documents that the filters let through."""
    found = search(service.archive, "", replace(filters, what=("task",)), sort=sort, limit=limit, offset=offset)
    return TaskList(
        total=found.total,
        offset=offset,
        limit=limit,
        sort=found.sort,
        understood=understood(found),
        tasks=[Entry(**entry(hit)) for hit in found.hits],
    )
