"""Child processes that answer requests over pipes, and may die without harm to the program that has started them.

:mod:`child` is the parent's side and :mod:`serving` the child's.
"""
