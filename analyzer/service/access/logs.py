"""The log: a line of JSON on standard error for each request and each thing that goes wrong.

What documents say, what people search for, names of files and secrets are never written: of a request the route's
pattern is, not its path; of an error its kind and where it happened, not its message, which may quote a document.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import warnings
from datetime import UTC, datetime
from typing import IO, Any, TextIO

logger = logging.getLogger("analyzer.service")

#: Loggers whose messages are of fixed wording; those of other libraries may quote what they read.
_OWN = ("analyzer", "uvicorn")
_LONGEST = 500
_FRAMES = 8
# Besides what JSON escapes itself: other controls, breaks of lines, signs that turn the direction of writing, halves of
# surrogate pairs, what cannot be seen.
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


class Lines(logging.Formatter):
    """Records as lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in _OWN:
            # uvicorn writes what an application raised as it starts, with its message, from the second line on
            said["message"] = record.getMessage().partition("\n")[0][:_LONGEST]
        else:
            said["at"] = f"{record.module}:{record.lineno}"
        said |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            said |= described(record.exc_info[1])
        return line(said)


def line(said: dict[str, Any]) -> str:
    """A line that holds no character which would do something to the reader's terminal or to the lines around it.

    >>> line({"person": "An\\n\\x1b[2J\\u202e", "status": 200, "job": None})
    '{"person": "An\\\\n\\\\u001b[2J\\\\u202e", "status": 200}'
    """
    kept = {name: value for name, value in said.items() if value is not None}
    told = json.dumps(kept, ensure_ascii=False, default=lambda value: type(value).__name__)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def described(error: BaseException) -> dict[str, Any]:
    """Of an error its kind, those it came from, and where it happened; not what it says."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "error": " < ".join(kinds),
        "at": [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def tell(message: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: object) -> None:
    """Write a line: a fixed wording, and named values that are no text of anybody."""
    logger.log(level, message, extra={"fields": fields}, exc_info=error)


def configure(stream: IO[str] | None = None, level: int = logging.INFO) -> logging.Handler:
    """Write all logs of the process to standard error, in lines of JSON."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logger.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True  # it writes paths; the lines of requests take its place
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a record that cannot be written must not be printed with its arguments
    warnings.showwarning = _tell_warning
    return handler


def _tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    tell("warning", level=logging.WARNING, kind=category.__name__, at=f"{_module(filename)}:{lineno}")


def _module(filename: str) -> str:
    """The end of a path, which names no directory of the machine.

    >>> _module("/usr/lib/python3/site-packages/fastapi/routing.py")
    'fastapi/routing.py'
    """
    return "/".join(filename.replace("\\", "/").split("/")[-2:])
