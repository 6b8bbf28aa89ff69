"""Secrets: made at random, kept as checksums, compared in a time that tells nothing."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

#: With which tokens begin, so that people and scanners for lost secrets know them.
PREFIX = "anl_"
_BYTES = 32


def new_token() -> str:
    """A token: shown once to whom it is for.

    >>> new_token().startswith("anl_"), len(new_token()), new_token() == new_token()
    (True, 47, False)
    """
    return PREFIX + secrets.token_urlsafe(_BYTES)


def new_cookie() -> str:
    """What a browser keeps to say who has signed in."""
    return secrets.token_urlsafe(_BYTES)


def new_key() -> bytes:
    """A key for :func:`sealed`."""
    return secrets.token_bytes(_BYTES)


def checksum(secret: str) -> str:
    """What is kept of a secret. It is random, 256 bits of it, so that one round of SHA-256 cannot be undone.

    >>> checksum("anl_x")[:16]
    '3f92e59929305a61'
    """
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(key: bytes, what: str) -> str:
    """A word that only who has the key can make (HMAC-SHA256).

    >>> sealed(b"key", "csrf") == sealed(b"other", "csrf")
    False
    """
    return hmac.new(key, what.encode(), "sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how far they agree.

    >>> same("â", "â"), same("â", "a")
    (True, False)
    """
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
