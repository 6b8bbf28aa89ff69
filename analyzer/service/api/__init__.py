"""The HTTP API under /v1: for programs, and for the scripts of the pages.

Each module with endpoints has a ``router``; :func:`analyzer.service.api.openapi.describe` writes the OpenAPI document.
"""
