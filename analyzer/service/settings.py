"""How a service is run; every field has a default that suits one person on one machine."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a service.

    ``database`` is the archive's address, ``workers`` the processes that read documents. ``max_bytes`` bounds an
    upload, ``seconds`` the time for a document, ``queue`` the jobs that wait. Documents of at most ``small_bytes`` are
    answered at once where that takes no more than ``wait`` seconds. ``requests_per_minute`` and
    ``uploads_per_minute`` are for each person. ``sign_in`` wants a token of everybody; without it the service is for
    one person, who may upload as much as the queue takes, and answers on this machine alone. ``hosts`` are the names
    it may be called by beside its own; ``origins`` the sites whose scripts may call the API. ``proxied`` says that a
    proxy in front speaks HTTPS with the callers and tells their addresses.

    >>> Settings("kho.db").is_local, Settings("kho.db", host="0.0.0.0").is_local
    (True, False)
    """

    database: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = field(default_factory=lambda: max(1, os.cpu_count() or 1))
    max_bytes: int = 50 * MEGABYTE
    seconds: float = 300
    queue: int = 1_000
    small_bytes: int = 2 * MEGABYTE
    wait: float = 10
    requests_per_minute: int = 1_200
    uploads_per_minute: int = 120
    request_seconds: float = 60
    session_hours: float = 12
    allow_secret: bool = False
    sign_in: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    proxied: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it can be called from this machine alone."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
