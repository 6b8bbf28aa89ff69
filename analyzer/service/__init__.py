"""The service: an HTTP API and pages for review over one archive, on one port.

:func:`analyzer.service.app.create_app` makes the application, :mod:`analyzer.service.running` runs it. Documents are
read in worker processes (:mod:`analyzer.service.jobs`), people and limits are in :mod:`analyzer.service.access`.
"""
