"""The HTTP API under /v1: for programs, and for the scripts of the pages."""

from fastapi import APIRouter, Depends

from analyzer.service.api import about, agencies, directives, due, jobs, originals, reading, review, search
from analyzer.service.api.openapi import describe
from analyzer.service.api.parameters import known_only

__all__ = ["describe", "router"]

router = APIRouter(dependencies=[Depends(known_only)])
for _module in (reading, directives, originals, review, jobs, search, due, agencies):
    router.include_router(_module.router, prefix="/v1")
router.include_router(about.router)
