"""What a running service has, and how its endpoints come by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from analyzer.archive import Archive, open_archive
from analyzer.review.standings import Standings
from analyzer.review.store import Reviews
from analyzer.service.access.accounts import Accounts
from analyzer.service.access.sessions import Sessions
from analyzer.service.jobs import Jobs
from analyzer.service.settings import Settings


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a running service over one archive."""

    settings: Settings
    archive: Archive
    jobs: Jobs
    reviews: Reviews
    standings: Standings
    accounts: Accounts
    sessions: Sessions

    @classmethod
    def of(cls, settings: Settings) -> Service:
        """Open the archive, make it where there is none. Raises :class:`analyzer.archive.errors.ArchiveError`."""
        archive = open_archive(settings.database, create=True)
        return cls(
            settings,
            archive,
            Jobs(archive, settings),
            Reviews(archive),
            Standings(archive),
            Accounts(archive),
            Sessions(archive, settings),
        )

    def start(self) -> None:
        """Start reading documents."""
        self.jobs.start()

    def stop(self, grace: float = 10) -> None:
        """Stop reading, jobs that are not done go back to the queue, and close the archive."""
        self.jobs.stop(grace)
        self.archive.close()


def service(request: Request) -> Service:
    """The service that a request came to."""
    running: Service = request.app.state.service
    return running


ServiceDep = Annotated[Service, Depends(service)]
