"""A worker that dies, hangs, fails or lies about some documents, by what they say."""

from __future__ import annotations

import os
import signal
import time

from analyzer.batch import worker
from analyzer.batch.places import load
from analyzer.batch.work import Item
from analyzer.processes.serving import Header, Send, serve


def main() -> None:
    serve(answer, lambda: None, memory=6_000_000_000, grown=600_000_000)


def answer(header: Header, data: bytes, send: Send) -> tuple[Header, bytes]:
    words = load(Item(**header["item"]))
    if words == b"kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if words == b"once" and not os.path.exists(mark := header["item"]["place"] + ".mark"):
        with open(mark, "wb"):
            os.kill(os.getpid(), signal.SIGKILL)
    if words == b"exit":
        os._exit(3)
    if words == b"hang":
        time.sleep(600)
    if words == b"quick":
        said = dict.fromkeys(("code", "message", "message_vi", "sha256"))
        return {"kind": "outcome", "item": header["item"]["id"], "state": "done", "seconds": 0.0, **said}, b"{}"
    if words == b"bug":
        raise ZeroDivisionError("in the worker")
    if words == b"eat":
        raise MemoryError
    if words == b"other":
        return {"kind": "outcome", "item": "another"}, b""
    return worker._answer(header, data, send)
