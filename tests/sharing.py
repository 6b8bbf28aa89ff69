"""How the tests are shared out among processes (``pytest -n``): a file goes to one of them, so that what a file's tests
have in common is made once; a browser is started by one process alone. What takes longest comes first."""

from __future__ import annotations

from collections import OrderedDict

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

#: Directories whose files stay together.
TOGETHER = ("tests/browser",)
#: Files that take long though they hold few tests; of the others those with most tests are first.
LONG = (
    "tests/browser",
    "tests/service/jobs/test_kills.py",
    "tests/batch/test_kills.py",
    "tests/service/jobs/test_jobs.py",
    "tests/test_properties.py",
    "tests/test_notebooks.py",
    "tests/comparison/test_coverage.py",
    "tests/batch/test_cluster.py",
    "tests/archive/test_crash.py",
    "tests/service/api/test_schemathesis.py",
    "tests/reading/test_scanned_directives.py",
    "tests/learning/test_training.py",
)


class ByFile(LoadScopeScheduling):
    """Whole files, the long ones first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if not any(self.assigned_work.values()):
            self.workqueue = OrderedDict(sorted(self.workqueue.items(), key=lambda unit: rank(unit[0], len(unit[1]))))
        super()._assign_work_unit(node)


def rank(scope: str, tests: int) -> tuple[int, int]:
    """Where a file's turn is: the least first.

    >>> sorted([("tests/b.py", 3), ("tests/a.py", 2), ("tests/test_notebooks.py", 1)], key=lambda each: rank(*each))[0]
    ('tests/test_notebooks.py', 1)
    """
    return (LONG.index(scope) if scope in LONG else len(LONG)), -tests
