"""What went wrong, told over HTTP: problem documents of RFC 9457, in English and Vietnamese.

A problem document has the members of the RFC (``type``, ``title``, ``status``, ``detail``, ``instance``) and ``code``,
the last part of ``type``, ``title_vi`` and ``detail_vi`` for staff, and ``errors`` where several values are wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from analyzer.errors import AnalyzerError

MEDIA_TYPE: Final = "application/problem+json"
_TYPE = "urn:analyzer:problem:"

#: Of typed errors; those that are not named here are 422: the service understood, the document is at fault.
_STATUS: Mapping[str, int] = {
    "no_such_document": 404,
    "no_such_job": 404,
    "no_such_item": 404,
    "no_such_file": 404,
    "no_such_page": 404,
    "no_pages": 404,
    "file_gone": 410,
    "job_failed": 500,
    "conflict": 409,
    "review_done": 409,
    "number_taken": 409,
    "input_too_large": 413,
    "unsupported_format": 415,
    "queue_full": 503,
    "no_picture": 503,
    "archive_busy": 503,
    "archive_unreachable": 503,
    "missing_tool": 501,
    "model_error": 500,
    "damaged_reading": 500,
    "archive_error": 500,
}
_TITLES_VI: Mapping[int, str] = {
    400: "Yêu cầu không đúng",
    401: "Chưa đăng nhập",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Phương thức không được phép",
    406: "Không có định dạng này",
    408: "Quá thời gian gửi",
    409: "Đã có người khác sửa",
    410: "Không còn nữa",
    411: "Thiếu độ dài",
    413: "Tệp quá lớn",
    415: "Định dạng không được hỗ trợ",
    421: "Sai tên máy chủ",
    422: "Không xử lý được",
    429: "Quá nhiều yêu cầu",
    431: "Tiêu đề yêu cầu quá lớn",
    500: "Lỗi của hệ thống",
    501: "Thiếu chương trình cần thiết",
    503: "Hệ thống đang bận",
}


class Problem(Exception):
    """An answer that is a problem document. ``more`` are further members, ``headers`` of the answer.

    >>> missing = Problem(404, "no_such_job", "Not found", "Không tìm thấy", "There is no job 'x'.", "Không có 'x'.")
    >>> missing.document()["type"]
    'urn:analyzer:problem:no_such_job'
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        title_vi: str,
        detail: str,
        detail_vi: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.title = title
        self.title_vi = title_vi
        self.detail = detail
        self.detail_vi = detail_vi
        self.headers = dict(headers or {})
        self.more = more

    def document(self, instance: str | None = None) -> dict[str, Any]:
        """The members; ``instance`` names the request."""
        return {
            "type": _TYPE + self.code,
            "title": self.title,
            "title_vi": self.title_vi,
            "status": self.status,
            "detail": self.detail,
            "detail_vi": self.detail_vi,
            "code": self.code,
            "instance": instance,
            **self.more,
        }


def problem(
    status: int, code: str, detail: str, detail_vi: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> Problem:
    """A problem under the usual title of its status.

    >>> problem(404, "no_such_job", "There is no job 'x'.", "Không có 'x'.").title_vi
    'Không tìm thấy'
    """
    title, title_vi = HTTPStatus(status).phrase, _TITLES_VI.get(status, "Lỗi")
    return Problem(status, code, title, title_vi, detail, detail_vi, headers=headers, **more)


def problem_of(error: AnalyzerError) -> Problem:
    """The problem that a typed error is over HTTP.

    >>> from analyzer.errors import InputTooLarge
    >>> problem_of(InputTooLarge("Too large.", "Quá lớn.")).status
    413
    """
    return problem(_STATUS.get(error.code, 422), error.code, error.message, error.message_vi)
