"""What can be wrong with a job, or with what is asked of one."""

from __future__ import annotations

from analyzer.errors import AnalyzerError


class JobError(AnalyzerError):
    """Base of the errors of jobs."""

    code = "job_error"


class NoSuchJob(JobError):
    """No job has the identifier."""

    code = "no_such_job"


class QueueFull(JobError):
    """As many jobs wait as may."""

    code = "queue_full"


class FileGone(JobError):
    """The bytes of a job's file are kept no longer."""

    code = "file_gone"


class SecretDocument(JobError):
    """The document is marked as a state secret, which an ordinary system must not process."""

    code = "secret_document"


class WorkerDied(JobError):
    """The process that read the document died each time."""

    code = "worker_died"


class JobFailed(JobError):
    """Reading failed in a way that nobody foresaw; the log says where."""

    code = "job_failed"


class NoSuchFile(JobError):
    """No file with the checksum is kept."""

    code = "no_such_file"


class NoPicture(JobError):
    """The picture of a page could not be made: too slow, or the process that draws died."""

    code = "no_picture"


def no_such_job(job_id: str) -> NoSuchJob:
    """The error for an identifier that no job has."""
    return NoSuchJob(f"There is no job {job_id[:40]!r}.", f"Không có lượt xử lý {job_id[:40]!r}.")


def no_such_file() -> NoSuchFile:
    """The error for a file that is not kept."""
    return NoSuchFile(
        "The file of this document is not kept here.",
        "Hệ thống không lưu (hoặc không còn lưu) tệp gốc của văn bản này.",
    )


def file_gone() -> FileGone:
    """The error for a job whose file is kept no longer."""
    return FileGone(
        "The file is kept no longer. Upload it again.", "Hệ thống không còn giữ tệp này. Hãy tải tệp lên lại."
    )


def secret_document(mark: str) -> SecretDocument:
    """The error for a document that bears a mark of secrecy."""
    return SecretDocument(
        f"The document is marked {mark}, a state secret. It was not processed and its file was deleted. Process it on "
        "the system that is approved for state secrets.",
        f"Văn bản có dấu chỉ độ mật {mark}, thuộc bí mật nhà nước. Hệ thống không xử lý và đã xóa tệp. Hãy xử lý trên "
        "hệ thống được phép dùng cho bí mật nhà nước.",
    )


def worker_died(attempts: int) -> WorkerDied:
    """The error for a document that no process read to its end."""
    return WorkerDied(
        f"The process that read the document died {attempts} times. The document may be damaged or take too much "
        "memory.",
        f"Tiến trình đọc tài liệu đã dừng bất thường {attempts} lần. Tài liệu có thể bị hỏng hoặc cần quá nhiều bộ "
        "nhớ.",
    )


def job_failed(reason: str) -> JobFailed:
    """The error for a fault in the analyzer; ``reason`` bears no text of a document."""
    return JobFailed(
        f"Reading failed by a fault in the analyzer ({reason}). Please report it; try again after an update.",
        f"Đọc tài liệu không thành do lỗi của phần mềm ({reason}). Hãy báo lỗi và thử lại sau khi cập nhật.",
    )
