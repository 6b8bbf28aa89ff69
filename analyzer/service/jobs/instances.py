"""Which running service a job belongs to: its machine, its process, and a word of its own.

A service that has died says nothing any more; that it is dead shows at once where its process was on this machine.
"""

from __future__ import annotations

import os
import secrets
import socket

_SEPARATOR = "|"
_here: set[str] = set()


def new_instance() -> str:
    """A name for a service that begins in this process."""
    name = _SEPARATOR.join((_place(), str(os.getpid()), secrets.token_urlsafe(6)))
    _here.add(name)
    return name


def ended(instance: str) -> None:
    """The service of this process has stopped."""
    _here.discard(instance)


def is_surely_dead(instance: str) -> bool:
    """Whether a service's process was on this machine and is there no longer; False where that cannot be told.

    >>> mine = new_instance()
    >>> is_surely_dead(mine), is_surely_dead("elsewhere|17|x")
    (False, False)
    >>> ended(mine); is_surely_dead(mine)
    True
    """
    place, _, rest = instance.partition(_SEPARATOR)
    process = rest.partition(_SEPARATOR)[0]
    if place != _place() or not process.isdigit() or os.name != "posix":
        return False
    if int(process) == os.getpid():
        return instance not in _here
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # another user's
    return False


def _place() -> str:
    """The machine, and on Linux which of its numberings of processes: containers have their own."""
    try:
        numbering = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        numbering = 0
    return f"{socket.gethostname()}:{numbering}".replace(_SEPARATOR, "_")
