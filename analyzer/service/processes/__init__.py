"""A process that draws pages for the service: :mod:`painter`, with :mod:`sheets`.

It is kept apart from what needs the archive, so that it starts quickly.
"""
