"""What can be wrong with an archive, or with what is asked of it."""

from __future__ import annotations

from analyzer.errors import AnalyzerError


class ArchiveError(AnalyzerError):
    """Base of the archive's errors."""

    code = "archive_error"


class BadArchiveUrl(ArchiveError):
    """The address of the archive cannot be used."""

    code = "bad_archive_url"


class NoArchive(ArchiveError):
    """There is no archive at the address."""

    code = "no_archive"


class NotAnArchive(ArchiveError):
    """A file or database that is there and is no archive, or a damaged one."""

    code = "not_an_archive"


class ArchiveOutdated(ArchiveError):
    """The archive was made by another version: newer than this one, or its entries are to be made anew."""

    code = "archive_outdated"


class ArchiveUnreachable(ArchiveError):
    """The database does not answer, refuses the user, or lacks a right or an extension."""

    code = "archive_unreachable"


class ArchiveBusy(ArchiveError):
    """Another program has been writing for too long."""

    code = "archive_busy"


class NoSuchDocument(ArchiveError):
    """No document of the archive has the number, or several have."""

    code = "no_such_document"


class DamagedReading(ArchiveError):
    """A reading's bytes are not what was stored."""

    code = "damaged_reading"
