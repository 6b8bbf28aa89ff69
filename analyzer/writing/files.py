"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open ``path`` for writing so that it changes in one step when the block ends well.

    The bytes go to a temporary file beside it, which is renamed at the end; an error or Ctrl-C leaves the old file as
    it was. What is no regular file (``/dev/null``, a pipe) is written directly. Raises OSError like ``open``.
    """
    import tempfile  # here, because the command line imports this module for --help too

    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as direct:
            yield direct
        return
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
