"""What a client sends to be read: a form with a file, JSON with text, or the file's bytes alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import unquote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from analyzer.service.access.csrf import FIELD
from analyzer.service.api.models.directives import ReadingOptions, TextIn
from analyzer.service.problems import Problem, problem

_NAME = 200  # characters of a file's name that are kept
_FIELD = 4_096  # bytes of a form's field


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes to be read. ``is_text``: they are text in UTF-8, not a file."""

    data: bytes
    name: str | None
    options: ReadingOptions
    is_text: bool = False


async def received(request: Request, options: ReadingOptions, most: int) -> Upload:
    """The upload in a request's body, of ``most`` bytes; what the body says of the reading goes before ``options``.

    Raises Problem, RequestValidationError.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise problem(
            415,
            "unsupported_encoding",
            "The body is compressed. Send it without Content-Encoding.",
            "Nội dung gửi lên bị nén. Hãy gửi không kèm Content-Encoding.",
        )
    kind, parameters = _content_type(request)
    if kind == "multipart/form-data":
        return await _from_form(request, parameters, options, most)
    if kind == "application/json":
        return _from_json(await _whole(request, most), options)
    if kind in ("", "application/x-www-form-urlencoded") or kind.startswith("multipart/"):
        raise problem(
            415,
            "unsupported_media_type",
            "Send a form (multipart/form-data) with the field 'file', JSON with 'text', or the file's bytes with "
            "their media type, such as application/pdf.",
            "Hãy gửi biểu mẫu (multipart/form-data) có trường 'file', hoặc JSON có 'text', hoặc chính tệp kèm kiểu "
            "của nó, chẳng hạn application/pdf.",
        )
    data = await _whole(request, most)
    return Upload(data, safe_name(_named(request.headers.get("content-disposition"))), options)


def safe_name(name: str | None) -> str | None:
    """The last part of a file's name without control characters; None where nothing is left.

    >>> safe_name("C:\\\\tmp\\\\công văn.pdf"), safe_name("../../a\\r\\n.pdf"), safe_name("/")
    ('công văn.pdf', 'a.pdf', None)
    """
    last = re.split(r"[/\\]", (name or "")[:10_000])[-1]
    kept = "".join(c for c in last if c.isprintable() and not "\ud800" <= c <= "\udfff").strip()
    if len(kept) > _NAME:  # the end tells people the format
        kept = kept[: _NAME - 20] + "…" + kept[-19:]
    return kept if kept.strip(". ") else None


def told(error: ValidationError, *place: str) -> RequestValidationError:
    """The slips of a model as those of the request."""
    slips: list[dict[str, Any]] = [
        {"type": slip["type"], "loc": (*place, *slip["loc"]), "msg": slip["msg"]} for slip in error.errors()[:20]
    ]
    return RequestValidationError(slips)


def _content_type(request: Request) -> tuple[str, Mapping[str, str]]:
    message = Message()
    message["content-type"] = request.headers.get("content-type", "").replace("\n", " ").replace("\r", " ")
    given = message.get_params() or [("", "")]
    return given[0][0].strip().lower(), {name.lower(): value for name, value in given[1:]}


def _named(disposition: str | None) -> str | None:
    """The file's name in a Content-Disposition header."""
    if not disposition:
        return None
    extended = re.search(r"filename\*\s{0,9}=\s{0,9}utf-8'[^']{0,20}'([^;\s]{1,1000})", disposition, re.IGNORECASE)
    if extended:
        return unquote(extended[1], errors="replace")
    plain = re.search(r'filename\s{0,9}=\s{0,9}(?:"([^"]{1,1000})"|([^;\s"]{1,1000}))', disposition, re.IGNORECASE)
    return (plain[1] or plain[2]) if plain else None


async def _bounded(request: Request, most: int) -> AsyncIterator[bytes]:
    """The body piece by piece. Raises Problem beyond ``most`` bytes, at once where the header tells."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and (len(declared) > 15 or int(declared) > most):
        raise _too_large(most)
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise _too_large(most)
        yield piece


async def _whole(request: Request, most: int) -> bytes:
    return b"".join([piece async for piece in _bounded(request, most)])


def _too_large(most: int) -> Problem:
    return problem(
        413,
        "input_too_large",
        f"The document is too large; the limit is {most} bytes.",
        f"Tài liệu quá lớn; giới hạn là {most} byte.",
    )


def _from_json(body: bytes, options: ReadingOptions) -> Upload:
    try:
        sent = TextIn.model_validate_json(body.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise told(error, "body") from error
    return Upload(sent.text.encode("utf-8"), safe_name(sent.name), _merged(options, sent), is_text=True)


async def _from_form(request: Request, parameters: Mapping[str, str], options: ReadingOptions, most: int) -> Upload:
    if not parameters.get("boundary"):
        raise _bad_form("The form has no boundary.")
    form = getattr(request, "_form", None) or await _parsed(request, most)  # the guard may have read it already
    try:
        fields: dict[str, Any] = {}
        for name, value in form.multi_items():
            if name in fields:
                raise _slip(name, "given_twice", "This field is given once at most.")
            fields[name] = value
        fields.pop(FIELD, None)
        file = fields.pop("file", None)
        if not isinstance(file, UploadFile):
            raise _slip("file", "missing", "The form has no file in the field 'file'.")
        try:
            said = ReadingOptions.model_validate({name: value for name, value in fields.items() if value != ""})
        except ValidationError as error:
            raise told(error, "body") from error
        data = await file.read()
        if len(data) > most:
            raise _too_large(most)
        return Upload(data, safe_name(file.filename), _merged(options, said))
    finally:
        await form.close()


async def _parsed(request: Request, most: int) -> FormData:
    parser = MultiPartParser(
        request.headers,
        _bounded(request, most + 10 * _FIELD),  # type: ignore[arg-type]  # any asynchronous iterator will do
        max_files=1,
        max_fields=8,
        max_part_size=_FIELD,
    )
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise _bad_form(error.message) from error


def _merged(query: ReadingOptions, body: ReadingOptions) -> ReadingOptions:
    names = ReadingOptions.model_fields
    said = {name: getattr(body, name) for name in names if getattr(body, name) is not None}
    return query.model_copy(update=said)


def _slip(name: str, kind: str, message: str) -> RequestValidationError:
    return RequestValidationError([{"type": kind, "loc": ("body", name[:100]), "msg": message}])


def _bad_form(detail: str) -> Problem:
    return problem(400, "bad_form", f"The form cannot be read: {detail}", "Không đọc được biểu mẫu gửi lên.")
