"""A store whose files end the process that opens them and its parent, as a machine out of memory may.

It is there in the programs whose PYTHONPATH names this directory.
"""

from __future__ import annotations

import os
import signal
from typing import Any

import fsspec
from fsspec.spec import AbstractFileSystem


class Deadly(AbstractFileSystem):
    protocol = "deadly"

    def _open(self, path: str, mode: str = "rb", **settings: Any) -> Any:
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


fsspec.register_implementation("deadly", Deadly, clobber=True)
