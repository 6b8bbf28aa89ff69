"""A process that reads documents of a batch: items come in, outcomes go out. The models are loaded once."""

from __future__ import annotations

import gc

from analyzer.batch.places import load
from analyzer.batch.work import Item, Options, Outcome, failed, read_one
from analyzer.errors import AnalyzerError
from analyzer.processes.serving import Header, Send, serve

_MEMORY = 6_000_000_000
_GROWN = 600_000_000
_LONGEST_MESSAGE = 4_000
#: Has something for each model, so that all of them are loaded.
_PLAN = "KẾ HOẠCH\nGiao Sở Y tế chủ trì, phối hợp Sở Tài chính báo cáo trước ngày 15 tháng 3 năm 2026.".encode()


def main() -> None:
    """Answer requests until standard input ends."""
    serve(_answer, warm, memory=_MEMORY, grown=_GROWN)


def warm() -> None:
    """Load all models. Raises ModelError."""
    made = read_one(Item("warm.txt", "warm.txt"), _PLAN, Options())
    if made.state == "failed":
        error = AnalyzerError(made.message or "", made.message_vi or "")
        error.code = made.code or error.code
        raise error
    gc.collect()
    gc.freeze()


def read_item(item: Item, options: Options) -> Outcome:
    """Fetch and read a document; whatever is wrong with it is in the outcome."""
    try:
        data = load(item, options.limits)
    except Exception as error:  # what is wrong with a document is its outcome
        return failed(item, error)
    return read_one(item, data, options)


def _answer(header: Header, data: bytes, send: Send) -> tuple[Header, bytes]:
    made = read_item(Item(**header["item"]), Options.from_json(header["options"]))
    told: Header = {
        "kind": "outcome", "item": made.item, "state": made.state, "code": made.code,
        "message": _short(made.message), "message_vi": _short(made.message_vi),
        "seconds": made.seconds, "sha256": made.sha256,
    }  # fmt: skip
    return told, made.line or b""


def _short(message: str | None) -> str | None:
    return None if message is None else message[:_LONGEST_MESSAGE]
