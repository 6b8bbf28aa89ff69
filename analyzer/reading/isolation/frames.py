"""Messages over a pipe: a JSON header and raw bytes behind it, each with its length in front."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

from analyzer.reading.isolation.codec import dump, load

_LENGTHS = struct.Struct(">IQ")
_MAX_HEADER = 1_000_000
#: No manuscript within the limits comes near; what is longer is no honest answer.
_MAX_PAYLOAD = 2_000_000_000


def send(pipe: BinaryIO, header: dict[str, Any], payload: bytes = b"") -> None:
    """Write a message to an unbuffered pipe."""
    head = dump(header)
    for part in (_LENGTHS.pack(len(head), len(payload)) + head, payload):
        rest = memoryview(part)
        while rest:
            rest = rest[pipe.write(rest) :]


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The next message. EOFError at the end of the pipe, ValueError for what is no message."""
    header, payload = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if header > _MAX_HEADER or payload > _MAX_PAYLOAD:
        raise ValueError("a message that is too long")
    head = load(_exactly(pipe, header))
    if type(head) is not dict:
        raise ValueError("a header that is no object")
    return head, _exactly(pipe, payload)


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
