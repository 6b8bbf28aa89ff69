"""Manuscripts as JSON and back, for the pipe between the reading process and its parent.

The child reads hostile bytes, so its answer is data and never code (no pickle), and what comes back is checked value by
value against the annotations of the dataclasses. A dataclass is the list of its fields in order; both ends run the
same version.
"""

from __future__ import annotations

import binascii
import json
import types
from array import array
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from analyzer.reading.manuscript import Manuscript

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(manuscript: Manuscript) -> bytes:
    """The manuscript as JSON.

    >>> from analyzer.reading import read
    >>> decode(encode(read("Giao Sở Y tế."))).text
    'Giao Sở Y tế.'
    """
    return dump(_plain(manuscript))


def decode(data: bytes) -> Manuscript:
    """The manuscript of ``encode``'s JSON; ValueError for anything else."""
    manuscript = decode_as(Manuscript, load(data))
    _check(manuscript)
    return manuscript


def decode_as(wanted: type[T], value: Any) -> T:
    """A value of the type, made of a JSON value; ValueError where it does not fit.

    >>> decode_as(tuple[str, int], ["a", 1])
    ('a', 1)
    """
    made: T = _decoder(cast(Hashable, wanted))(value)
    return made


def dump(value: object) -> bytes:
    """A JSON value as bytes; lone surrogates, which file names and metadata may hold, are kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(data: bytes) -> Any:
    """The JSON value of ``dump``'s bytes; ValueError for anything else."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("JSON nested too deeply") from error


def _check(manuscript: Manuscript) -> None:
    """ValueError where an offset points out of the text."""
    length = len(manuscript.text)
    for block in manuscript.blocks:
        for start, end in ((block.start, block.end), *block.cells, *filter(None, block.merged)):
            if not 0 <= start <= end <= length:
                raise ValueError("a block outside the text")
    for line in manuscript.lines:
        if not 0 <= line.start <= line.end <= length:
            raise ValueError("a line outside the text")
        if line.edges is not None and len(line.edges) != line.end - line.start + 1:
            raise ValueError("a line with edges for other characters than its own")


class _Array:
    """Stands for ``array[float]`` in annotations: an array of floats travels as base64."""

    def __class_getitem__(cls, item: object) -> type[_Array]:
        return cls


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, array):
        return binascii.b2a_base64(value.tobytes(), newline=False).decode("ascii")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return [_plain(getattr(value, name)) for name in _names(cast(Hashable, type(value)))]
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    raise TypeError(f"no JSON form for {type(value).__name__}")


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


@cache
def _decoder(hint: Any) -> Decoder:
    """What checks a JSON value against a type and makes a value of the type of it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is type(None) or hint in (str, int, bool):
        return _exact(hint)
    if hint is float:
        return _float
    if hint is date:
        return _date
    if origin is Literal:
        return _one_of(arguments)
    if origin in (Union, types.UnionType):
        return _optional(arguments)
    if origin in (tuple, list):
        return _sequence(origin, arguments)
    if origin is dict:
        return _mapping(arguments)
    if hint is _Array:
        return _array
    if is_dataclass(hint) or issubclass(hint, tuple):
        # The hints of a dataclass or named tuple come in the order of its fields.
        return _record(hint, list(get_type_hints(hint, localns={"array": _Array}).values()))
    raise TypeError(f"no JSON form for {hint}")


def _exact(wanted: type) -> Decoder:
    def decoded(value: Any) -> Any:
        # bool is an int to Python, and not to us.
        if type(value) is not wanted:
            raise ValueError(f"expected {wanted.__name__}, not {type(value).__name__}")
        return value

    return decoded


def _float(value: Any) -> float:
    if type(value) not in (float, int):
        raise ValueError(f"expected a number, not {type(value).__name__}")
    return float(value)


def _date(value: Any) -> date:
    if type(value) is not str:
        raise ValueError(f"expected a date, not {type(value).__name__}")
    return date.fromisoformat(value)


def _array(value: Any) -> array[float]:
    if type(value) is not str:
        raise ValueError(f"expected an array, not {type(value).__name__}")
    # What is no base64 is a binascii.Error and what is cut short is refused by frombytes, both ValueErrors.
    floats = array("f")
    floats.frombytes(binascii.a2b_base64(value, strict_mode=True))
    return floats


def _one_of(allowed: tuple[Any, ...]) -> Decoder:
    def decoded(value: Any) -> Any:
        if value not in allowed:
            raise ValueError("not one of the values allowed")
        return value

    return decoded


def _optional(arguments: tuple[Any, ...]) -> Decoder:
    (inner,) = (_decoder(a) for a in arguments if a is not type(None))
    if type(None) not in arguments:
        raise TypeError(f"no JSON form for a choice of {arguments}")
    return lambda value: None if value is None else inner(value)


def _sequence(make: type, arguments: tuple[Any, ...]) -> Decoder:
    if make is list or arguments[-1] is Ellipsis:
        inner = _decoder(arguments[0])
        return lambda value: make(map(inner, _listed(value)))
    inners = [_decoder(a) for a in arguments]
    return lambda value: make(f(v) for f, v in zip(inners, _listed(value), strict=True))


def _mapping(arguments: tuple[Any, ...]) -> Decoder:
    key, inner = map(_decoder, arguments)

    def decoded(value: Any) -> Any:
        if type(value) is not dict:
            raise ValueError("expected an object")
        return {key(k): inner(v) for k, v in value.items()}

    return decoded


def _record(cls: Any, hints: list[Any]) -> Decoder:
    inners = [_decoder(hint) for hint in hints]

    def decoded(value: Any) -> Any:
        return cls(*[f(v) for f, v in zip(inners, _listed(value), strict=True)])

    return decoded


def _listed(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError("expected a list")
    return value
