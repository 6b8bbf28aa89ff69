"""Invented directives with tables: written once as data, rendered to every format, read back by the whole chain."""
