"""Results of ``analyzer extract`` read back: one document of JSON, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from analyzer.assembly.models import Directive
from analyzer.errors import UnreadableInput


class BadResult(UnreadableInput):
    """A file that should hold results of the analyzer and does not."""

    code = "bad_result"


def read_results(data: bytes) -> Iterator[Directive]:
    """The directives of a result, JSON or JSON Lines. Raises BadResult, with the line where there are several.

    Keys that this version does not know are passed over: later minor versions may have more.

    >>> list(read_results(b""))
    []
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad("it is not UTF-8", "không phải mã UTF-8") from error
    whole = _parsed(text)
    if whole is not None:
        yield from (_directive(entry) for entry in (whole if isinstance(whole, list) else [whole]))
        return
    for number, line in enumerate(text.split("\n"), start=1):  # str.splitlines splits at U+2028 in a JSON string too
        if line.strip():
            yield read_line(line, number)


def read_line(line: str | bytes, number: int | None = None) -> Directive:
    """The directive of one line of JSON Lines. Raises BadResult, which names the line's ``number`` where it is given.

    >>> read_line(b"{}", 3)
    Traceback (most recent call last):
    ...
    analyzer.tracking.results.BadResult: It is no result of analyzer extract (line 3, source: Field required).
    """
    try:
        return Directive.model_validate_json(line)
    except ValidationError:
        pass  # told below, or keys that are passed over
    entry = _parsed(line)
    if entry is None:
        where = (f"line {number}", f"dòng {number}") if number else ("the line", "dòng này")
        raise _bad(f"{where[0]} is not JSON", f"{where[1]} không phải JSON")
    return _directive(entry, number)


def _parsed(text: str | bytes) -> Any:
    """What the text says in JSON; None where it is none, or several lines of it."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _directive(entry: Any, line: int | None = None) -> Directive:
    """The directive, without the keys that are not known here."""
    while True:
        try:
            return Directive.model_validate(entry)
        except ValidationError as error:
            unknown = [e["loc"] for e in error.errors(include_url=False) if e["type"] == "extra_forbidden"]
            if not unknown:
                first = error.errors(include_url=False)[0]
                place = ".".join(map(str, first["loc"])) or "-"
                where = ("", "") if line is None else (f"line {line}, ", f"dòng {line}, ")
                raise _bad(
                    f"{where[0]}{place}: {first['msg']}", f"{where[1]}khóa {place} không đúng khuôn dạng"
                ) from error
        for *way, key in unknown:
            part = entry
            for step in way:
                part = part[step]
            part.pop(key, None)


def _bad(problem: str, problem_vi: str) -> BadResult:
    return BadResult(
        f"It is no result of analyzer extract ({problem}).",
        f"Không phải tệp kết quả của analyzer extract ({problem_vi}).",
    )
