"""Child processes that answer requests over pipes, and may die without harm to the service.

:mod:`child` is the parent's side and :mod:`serving` the child's; :mod:`painter` is such a process, which draws pages.
It is kept apart from what needs the archive, so that it starts quickly.
"""
