"""From directives to what a tracker asks on a day: which body is to do what, what is late, what is due next.

Above ``assembly`` and ``writing``: takes Directives, analysed now or read back from results.
"""

from analyzer.tracking.bodies import Responsible
from analyzer.tracking.refresh import refreshed
from analyzer.tracking.results import BadResult, read_results
from analyzer.tracking.status import STATUSES, Group, Standing, Status, Tracked, by_agency, standing, track

__all__ = [
    "STATUSES",
    "BadResult",
    "Group",
    "Responsible",
    "Standing",
    "Status",
    "Tracked",
    "by_agency",
    "read_results",
    "refreshed",
    "standing",
    "track",
]
