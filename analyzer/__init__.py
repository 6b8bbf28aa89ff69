"""Reads Vietnamese administrative directives and turns them into a structured task list."""

__version__ = "0.1.0"
