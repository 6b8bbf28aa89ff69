"""The problems that addresses of the API may answer with, for the OpenAPI document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from analyzer.service.problems import MEDIA_TYPE, problem

SCHEMA = {"$ref": "#/components/schemas/Problem"}

_EXAMPLES = (
    problem(400, "bad_form", "The form cannot be read.", "Không đọc được biểu mẫu gửi lên."),
    problem(401, "sign_in", "Send Authorization: Bearer with a token that is good.", "Hãy đăng nhập bằng mã truy cập."),
    problem(403, "forbidden", "That takes the role editor; yours is reader.", "Cần vai trò editor."),
    problem(404, "no_such_document", "The archive has no document of this key.", "Trong kho không có văn bản này."),
    problem(
        406,
        "not_acceptable",
        "No form on offer is acceptable.",
        "Không có định dạng được yêu cầu.",
        available=[{"format": "json", "media_type": "application/json"}],
    ),
    problem(408, "too_slow", "The request took too long to arrive.", "Gửi lên quá chậm."),
    problem(
        409,
        "conflict",
        "task:t5 was changed in the meantime.",
        "Mục này vừa được người khác sửa.",
        item="task:t5",
        revision=12,
        who="Nguyễn Thị An",
        when="2026-11-20T07:05:00Z",
        value=None,
    ),
    problem(410, "file_gone", "The file is kept no longer. Upload it again.", "Không còn giữ tệp này."),
    problem(413, "input_too_large", "The document is too large.", "Tài liệu quá lớn."),
    problem(415, "unsupported_format", "This format cannot be read.", "Không đọc được định dạng này."),
    problem(
        422,
        "bad_values",
        "Not as it should be: query.limit. See errors.",
        "Giá trị chưa đúng: query.limit.",
        errors=[
            {"where": "query.limit", "kind": "less_than_equal", "message": "Input should be less than or equal to 200"}
        ],
    ),
    problem(429, "too_many_requests", "Too many requests; wait a little.", "Quá nhiều yêu cầu; xin chờ một lát."),
    problem(500, "job_failed", "Reading failed by a fault in the analyzer.", "Đọc không thành do lỗi của phần mềm."),
    problem(501, "missing_tool", "Scans take the program tesseract.", "Đọc bản quét cần chương trình tesseract."),
    problem(503, "archive_unreachable", "The database does not answer.", "Cơ sở dữ liệu không trả lời."),
)
_BY_STATUS = {one.status: one for one in _EXAMPLES}
#: What any address may answer.
ALWAYS = (401, 403, 422, 429, 503)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a route that are problems: those of the statuses, and those that any address may answer.

    >>> sorted(problems(404))
    [401, 403, 404, 422, 429, 503]
    """
    found: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*ALWAYS, *statuses}):
        example = _BY_STATUS[status]
        found[status] = {
            "description": f"{HTTPStatus(status).phrase}: {example.detail}",
            "content": {MEDIA_TYPE: {"schema": SCHEMA, "example": example.document("0af7651916cd43dd")}},
        }
    return found
